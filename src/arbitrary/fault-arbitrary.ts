/** One fault of a given kind, anywhere in a run. Values that name nothing in a smaller cluster simply do nothing. */
import fc from "fast-check";
import type { AnchorEvent, Fault, FaultKind, Trigger } from "../chaos/fault.ts";
import { adminActions } from "./admin-arbitrary.ts";
import { longestFault, type ScenarioSpace } from "./space.ts";

export interface Names {
  readonly brokers: readonly string[];
  readonly racks: readonly string[];
  readonly clients: readonly string[];
  readonly topics: readonly string[];
  readonly partitions: number;
}

/** Wide, log-like: short ones hit single requests, long ones outlast sessions and the replica lag time. */
function durations(space: ScenarioSpace): fc.Arbitrary<number> {
  const longest = longestFault(space);
  return fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 1, max: Math.max(2, Math.floor(longest / 40)) }) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: Math.max(2, Math.floor(longest / 6)) }) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: longest }) },
  );
}

const anchorEvents: readonly AnchorEvent[] = [
  "appended",
  "high-watermark-moved",
  "became-leader",
  "became-follower",
  "isr-proposed",
  "isr-committed",
  "follower-fetched",
  "produce-answered",
  "elected",
  "broker-fenced",
  "broker-registered",
  "truncated",
];

function triggers(space: ScenarioSpace): fc.Arbitrary<Trigger> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ at: fc.integer({ min: 0, max: space.chaosMs }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        on: fc.constantFrom(...anchorEvents),
        nth: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 24 })),
        withSends: fc.boolean(),
      }),
    },
  );
}

/** Mostly one or two of the few, now and then any number of all. */
const some = (few: readonly string[], all: readonly string[]): fc.Arbitrary<string[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.subarray([...few], { minLength: 1, maxLength: Math.min(2, few.length) }) },
    { weight: 1, arbitrary: fc.subarray([...all], { minLength: 1 }) },
  );

/** Some shorter than a session, some that let other links overtake several times. */
const delays = (space: ScenarioSpace): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 1, max: Math.max(2, Math.floor(space.chaosMs / 24)) }),
    fc.integer({ min: 1, max: Math.max(2, Math.floor(space.chaosMs / 8)) }),
  );

/** Null if the kind has no object here (racks without racks, clients without clients). */
export function faultArbitrary(kind: FaultKind, space: ScenarioSpace, names: Names): fc.Arbitrary<Fault> | null {
  const base = {
    id: fc.noShrink(fc.integer({ min: 0, max: 0xffffff })),
    trigger: triggers(space),
  };
  const broker = fc.constantFrom(...names.brokers);
  const node = fc.oneof({ weight: 5, arbitrary: broker }, { weight: 1, arbitrary: fc.constant("controller") });
  const end = fc.oneof({ weight: 3, arbitrary: broker }, { weight: 2, arbitrary: fc.constant("controller") });
  const durationMs = durations(space);
  const downMs = durationMs;
  const disk = fc.integer({ min: -1, max: 1 });
  switch (kind) {
    case "process-crash":
      return fc.record({ ...base, kind: fc.constant(kind), node, downMs });
    case "power-loss":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        nodes: some(names.brokers, ["controller", ...names.brokers]),
        downMs,
        tail: fc.constantFrom("none" as const, "torn" as const),
      });
    case "rack-outage":
      if (names.racks.length === 0) return null;
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        rack: fc.constantFrom(...names.racks),
        power: fc.boolean(),
        downMs,
      });
    case "pause":
    case "session-loss":
      return fc.record({ ...base, kind: fc.constant(kind), node: kind === "pause" ? node : broker, durationMs });
    case "isolate":
      return fc.record({ ...base, kind: fc.constant(kind), node, durationMs });
    case "controlled-shutdown":
      return fc.record({ ...base, kind: fc.constant(kind), node: broker, downMs });
    case "rolling-restart":
      return fc.record({ ...base, kind: fc.constant(kind), downMs, gapMs: durationMs });
    case "disk-wipe":
      return fc.record({ ...base, kind: fc.constant(kind), node: broker, disk, downMs });
    case "disk-fail":
    case "disk-full":
      return fc.record({ ...base, kind: fc.constant(kind), node: broker, disk, durationMs });
    case "disk-slow":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        node: broker,
        disk,
        factor: fc.integer({ min: 2, max: 200 }),
        durationMs,
      });
    case "cut":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        from: some(names.brokers, ["controller", ...names.brokers, ...names.clients]),
        to: some(["controller", ...names.brokers], ["controller", ...names.brokers]),
        oneWay: fc.boolean(),
        durationMs,
      });
    case "slow-link":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        from: end,
        to: end,
        extraMs: delays(space),
        durationMs,
      });
    case "reset":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        from: fc.constantFrom(...names.brokers, ...names.clients),
        to: node,
      });
    case "clock-jump":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        node,
        jumpMs: fc.integer({ min: -space.chaosMs, max: space.chaosMs }),
      });
    case "clock-drift":
      return fc.record({
        ...base,
        kind: fc.constant(kind),
        node,
        driftPpm: fc.integer({ min: -100_000, max: 100_000 }),
        durationMs,
      });
    case "client-crash":
      if (names.clients.length === 0) return null;
      return fc.record({ ...base, kind: fc.constant(kind), node: fc.constantFrom(...names.clients), downMs });
    case "client-pause":
      if (names.clients.length === 0) return null;
      return fc.record({ ...base, kind: fc.constant(kind), node: fc.constantFrom(...names.clients), durationMs });
    case "admin":
      return fc.record({ ...base, kind: fc.constant(kind), action: adminActions(names) });
  }
}
