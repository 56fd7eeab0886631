/**
 * Every claim, with the size of its search. Those whose search takes long stand here at a smaller scope, or only so deep;
 * `kafka-trial prove` compares the whole of them with what is claimed.
 */
import { describe, expect, test } from "vitest";
import { type Claim, claims, scopeOf } from "../../src/prove/claims.ts";
import type { Scope } from "../../src/prove/scope.ts";
import { rulesNamed } from "../../src/scenario/rule-sets.ts";
import { prove, question } from "./questions.ts";

const mostStates = 400_000;
const isShort = ({ states }: Claim): boolean => states < mostStates;

const nameOf = ({ model, rules, bounds }: Pick<Claim, "model" | "rules" | "bounds">): string =>
  `${model} under ${rules} ${JSON.stringify(bounds ?? {})}`;

const breachOf = ({ breach }: ReturnType<typeof prove>): Claim["violates"] | null =>
  breach === null ? null : [breach.check, breach.steps.length];

describe("the claims", () => {
  test.each(claims.filter(isShort).map((claim) => [nameOf(claim), claim] as const))("%s", (_name, claim) => {
    const { model, states, transitions, depth, violates = null } = claim;
    const rules = rulesNamed(claim.rules)!;
    const proof = prove({ model, rules, scope: scopeOf(claim), asksRecovery: claim.recovery === true });
    expect(proof).toMatchObject({ states, transitions, depth });
    expect(breachOf(proof)).toEqual(violates);
    if (violates === null) expect(proof.isComplete).toBe(true);
  });
});

interface Excerpt extends Pick<Claim, "model" | "rules" | "recovery" | "states" | "transitions" | "depth"> {
  readonly bounds: Partial<Scope>;
  readonly maxDepth?: number;
}

const oneElection = { replicas: 3, records: 1, elections: 1 };
const crash = { records: 1, elections: 1, crashes: 1 };

/** By model and rules, in the order of the claims. */
const excerpts: readonly Excerpt[] = [
  {
    model: "replication",
    rules: "kip-320-first-try",
    bounds: { replicas: 3, records: 1, elections: 2, lags: 1 },
    maxDepth: 9,
    ...{ states: 118_930, transitions: 351_180, depth: 9 },
  },
  {
    model: "replication",
    rules: "kip-320",
    bounds: oneElection,
    recovery: true,
    ...{ states: 16_168, transitions: 60_923, depth: 28 },
  },
  {
    model: "replication",
    rules: "kafka-4",
    bounds: oneElection,
    recovery: true,
    ...{ states: 12_601, transitions: 48_182, depth: 25 },
  },
  {
    model: "replication",
    rules: "kafka-4-mended",
    bounds: oneElection,
    recovery: true,
    ...{ states: 12_601, transitions: 48_182, depth: 25 },
  },
  {
    model: "replication",
    rules: "kafka-4",
    bounds: crash,
    recovery: true,
    ...{ states: 25_360, transitions: 103_992, depth: 25 },
  },
  {
    model: "producer",
    rules: "kafka-4",
    bounds: { records: 3, disconnects: 0 },
    ...{ states: 34_764, transitions: 163_063, depth: 36 },
  },
];

describe("of the long ones", () => {
  test.each(excerpts.map((excerpt) => [nameOf(excerpt), excerpt] as const))("%s", (_name, excerpt) => {
    const { model, rules, bounds, recovery, maxDepth, states, transitions, depth } = excerpt;
    const proof = prove({ ...question(model, rules, bounds), asksRecovery: recovery === true }, maxDepth);
    expect(proof).toMatchObject({ states, transitions, depth, breach: null, isComplete: maxDepth === undefined });
  });

  test("each has an excerpt", () => {
    const long = claims.filter((claim) => !isShort(claim));
    expect(excerpts.map(({ model, rules }) => `${model} ${rules}`)).toEqual(
      long.map(({ model, rules }) => `${model} ${rules}`),
    );
  });
});
