/** From the runs of one configuration under one profile to a verdict per guarantee. */
import type { GuaranteeName, Violation } from "../check/check.ts";
import type { Verdict } from "../scenario/outcome.ts";
import type { RunSummary } from "./chunk.ts";
import { upper95 } from "./exact-tests.ts";

export interface Judgement {
  readonly guarantee: GuaranteeName;
  /** Every run of the profile lay inside the promise. */
  readonly promised: boolean;
  readonly verdict: Verdict;
  readonly brokenRuns: number;
  /** One-sided 95 % upper bound of the probability that a run is broken. */
  readonly upper95: number;
  /** The first broken run, a promised break before one that nothing promised against. */
  readonly witness: Witness | null;
}

export interface Witness {
  readonly run: number;
  readonly violation: Violation;
}

export const judgedGuarantees: readonly GuaranteeName[] = [
  "no-acked-loss",
  "per-key-order",
  "no-duplicate",
  "stable-reads",
  "progress",
  "one-owner",
  "no-skip",
  "commits-kept",
  "group-progress",
  "protocol",
];

/** Those that these runs could keep or break: of groups only where there was one. */
export const judgedIn = (runs: readonly RunSummary[]): readonly GuaranteeName[] =>
  judgedGuarantees.filter((guarantee) => runs.length === 0 || runs.some(({ promised }) => guarantee in promised));

export function judge(guarantee: GuaranteeName, runs: readonly RunSummary[]): Judgement {
  const promised = runs.length > 0 && runs.every((run) => run.promised[guarantee] === true);
  let brokenRuns = 0;
  let witness: Witness | null = null;
  for (const run of runs) {
    const broken = run.violations.filter((violation) => violation.guarantee === guarantee);
    if (broken.length === 0) continue;
    brokenRuns += 1;
    const violation = broken.find((candidate) => candidate.promised) ?? broken[0]!;
    if (witness === null || (violation.promised && !witness.violation.promised))
      witness = { run: run.index, violation };
  }
  const violated = witness?.violation.promised ?? false;
  const verdict = violated ? "violated" : promised && brokenRuns === 0 ? "held" : "unpromised";
  return { guarantee, promised, verdict, brokenRuns, upper95: upper95(brokenRuns, runs.length), witness };
}
