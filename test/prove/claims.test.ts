/** Every claim, with the size of its search: a changed count is a changed protocol, or a changed model of it. */
import { describe, expect, test } from "vitest";
import { type Claim, claims, scopeOf } from "../../src/prove/models.ts";
import { rulesNamed } from "../../src/run/rule-sets.ts";
import { prove } from "./questions.ts";

interface Pinned {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly breach: string | null;
}

/** In the order of the claims. */
const pinned: readonly Pinned[] = [
  { states: 884, transitions: 1732, depth: 7, breach: "strong-isr in 7" },
  { states: 24772, transitions: 64314, depth: 12, breach: "strong-isr in 12" },
  { states: 16939, transitions: 40909, depth: 11, breach: "strong-isr in 11" },
  { states: 2419435, transitions: 9278222, depth: 14, breach: "strong-isr in 14" },
  { states: 379470, transitions: 1150348, depth: 36, breach: null },
  { states: 230813, transitions: 726899, depth: 34, breach: null },
  { states: 751488, transitions: 3398910, depth: 35, breach: null },
  { states: 213474, transitions: 677051, depth: 34, breach: "recovers in 9" },
  { states: 185949, transitions: 833871, depth: 31, breach: null },
  { states: 16, transitions: 15, depth: 2, breach: "strong-isr in 2" },
  { states: 31717, transitions: 92723, depth: 13, breach: "strong-isr in 13" },
  { states: 110202, transitions: 502800, depth: 27, breach: null },
  { states: 293, transitions: 494, depth: 4, breach: "valid-isr in 4" },
  { states: 324162, transitions: 1675127, depth: 28, breach: null },
  { states: 58, transitions: 73, depth: 3, breach: "leader-in-isr in 3" },
  { states: 597688, transitions: 3127411, depth: 40, breach: null },
  { states: 1489, transitions: 3433, depth: 6, breach: "no-duplicate in 6" },
  { states: 30161, transitions: 109118, depth: 11, breach: "no-duplicate in 11" },
  { states: 159099, transitions: 801005, depth: 31, breach: null },
  { states: 145948, transitions: 728787, depth: 31, breach: "recovers in 3" },
  { states: 5266, transitions: 19531, depth: 26, breach: null },
  { states: 3180, transitions: 10398, depth: 15, breach: "producer-order in 15" },
];

const nameOf = (claim: Claim): string => `${claim.model} under ${claim.rules} ${JSON.stringify(claim.bounds ?? {})}`;

describe("the claims", () => {
  test.each(claims.map((claim, i) => [nameOf(claim), claim, pinned[i]!] as const))(
    "%s",
    (_name, claim, expected) => {
      const rules = rulesNamed(claim.rules)!;
      const proof = prove({ model: claim.model, rules, scope: scopeOf(claim), asksRecovery: claim.recovery === true });
      const { states, transitions, depth, breach, isComplete } = proof;
      const found = breach === null ? null : `${breach.check} in ${breach.steps.length}`;
      expect({ states, transitions, depth, breach: found }).toEqual(expected);
      expect(breach === null ? "held" : "violated").toBe(claim.verdict);
      if (claim.verdict === "held") expect(isComplete).toBe(true);
    },
    600_000,
  );

  test("every one has its counts", () => {
    expect(pinned).toHaveLength(claims.length);
  });
});
