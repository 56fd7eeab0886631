/**
 * The controller's main property: after every command of any sequence, the live state is the fold of its disk, and the
 * registrations keep invariants 2.1 to 2.4 and 2.12; nobody who may be elected lacks a committed record.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ElectionKind } from "../src/kafka/observer.ts";
import { commands, play } from "./controller-commands.ts";
import { tooSeldom } from "./vacuity.ts";

test.each([
  ["with ELR", {}],
  ["without ELR", { config: { eligibleLeaderReplicasEnable: false } }],
])("any sequence of commands keeps the fold and the invariants, %s", (name, variation) => {
  const seen = new Set<ElectionKind>();
  fc.assert(
    fc.property(fc.nat(), commands, (seed, sequence) => {
      expect(play(variation, seed, sequence, seen)).toBeNull();
    }),
    { numRuns: 250, seed: 44 },
  );
  const always: ElectionKind[] = ["none", "clean", "unclean", "preferred", "leaderless"];
  const expected = name === "with ELR" ? [...always, "eligible", "last-known"] : always;
  expect([...seen].sort(), tooSeldom).toEqual(expected.sort());
});
