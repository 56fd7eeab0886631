/**
 * Two configurations under the same scenarios, paired by index: the same clients, the same faults, the same chance where
 * both ask for it. Deterministic by seed, whatever the number of workers.
 */

import type { Side } from "../../arbitrary/side.ts";
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import { type Progress, rowSeed } from "../../campaign/campaign.ts";
import type { InternalFault, RunSummary } from "../../campaign/chunk.ts";
import type { ProfileName } from "../../chaos/fault-kinds.ts";
import type { RerunExecutor } from "../counterfactual/blame.ts";
import { drawnAt } from "../counterfactual/drawn.ts";

export interface ComparisonPlan {
  readonly rows: readonly ComparisonRow[];
  readonly sides: readonly [Side, Side];
  readonly seed: string;
  /** Pairs per profile. */
  readonly pairs: number;
  readonly jobs: number;
}

export interface ComparisonRow {
  readonly profile: ProfileName;
  readonly space: ScenarioSpace;
}

/** The same scenario under the first configuration and under the second. */
export type Pair = readonly [RunSummary, RunSummary];

export interface ComparisonResult {
  readonly rows: readonly { readonly row: ComparisonRow; readonly pairs: readonly Pair[] }[];
  readonly faults: readonly (InternalFault & { readonly row: ComparisonRow })[];
  readonly interrupted: boolean;
}

const chunkSize = 5;

export async function compare(
  plan: ComparisonPlan,
  execute: RerunExecutor,
  onProgress: (progress: Progress) => void,
  stop: { readonly requested: boolean },
): Promise<ComparisonResult> {
  const pairs: Pair[][] = plan.rows.map(() => []);
  const faults: (InternalFault & { row: ComparisonRow })[] = [];
  const total = plan.rows.length * plan.pairs * 2;
  const seen = { done: 0, total, events: 0, broken: 0 };
  const turns = turnsOf(plan, stop);
  const lane = async (): Promise<void> => {
    for (let next = turns.next(); !next.done; next = turns.next()) {
      const [place, from] = next.value;
      const row = plan.rows[place]!;
      const { space } = row;
      const seed = rowSeed(plan.seed, row.profile);
      const count = Math.min(chunkSize, plan.pairs - from);
      const runs = Array.from({ length: count }, (_, i) => ({
        index: from + i,
        scenario: drawnAt(space, seed, from + i),
      }));
      const result = await execute({ kind: "rerun", runs, sides: plan.sides, space, seed });
      if (result === null) return;
      for (const fault of result.faults) faults.push({ ...fault, row });
      for (const [a, b] of result.runs) {
        if (a === undefined || b === undefined) continue;
        pairs[place]!.push([a, b]);
        seen.done += 2;
        seen.events += a.events + b.events;
        seen.broken += [a, b].filter((run) => run.violations.length > 0).length;
      }
      onProgress({ ...seen });
    }
  };
  await Promise.all(Array.from({ length: plan.jobs + 1 }, lane));
  for (const some of pairs) some.sort(([a], [b]) => a.index - b.index);
  return { rows: plan.rows.map((row, i) => ({ row, pairs: pairs[i]! })), faults, interrupted: stop.requested };
}

/** Rows take turns, so that an interrupted comparison has something of each. */
function* turnsOf(plan: ComparisonPlan, stop: { readonly requested: boolean }): Generator<[number, number]> {
  for (let from = 0; from < plan.pairs; from += chunkSize) {
    for (const place of plan.rows.keys()) {
      if (stop.requested) return;
      yield [place, from];
    }
  }
}
