/** The property of the controller (properties/controller-ledger.property.ts) sees what it is there for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { commands, play } from "../../../properties/controller-commands.ts";
import type { Variation } from "./settings.ts";

/** What the first sequence that breaks an invariant breaks; null: none does. */
const firstFault = (variation: Variation): string | null => {
  let fault: string | null = null;
  fc.check(
    fc.property(fc.nat(), commands, (seed, sequence) => {
      fault = play(variation, seed, sequence, new Set(), true);
      return fault === null;
    }),
    { numRuns: 3000, seed: 11, endOnFailure: true },
  );
  return fault;
};

test("the property finds nothing in the default rules with the same budget and seed", () => {
  expect(firstFault({})).toBeNull();
});

test.each([
  ["alterPartitionChecksBrokerEpoch", { alterPartitionChecksBrokerEpoch: false }],
  ["isrEligibility", { isrEligibility: () => true }],
  ["uncleanRestartRemovesFromIsr", { uncleanRestartRemovesFromIsr: false }],
  ["preferredRequiresIsr", { preferredRequiresIsr: false }],
  ["mayElectLastKnownLeader", { mayElectLastKnownLeader: () => true }],
  [
    "reassignmentMayComplete",
    {
      reassignmentMayComplete: (move: { adding: readonly number[]; isr: readonly number[] }) =>
        move.adding.every((r) => move.isr.includes(r)),
    },
  ],
])("the property notices a broken %s", (_name, rules) => {
  expect(firstFault({ rules })).not.toBeNull();
});
