/**
 * One fault of a given kind, anywhere in a run: a table of small builders. Values that name nothing in a smaller cluster
 * simply do nothing.
 */
import fc from "fast-check";
import type { Fault, FaultKind } from "../chaos/fault.ts";
import { adminActions } from "./admin-arbitrary.ts";
import { type FaultParts, faultParts, type Names, some } from "./fault-parts.ts";
import type { ScenarioSpace } from "./space.ts";

/** Null if the kind has no object here (racks without racks, clients without clients). */
export function faultArbitrary(kind: FaultKind, space: ScenarioSpace, names: Names): fc.Arbitrary<Fault> | null {
  return builders[kind](faultParts(space, names));
}

type Builder = (parts: FaultParts) => fc.Arbitrary<Fault> | null;
type Shape<F> = { readonly [Field in Exclude<keyof F, "id" | "trigger" | "kind">]: fc.Arbitrary<F[Field]> };

function fault<K extends FaultKind>(
  kind: K,
  { id, trigger }: FaultParts,
  shape: Shape<Extract<Fault, { kind: K }>>,
): fc.Arbitrary<Fault> {
  return fc.record({ id, trigger, kind: fc.constant(kind), ...shape });
}

const builders: Readonly<Record<FaultKind, Builder>> = {
  "process-crash": (p) => fault("process-crash", p, { node: p.node, downMs: p.durationMs }),
  "power-loss": (p) =>
    fault("power-loss", p, {
      nodes: some(p.names.brokers, ["controller", ...p.names.brokers]),
      downMs: p.durationMs,
      tail: fc.constantFrom("none", "torn"),
    }),
  "rack-outage": (p) =>
    p.names.racks.length === 0
      ? null
      : fault("rack-outage", p, {
          rack: fc.constantFrom(...p.names.racks),
          power: fc.boolean(),
          downMs: p.durationMs,
        }),
  pause: (p) => fault("pause", p, { node: p.node, durationMs: p.durationMs }),
  "session-loss": (p) => fault("session-loss", p, { node: p.broker, durationMs: p.durationMs }),
  isolate: (p) => fault("isolate", p, { node: p.node, durationMs: p.durationMs }),
  "controlled-shutdown": (p) => fault("controlled-shutdown", p, { node: p.broker, downMs: p.durationMs }),
  "rolling-restart": (p) => fault("rolling-restart", p, { downMs: p.durationMs, gapMs: p.durationMs }),
  "disk-wipe": (p) => fault("disk-wipe", p, { node: p.broker, disk: p.disk, downMs: p.durationMs }),
  "disk-fail": (p) => fault("disk-fail", p, { node: p.broker, disk: p.disk, durationMs: p.durationMs }),
  "disk-full": (p) => fault("disk-full", p, { node: p.broker, disk: p.disk, durationMs: p.durationMs }),
  "disk-slow": (p) =>
    fault("disk-slow", p, {
      node: p.broker,
      disk: p.disk,
      factor: fc.integer({ min: 2, max: 200 }),
      durationMs: p.durationMs,
    }),
  cut: (p) =>
    fault("cut", p, {
      from: some(p.names.brokers, ["controller", ...p.names.brokers, ...p.names.clients]),
      to: some(["controller", ...p.names.brokers], ["controller", ...p.names.brokers]),
      oneWay: fc.boolean(),
      durationMs: p.durationMs,
    }),
  "slow-link": (p) =>
    fault("slow-link", p, { from: p.end, to: p.end, extraMs: p.extraMs, durationMs: p.durationMs }),
  reset: (p) => fault("reset", p, { from: fc.constantFrom(...p.names.brokers, ...p.names.clients), to: p.node }),
  "clock-jump": (p) =>
    fault("clock-jump", p, { node: p.node, jumpMs: fc.integer({ min: -p.space.chaosMs, max: p.space.chaosMs }) }),
  "clock-drift": (p) =>
    fault("clock-drift", p, {
      node: p.node,
      driftPpm: fc.integer({ min: -100_000, max: 100_000 }),
      durationMs: p.durationMs,
    }),
  "client-crash": (p) =>
    p.names.clients.length === 0
      ? null
      : fault("client-crash", p, { node: fc.constantFrom(...p.names.clients), downMs: p.durationMs }),
  "client-pause": (p) =>
    p.names.clients.length === 0
      ? null
      : fault("client-pause", p, { node: fc.constantFrom(...p.names.clients), durationMs: p.durationMs }),
  admin: (p) => fault("admin", p, { action: adminActions(p.names) }),
};
