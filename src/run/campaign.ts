/**
 * Many generated scenarios, deterministic by seed whatever the number of workers: results are merged in the order of
 * rows and indexes, never in the order of arrival.
 */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import { mix } from "../core/mix.ts";
import type { ChunkResult, ChunkTask, InternalFault, RunSummary } from "./chunk.ts";
import { drawnAt } from "./counterfactual/drawn.ts";
import type { Scenario } from "./scenario.ts";

export interface CampaignRow {
  /** Index of the configuration judged. */
  readonly configuration: number;
  readonly profile: ProfileName;
  readonly space: ScenarioSpace;
}

export interface CampaignPlan {
  readonly rows: readonly CampaignRow[];
  readonly seed: string;
  /** Runs per row; with `untilMs` a lower bound of nothing: rows then take turns until the time is over. */
  readonly runs: number;
  readonly untilMs: number | null;
  readonly jobs: number;
}

export interface RowResult {
  readonly row: CampaignRow;
  readonly runs: readonly RunSummary[];
  /** The scenario of one of these runs, drawn again. */
  scenarioOf(index: number): Scenario;
}

export interface CampaignResult {
  readonly rows: readonly RowResult[];
  readonly faults: readonly (InternalFault & { readonly row: CampaignRow })[];
  /** Over the run digests in row and index order; null when the time, not the count, ended it. */
  readonly digest: string | null;
  readonly interrupted: boolean;
}

/** Null: abandoned, as a stop was requested. */
export type ChunkExecutor = (task: ChunkTask) => Promise<ChunkResult | null>;

export interface Progress {
  readonly done: number;
  /** Null with a time limit. */
  readonly total: number | null;
  readonly events: number;
  readonly broken: number;
}

const chunkSize = 10;
const doubleEvery = 25;

export const rowSeed = (seed: string, profile: ProfileName): string => `${seed}/${profile}`;

export async function runCampaign(
  plan: CampaignPlan,
  execute: ChunkExecutor,
  onProgress: (progress: Progress) => void,
  stop: { readonly requested: boolean },
): Promise<CampaignResult> {
  const state = new CampaignState(plan);
  const turns = nextTasks(plan, stop);
  const lane = async (): Promise<void> => {
    for (let next = turns.next(); !next.done; next = turns.next()) {
      const [row, task] = next.value;
      const result = await execute(task);
      if (result === null) return;
      state.add(row, result);
      onProgress(state.progress());
    }
  };
  await Promise.all(Array.from({ length: plan.jobs + 1 }, lane));
  return state.result(stop.requested);
}

function* nextTasks(plan: CampaignPlan, stop: { readonly requested: boolean }): Generator<[number, ChunkTask]> {
  const end = plan.untilMs;
  for (let from = 0; end !== null || from < plan.runs; from += chunkSize) {
    for (const [index, row] of plan.rows.entries()) {
      if (stop.requested || (end !== null && Date.now() >= end)) return;
      const count = end === null ? Math.min(chunkSize, plan.runs - from) : chunkSize;
      const seed = rowSeed(plan.seed, row.profile);
      yield [index, { kind: "chunk", space: row.space, seed, from, count, doubleEvery }];
    }
  }
}

class CampaignState {
  readonly #plan: CampaignPlan;
  readonly #runs: RunSummary[][];
  readonly #faults: (InternalFault & { row: CampaignRow })[] = [];
  #done = 0;
  #events = 0;
  #broken = 0;

  constructor(plan: CampaignPlan) {
    this.#plan = plan;
    this.#runs = plan.rows.map(() => []);
  }

  add(row: number, result: ChunkResult): void {
    for (const summary of result.runs) {
      this.#runs[row]!.push(summary);
      this.#done += 1;
      this.#events += summary.events;
      if (summary.violations.length > 0) this.#broken += 1;
    }
    for (const fault of result.faults) this.#faults.push({ ...fault, row: this.#plan.rows[row]! });
  }

  progress(): Progress {
    const total = this.#plan.untilMs === null ? this.#plan.runs * this.#plan.rows.length : null;
    return { done: this.#done, total, events: this.#events, broken: this.#broken };
  }

  result(interrupted: boolean): CampaignResult {
    for (const runs of this.#runs) runs.sort((a, b) => a.index - b.index);
    const counted = this.#plan.untilMs === null && !interrupted;
    return {
      rows: this.#plan.rows.map((row, i) => ({
        row,
        runs: this.#runs[i]!,
        scenarioOf: (index) => drawnAt(row.space, rowSeed(this.#plan.seed, row.profile), index),
      })),
      faults: this.#faults,
      digest: counted ? campaignDigest(this.#runs) : null,
      interrupted,
    };
  }
}

function campaignDigest(rows: readonly (readonly RunSummary[])[]): string {
  let high = 0;
  let low = 0x9e3779b9;
  for (const runs of rows) {
    for (const { digest } of runs) {
      high = mix(high, Number.parseInt(digest.slice(0, 8), 16));
      low = mix(low, Number.parseInt(digest.slice(8), 16));
    }
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
