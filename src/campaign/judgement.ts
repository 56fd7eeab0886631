/** From the runs of one configuration under one profile to a verdict per guarantee. */
import type { GuaranteeName, Violation } from "../check/check.ts";
import { guarantees } from "../check/guarantees.ts";
import type { Verdict } from "../scenario/outcome.ts";
import type { RunSummary } from "./chunk.ts";
import { upper95 } from "./exact-tests.ts";

export interface Judgement {
  readonly guarantee: GuaranteeName;
  /** Every run of the profile lay inside the promise. */
  readonly promised: boolean;
  readonly verdict: CampaignVerdict;
  /** In which its occasion came, or which broke it. */
  readonly testedRuns: number;
  readonly brokenRuns: number;
  /** One-sided 95 % upper bound of the probability that a run which tests it breaks it. */
  readonly upper95: number;
  /** The first broken run, a promised break before one that nothing promised against. */
  readonly witness: Witness | null;
}

/** `not-tested`: its occasion came in no run, so that they say nothing about it. */
export type CampaignVerdict = Verdict | "not-tested";

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
  "protocol",
];

/** `no run in which a send with acks=all succeeded`. */
export const notTestedText = (guarantee: GuaranteeName): string =>
  `not tested: no run in which ${guarantees.find(({ name }) => name === guarantee)!.occasion}`;

/** Its occasion came in this run, or the run broke it. */
export const isTested = ({ tested, violations }: RunSummary, guarantee: GuaranteeName): boolean =>
  tested[guarantee] || violations.some((violation) => violation.guarantee === guarantee);

export function judge(guarantee: GuaranteeName, runs: readonly RunSummary[]): Judgement {
  const promised = runs.length > 0 && runs.every((run) => run.promised[guarantee]);
  let testedRuns = 0;
  let brokenRuns = 0;
  let witness: Witness | null = null;
  for (const run of runs) {
    const broken = run.violations.filter((violation) => violation.guarantee === guarantee);
    if (isTested(run, guarantee)) testedRuns += 1;
    if (broken.length === 0) continue;
    brokenRuns += 1;
    const violation = broken.find((candidate) => candidate.promised) ?? broken[0]!;
    if (witness === null || (violation.promised && !witness.violation.promised))
      witness = { run: run.index, violation };
  }
  const bound = upper95(brokenRuns, testedRuns);
  const counted = { guarantee, promised, testedRuns, brokenRuns, upper95: bound, witness };
  return { ...counted, verdict: verdictOf(counted) };
}

function verdictOf({ promised, testedRuns, brokenRuns, witness }: Omit<Judgement, "verdict">): CampaignVerdict {
  if (witness?.violation.promised) return "violated";
  if (testedRuns === 0) return "not-tested";
  return promised && brokenRuns === 0 ? "held" : "unpromised";
}
