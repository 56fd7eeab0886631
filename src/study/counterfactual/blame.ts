/**
 * Blame by counterfactual: what was lost, doubled or reordered that nothing promised, run again with one setting changed.
 * The same scenarios, so the same faults: a change that keeps what was lost is what it was lost for.
 *
 * Two things could mislead, so both are measured. A change that breaks other runs is no help: good runs are run again as
 * well. And a race that is lost once in a while is won as soon as anything moves: the same runs with nothing changed but
 * chance (delays, torn tails) show how many are kept by that alone.
 *
 * The number of re-runs is bounded. They are dealt out in turns over (row, change), in the order of indexes: which runs
 * are taken depends on the campaign alone, never on the number of workers.
 */

import type { Side } from "../../arbitrary/side.ts";
import { type CampaignResult, type CampaignRow, type RowResult, rowSeed } from "../../campaign/campaign.ts";
import type { InternalFault, RunSummary } from "../../campaign/chunk.ts";
import { judgedGuarantees } from "../../campaign/judgement.ts";
import { profiles } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../check/check.ts";
import { type Blame, isBroken, tally } from "./blame-tally.ts";
import type { Change } from "./change.ts";
import type { RerunResult, RerunTask } from "./rerun.ts";

export interface BlamePlan {
  readonly seed: string;
  /** At most so many re-runs. */
  readonly budget: number;
  /** By the index of the configuration. */
  readonly sides: readonly Side[];
  readonly changes: readonly (readonly Change[])[];
}

export interface BlameResult {
  readonly blames: readonly Blame[];
  readonly budget: number;
  readonly reruns: number;
  readonly faults: readonly (InternalFault & { readonly row: CampaignRow })[];
}

/** Null: abandoned, as a stop was requested. */
export type RerunExecutor = (task: RerunTask) => Promise<RerunResult | null>;

/** A row in which something was broken that nothing promised. */
interface Case {
  readonly of: RowResult;
  readonly guarantees: readonly GuaranteeName[];
  /** Indexes in the order in which they are tried. */
  readonly queue: readonly number[];
  /** What is tried: first nothing but other chance, then each change. */
  readonly trials: readonly Trial[];
}

interface Trial {
  /** Null: nothing but other chance. */
  readonly change: Change | null;
  readonly side: Side;
  taken: number;
}

/** Enough to tell a setting that keeps most from one that keeps few. */
const mostOfAKind = 40;
const chunkSize = 10;

export async function blame(result: CampaignResult, plan: BlamePlan, execute: RerunExecutor): Promise<BlameResult> {
  const cases = result.rows.flatMap((of) => caseOf(of, plan) ?? []);
  dealOut(cases, plan.budget);
  const answers = await Promise.all(cases.map((one) => tryAll(one, plan.seed, execute)));
  return {
    blames: cases.flatMap((one, i) => blamesOf(one, answers[i]!.runs)),
    budget: plan.budget,
    reruns: answers.flatMap((answer) => answer.runs.flat()).length,
    faults: answers.flatMap((answer, i) => answer.faults.map((fault) => ({ ...fault, row: cases[i]!.of.row }))),
  };
}

/** Null if nothing was broken, or no setting could have kept it. */
function caseOf(of: RowResult, plan: BlamePlan): Case | null {
  const { row, runs } = of;
  const guarantees = judgedGuarantees.filter((guarantee) => runs.some((run) => isBroken(run, guarantee)));
  const { kinds } = profiles[row.profile];
  const changes = plan.changes[row.configuration]!.filter(
    ({ bearsOn, against }) =>
      bearsOn.some((guarantee) => guarantees.includes(guarantee)) &&
      (against === null || against.some((kind) => kinds.includes(kind))),
  );
  if (changes.length === 0) return null;
  const chance: Trial = { change: null, side: { ...plan.sides[row.configuration]!, otherChance: true }, taken: 0 };
  const trials = [chance, ...changes.map((change) => ({ change, side: change.side, taken: 0 }))];
  return { of, guarantees, queue: queueOf(runs, guarantees), trials };
}

/** In turns: a run that broke each guarantee, then a good one. */
function queueOf(runs: readonly RunSummary[], guarantees: readonly GuaranteeName[]): readonly number[] {
  const kinds = guarantees.map((guarantee) => runs.filter((run) => isBroken(run, guarantee)));
  kinds.push(runs.filter((run) => run.violations.length === 0));
  const queue = new Set<number>();
  for (let i = 0; i < mostOfAKind; i++)
    for (const kind of kinds) {
      const run = kind[i];
      if (run !== undefined) queue.add(run.index);
    }
  return [...queue];
}

function dealOut(cases: readonly Case[], budget: number): void {
  let left = budget;
  for (let dealt = true; dealt; ) {
    dealt = false;
    for (const { queue, trials } of cases) {
      // One more run of this row for all of its trials, or for none: they are compared on the same runs.
      if (trials[0]!.taken === queue.length || left < trials.length) continue;
      for (const trial of trials) trial.taken++;
      left -= trials.length;
      dealt = true;
    }
  }
}

interface Answers {
  /** By trial. */
  readonly runs: readonly (readonly RunSummary[])[];
  readonly faults: readonly InternalFault[];
}

async function tryAll({ of, queue, trials }: Case, seed: string, execute: RerunExecutor): Promise<Answers> {
  const answers = await Promise.all(
    trials.map(({ side, taken }) => Promise.all(tasksOf(of, seed, queue.slice(0, taken), side).map(execute))),
  );
  const whole = answers.map((results) => results.filter((result) => result !== null));
  return {
    runs: whole.map((results) => results.flatMap((result) => result.runs.flat())),
    faults: whole.flatMap((results) => results.flatMap((result) => result.faults)),
  };
}

function tasksOf(of: RowResult, seed: string, indexes: readonly number[], side: Side): readonly RerunTask[] {
  const tasks: RerunTask[] = [];
  const { space, profile } = of.row;
  for (let at = 0; at < indexes.length; at += chunkSize) {
    const some = indexes.slice(at, at + chunkSize);
    const runs = some.map((index) => ({ index, scenario: of.scenarioOf(index) }));
    tasks.push({ kind: "rerun", runs, sides: [side], space, seed: rowSeed(seed, profile) });
  }
  return tasks;
}

function blamesOf(
  { of: { row, runs }, guarantees, trials }: Case,
  again: readonly (readonly RunSummary[])[],
): readonly Blame[] {
  const [chance = [], ...others] = again;
  return guarantees.flatMap((guarantee) =>
    trials.slice(1).flatMap(({ change }, i) => {
      if (change === null || !change.bearsOn.includes(guarantee) || others[i]!.length === 0) return [];
      const place = { configuration: row.configuration, profile: row.profile, guarantee, change };
      return [{ ...place, ...tally(guarantee, runs, others[i]!, chance) }];
    }),
  );
}
