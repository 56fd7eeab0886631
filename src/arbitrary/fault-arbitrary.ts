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
/** What every fault has. */
const head = <K extends FaultKind>(kind: K, { id, trigger }: FaultParts) => ({ id, trigger, kind: fc.constant(kind) });

const builders: Readonly<Record<FaultKind, Builder>> = {
  "process-crash": (p) => fc.record({ ...head("process-crash", p), node: p.node, downMs: p.durationMs }),
  "power-loss": (p) =>
    fc.record({
      ...head("power-loss", p),
      nodes: some(p.names.brokers, ["controller", ...p.names.brokers]),
      downMs: p.durationMs,
      tail: fc.constantFrom("none", "torn"),
    }),
  "rack-outage": (p) =>
    p.names.racks.length === 0
      ? null
      : fc.record({
          ...head("rack-outage", p),
          rack: fc.constantFrom(...p.names.racks),
          power: fc.boolean(),
          downMs: p.durationMs,
        }),
  pause: (p) => fc.record({ ...head("pause", p), node: p.node, durationMs: p.durationMs }),
  "session-loss": (p) => fc.record({ ...head("session-loss", p), node: p.broker, durationMs: p.durationMs }),
  isolate: (p) => fc.record({ ...head("isolate", p), node: p.node, durationMs: p.durationMs }),
  "controlled-shutdown": (p) => fc.record({ ...head("controlled-shutdown", p), node: p.broker, downMs: p.durationMs }),
  "rolling-restart": (p) => fc.record({ ...head("rolling-restart", p), downMs: p.durationMs, gapMs: p.durationMs }),
  "disk-wipe": (p) => fc.record({ ...head("disk-wipe", p), node: p.broker, disk: p.disk, downMs: p.durationMs }),
  "disk-fail": (p) => fc.record({ ...head("disk-fail", p), node: p.broker, disk: p.disk, durationMs: p.durationMs }),
  "disk-full": (p) => fc.record({ ...head("disk-full", p), node: p.broker, disk: p.disk, durationMs: p.durationMs }),
  "disk-slow": (p) =>
    fc.record({
      ...head("disk-slow", p),
      node: p.broker,
      disk: p.disk,
      factor: fc.integer({ min: 2, max: 200 }),
      durationMs: p.durationMs,
    }),
  cut: (p) =>
    fc.record({
      ...head("cut", p),
      from: some(p.names.brokers, ["controller", ...p.names.brokers, ...p.names.clients]),
      to: some(["controller", ...p.names.brokers], ["controller", ...p.names.brokers]),
      oneWay: fc.boolean(),
      durationMs: p.durationMs,
    }),
  "slow-link": (p) =>
    fc.record({ ...head("slow-link", p), from: p.end, to: p.end, extraMs: p.extraMs, durationMs: p.durationMs }),
  reset: (p) =>
    fc.record({ ...head("reset", p), from: fc.constantFrom(...p.names.brokers, ...p.names.clients), to: p.node }),
  "clock-jump": (p) =>
    fc.record({
      ...head("clock-jump", p),
      node: p.node,
      jumpMs: fc.integer({ min: -p.space.chaosMs, max: p.space.chaosMs }),
    }),
  "clock-drift": (p) =>
    fc.record({
      ...head("clock-drift", p),
      node: p.node,
      driftPpm: fc.integer({ min: -100_000, max: 100_000 }),
      durationMs: p.durationMs,
    }),
  "client-crash": (p) =>
    p.names.clients.length === 0
      ? null
      : fc.record({ ...head("client-crash", p), node: fc.constantFrom(...p.names.clients), downMs: p.durationMs }),
  "client-pause": (p) =>
    p.names.clients.length === 0
      ? null
      : fc.record({ ...head("client-pause", p), node: fc.constantFrom(...p.names.clients), durationMs: p.durationMs }),
  admin: (p) => fc.record({ ...head("admin", p), action: adminActions(p.names) }),
};
