/** From the runs of one configuration under one profile to a verdict per guarantee. */
import type { GuaranteeName, Violation } from "../check/check.ts";
import { guarantees } from "../check/guarantees.ts";
import type { Reach } from "../check/reach.ts";
import type { Verdict } from "../scenario/outcome.ts";
import type { RunSummary } from "./chunk.ts";
import { upper95 } from "./exact-tests.ts";

/**
 * `undecided`: what was broken or not says nothing about the files, as a setting that may decide it could not be read.
 * `not-tested`: its occasion came in no run, so that they say nothing about it.
 */
type JudgedVerdict = Verdict | "undecided" | "not-tested";

export interface Judgement {
  readonly guarantee: GuaranteeName;
  /** What the configuration promises under the profile, whatever the runs show. */
  readonly reach: Reach;
  readonly verdict: JudgedVerdict;
  /** In which its occasion came, or which broke it. */
  readonly testedRuns: number;
  readonly brokenRuns: number;
  /** Runs in which the promise had ended, such as with the producer's session. */
  readonly endedRuns: number;
  /** One-sided 95 % upper bound of the probability that a run which tests it breaks it. */
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

/** `not tested: no run in which a send with acks=all succeeded`. */
export const notTestedText = (guarantee: GuaranteeName): string =>
  `not tested: no run in which ${guarantees.find(({ name }) => name === guarantee)!.occasion}`;

/** Its occasion came in this run, or the run broke it. */
export const isTested = ({ tested, violations }: RunSummary, guarantee: GuaranteeName): boolean =>
  tested[guarantee] === true || violations.some((violation) => violation.guarantee === guarantee);

export function judge(guarantee: GuaranteeName, runs: readonly RunSummary[], reach: Reach): Judgement {
  let testedRuns = 0;
  let brokenRuns = 0;
  let endedRuns = 0;
  let witness: Witness | null = null;
  for (const run of runs) {
    if (!run.promised[guarantee]) endedRuns += 1;
    if (isTested(run, guarantee)) testedRuns += 1;
    const broken = run.violations.filter((violation) => violation.guarantee === guarantee);
    if (broken.length === 0) continue;
    brokenRuns += 1;
    const violation = broken.find((candidate) => candidate.promised) ?? broken[0]!;
    if (witness === null || (violation.promised && !witness.violation.promised))
      witness = { run: run.index, violation };
  }
  const counted = { guarantee, reach, testedRuns, brokenRuns, endedRuns, witness };
  return { ...counted, verdict: verdictOf(counted), upper95: upper95(brokenRuns, testedRuns) };
}

type Counted = Pick<Judgement, "reach" | "testedRuns" | "brokenRuns" | "witness">;

function verdictOf({ reach, testedRuns, brokenRuns, witness }: Counted): JudgedVerdict {
  if (witness?.violation.promised === true) return "violated";
  if (reach.undecided) return "undecided";
  if (testedRuns === 0) return "not-tested";
  return reach.promised && brokenRuns === 0 ? "held" : "unpromised";
}
