/**
 * Many generated scenarios, deterministic by seed whatever the number of workers: results are merged in the order of
 * rows and indexes, never in the order of arrival.
 */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import { invariant } from "../core/invariant.ts";
import { mix } from "../core/mix.ts";
import { recordAnchors } from "../run/recordings.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { StrategyName } from "../strategy/names.ts";
import { RowSchedule } from "../strategy/row-schedule.ts";
import type { ChunkResult, ChunkTask, InternalFault, RunSummary } from "./chunk.ts";

export interface CampaignRow {
  /** Index of the configuration judged. */
  readonly configuration: number;
  readonly profile: ProfileName;
  readonly space: ScenarioSpace;
}

export interface CampaignPlan {
  readonly strategy: StrategyName;
  readonly rows: readonly CampaignRow[];
  readonly seed: string;
  /** Runs per row; with `untilMs` nothing: rows then take turns until the time is over. */
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

/** Divides every generation of a strategy, so that the runs of a chunk learn from the same. */
const chunkSize = 20;
const doubleEvery = 25;

export const rowSeed = (seed: string, profile: ProfileName): string => `${seed}/${profile}`;

export async function runCampaign(
  plan: CampaignPlan,
  execute: ChunkExecutor,
  onProgress: (progress: Progress) => void,
  stop: { readonly requested: boolean },
): Promise<CampaignResult> {
  const state = new CampaignState(plan);
  const lane = async (): Promise<void> => {
    while (!stop.requested) {
      const next = state.nextTask();
      if (next === "none") return;
      if (next === "wait") {
        await state.nextResult();
        continue;
      }
      const result = await execute(next.task);
      if (result === null) {
        state.wake();
        return;
      }
      state.add(next.row, next.task, result);
      onProgress(state.progress());
    }
  };
  await Promise.all(Array.from({ length: plan.jobs + 1 }, lane));
  return state.result(stop.requested);
}

/** The runs of one row so far, and where it goes on. */
interface RowState {
  readonly row: CampaignRow;
  readonly schedule: RowSchedule;
  readonly runs: RunSummary[];
  next: number;
}

class CampaignState {
  readonly #plan: CampaignPlan;
  readonly #rows: readonly RowState[];
  readonly #faults: (InternalFault & { row: CampaignRow })[] = [];
  #done = 0;
  #events = 0;
  #broken = 0;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(plan: CampaignPlan) {
    this.#plan = plan;
    this.#rows = plan.rows.map((row) => {
      const schedule = new RowSchedule(plan.strategy, row.space, rowSeed(plan.seed, row.profile), recordAnchors);
      return { row, schedule, runs: [], next: 0 };
    });
  }

  /** The row that is behind the others comes first; `wait`: each must learn from runs that are under way. */
  nextTask(): { readonly row: RowState; readonly task: ChunkTask } | "wait" | "none" {
    const { untilMs, runs, seed, strategy } = this.#plan;
    if (untilMs !== null && Date.now() >= untilMs) return "none";
    const open = this.#rows.filter((row) => untilMs !== null || row.next < runs).sort((a, b) => a.next - b.next);
    if (open.length === 0) return "none";
    for (const row of open) {
      const { schedule, next: from } = row;
      const feedback = schedule.feedbackFor(from);
      if (feedback === null) continue;
      const { space, profile } = row.row;
      const count = untilMs === null ? Math.min(chunkSize, runs - from) : chunkSize;
      row.next += count;
      this.#underWay += 1;
      const task = { space, strategy, feedback, seed: rowSeed(seed, profile), from, count, doubleEvery };
      return { row, task: { kind: "chunk", ...task } };
    }
    invariant(this.#underWay > 0, "every row of the campaign waits for another");
    return "wait";
  }

  /** Settles when the next result arrives, or never will. */
  nextResult(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  add(row: RowState, task: ChunkTask, result: ChunkResult): void {
    this.#underWay -= 1;
    const marks = new Map<number, readonly string[]>();
    for (const summary of result.runs) {
      row.runs.push(summary);
      marks.set(summary.index, summary.marks);
      this.#done += 1;
      this.#events += summary.events;
      if (summary.violations.length > 0) this.#broken += 1;
    }
    for (const fault of result.faults) this.#faults.push({ ...fault, row: row.row });
    for (let index = task.from; index < task.from + task.count; index++)
      row.schedule.note({ index, marks: marks.get(index) ?? [] });
    this.wake();
  }

  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  progress(): Progress {
    const total = this.#plan.untilMs === null ? this.#plan.runs * this.#plan.rows.length : null;
    return { done: this.#done, total, events: this.#events, broken: this.#broken };
  }

  result(interrupted: boolean): CampaignResult {
    for (const { runs } of this.#rows) runs.sort((a, b) => a.index - b.index);
    const counted = this.#plan.untilMs === null && !interrupted;
    return {
      rows: this.#rows.map(({ row, schedule, runs }) => ({
        row,
        runs,
        scenarioOf: (index) => schedule.scenarioOf(index),
      })),
      faults: this.#faults,
      digest: counted ? digestOf(this.#rows.flatMap(({ runs }) => runs.map(({ digest }) => digest))) : null,
      interrupted,
    };
  }
}

/** One digest over those of many runs, in this order. */
export function digestOf(digests: readonly string[]): string {
  let high = 0;
  let low = 0x9e3779b9;
  for (const digest of digests) {
    high = mix(high, Number.parseInt(digest.slice(0, 8), 16));
    low = mix(low, Number.parseInt(digest.slice(8), 16));
  }
  return [high, low].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
