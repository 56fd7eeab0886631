/** What faults are made of: when they begin, how long they last, whom they meet. */
import fc from "fast-check";
import type { AnchorEvent, NodeName, Trigger } from "../chaos/fault.ts";
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
export const some = (few: readonly string[], all: readonly string[]): fc.Arbitrary<string[]> =>
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

export interface FaultParts {
  readonly space: ScenarioSpace;
  readonly names: Names;
  readonly id: fc.Arbitrary<number>;
  readonly trigger: fc.Arbitrary<Trigger>;
  readonly durationMs: fc.Arbitrary<number>;
  /** How much slower a link gets. */
  readonly extraMs: fc.Arbitrary<number>;
  /** A broker, or less often the controller. */
  readonly server: fc.Arbitrary<NodeName>;
  /** The controller almost as often as a broker. */
  readonly linkEnd: fc.Arbitrary<NodeName>;
  /** -1: all disks of the node. */
  readonly disk: fc.Arbitrary<number>;
}

export function faultParts(space: ScenarioSpace, names: Names): FaultParts {
  const broker = fc.constantFrom(...names.brokers);
  return {
    space,
    names,
    id: fc.noShrink(fc.integer({ min: 0, max: 0xffffff })),
    trigger: triggers(space),
    durationMs: durations(space),
    extraMs: delays(space),
    server: fc.oneof({ weight: 5, arbitrary: broker }, { weight: 1, arbitrary: fc.constant("controller") }),
    linkEnd: fc.oneof({ weight: 3, arbitrary: broker }, { weight: 2, arbitrary: fc.constant("controller") }),
    disk: fc.integer({ min: -1, max: 1 }),
  };
}
