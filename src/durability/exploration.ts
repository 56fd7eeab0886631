/**
 * Many configurations under the same scenarios: run n of a profile has the same clients, faults and chance in all of them.
 * Deterministic by seed and count, whatever the number of workers.
 */
import { type Progress, rowSeed } from "../campaign/campaign.ts";
import type { InternalFault, RunSummary } from "../campaign/chunk.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import type { Violation } from "../check/check.ts";
import { drawnAt } from "../study/counterfactual/drawn.ts";
import type { RerunResult, RerunTask } from "../study/counterfactual/rerun.ts";
import { amountsOf } from "./metric.ts";
import { commonSpace, type Variant, variantSide } from "./variant.ts";

export interface ExplorationPlan {
  readonly variants: readonly Variant[];
  readonly profiles: readonly ProfileName[];
  readonly seed: string;
  /** Runs of each configuration under each profile, at most. */
  readonly runs: number;
  /** When to stop once each has `leastRuns`, as Date.now() tells time; null: by count alone. */
  readonly untilMs: number | null;
  readonly leastRuns: number;
  /** Ends it early once each has `leastRuns`: what is there is precise enough. */
  readonly isEnough: ((results: readonly ProfileResult[]) => boolean) | null;
  readonly jobs: number;
}

/** One scenario under every variant, in their order. */
export interface ExploredRun {
  readonly index: number;
  readonly digests: readonly string[];
  /** By variant, then by metric. */
  readonly amounts: readonly (readonly number[])[];
}

export interface ProfileResult {
  readonly profile: ProfileName;
  /** In the order of their indexes. */
  readonly runs: readonly ExploredRun[];
}

/** A promise that a variant broke: a bug, or a known defect of its release. */
interface ExplorationBreak {
  readonly profile: ProfileName;
  readonly variant: number;
  readonly index: number;
  readonly violation: Violation;
}

export interface ExplorationResult {
  readonly profiles: readonly ProfileResult[];
  /** The first of each variant and fingerprint. */
  readonly breaks: readonly ExplorationBreak[];
  readonly faults: readonly (InternalFault & { readonly profile: ProfileName })[];
  readonly events: number;
  readonly interrupted: boolean;
}

type ExplorationExecutor = (task: RerunTask) => Promise<RerunResult | null>;

interface Listener {
  progress(progress: Progress): void;
  /** A run that is new: what is kept of it survives Ctrl-C. */
  ran(profile: ProfileName, run: ExploredRun): void;
}

const chunkSize = 2;

/** `before`: runs that an earlier exploration left, which are not run again. */
export async function explore(
  plan: ExplorationPlan,
  before: readonly ProfileResult[],
  execute: ExplorationExecutor,
  listener: Listener,
  stop: { readonly requested: boolean },
): Promise<ExplorationResult> {
  const state = new ExplorationState(plan, before);
  const turns = state.turns(stop);
  const lane = async (): Promise<void> => {
    for (let next = turns.next(); !next.done; next = turns.next()) {
      const result = await execute(state.taskOf(next.value));
      if (result === null) return;
      state.add(next.value.profile, result, listener);
    }
  };
  await Promise.all(Array.from({ length: plan.jobs + 1 }, lane));
  return state.result(stop.requested);
}

interface Turn {
  readonly profile: ProfileName;
  readonly indexes: readonly number[];
}

class ExplorationState {
  readonly #plan: ExplorationPlan;
  readonly #runs: ReadonlyMap<ProfileName, Map<number, ExploredRun>>;
  readonly #breaks = new Map<string, ExplorationBreak>();
  readonly #faults: (InternalFault & { profile: ProfileName })[] = [];
  readonly #spaces;
  readonly #sides;
  #done = 0;
  #events = 0;
  #broken = 0;

  constructor(plan: ExplorationPlan, before: readonly ProfileResult[]) {
    this.#plan = plan;
    this.#sides = plan.variants.map(variantSide);
    this.#spaces = new Map(plan.profiles.map((profile) => [profile, commonSpace(plan.variants, profile)]));
    const old = new Map(before.map(({ profile, runs }) => [profile, runs]));
    this.#runs = new Map(
      plan.profiles.map((profile) => [profile, new Map((old.get(profile) ?? []).map((run) => [run.index, run]))]),
    );
  }

  /** Profiles take turns, so that an interrupted exploration has something of each. */
  *turns(stop: { readonly requested: boolean }): Generator<Turn> {
    const { profiles, runs, leastRuns, untilMs, isEnough } = this.#plan;
    for (let from = 0; from < runs; from += chunkSize) {
      if (from >= leastRuns && untilMs !== null && Date.now() >= untilMs) return;
      if (from >= leastRuns && isEnough?.(this.#results()) === true) return;
      for (const profile of profiles) {
        if (stop.requested) return;
        const known = this.#runs.get(profile)!;
        const indexes = Array.from({ length: Math.min(chunkSize, runs - from) }, (_, i) => from + i);
        const missing = indexes.filter((index) => !known.has(index));
        if (missing.length > 0) yield { profile, indexes: missing };
      }
    }
  }

  taskOf({ profile, indexes }: Turn): RerunTask {
    const space = this.#spaces.get(profile)!;
    const seed = rowSeed(this.#plan.seed, profile);
    const runs = indexes.map((index) => ({ index, scenario: drawnAt(space, seed, index) }));
    return { kind: "rerun", runs, sides: this.#sides, space, seed };
  }

  add(profile: ProfileName, result: RerunResult, listener: Listener): void {
    for (const fault of result.faults) this.#faults.push({ ...fault, profile });
    for (const summaries of result.runs) {
      const run: ExploredRun = {
        index: summaries[0]!.index,
        digests: summaries.map(({ digest }) => digest),
        amounts: summaries.map(({ statistics }) => amountsOf(statistics)),
      };
      this.#runs.get(profile)!.set(run.index, run);
      for (const [variant, summary] of summaries.entries()) this.#note(profile, variant, summary);
      listener.ran(profile, run);
    }
    const total =
      this.#plan.untilMs === null ? this.#plan.runs * this.#plan.profiles.length * this.#plan.variants.length : null;
    listener.progress({ done: this.#done, total, events: this.#events, broken: this.#broken });
  }

  #note(profile: ProfileName, variant: number, { index, events, violations }: RunSummary): void {
    this.#done += 1;
    this.#events += events;
    if (violations.length > 0) this.#broken += 1;
    for (const violation of violations) {
      const key = `${variant}/${violation.fingerprint}`;
      if (violation.promised && !this.#breaks.has(key)) this.#breaks.set(key, { profile, variant, index, violation });
    }
  }

  /** In the order of arrival. */
  #results(): readonly ProfileResult[] {
    return [...this.#runs].map(([profile, runs]) => ({ profile, runs: [...runs.values()] }));
  }

  result(interrupted: boolean): ExplorationResult {
    const profiles = this.#results().map(({ profile, runs }) => ({
      profile,
      runs: [...runs].sort((a, b) => a.index - b.index),
    }));
    const breaks = [...this.#breaks.values()].sort((a, b) => a.variant - b.variant || a.index - b.index);
    return { profiles, breaks, faults: this.#faults, events: this.#events, interrupted };
  }
}
