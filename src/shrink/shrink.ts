/**
 * Makes a failing scenario smaller on three axes: the scenario value, the schedule, the triggers of its faults.
 *
 * A candidate counts only if it shows the same fingerprint: a slip to another failure is not an improvement. The seed
 * is never shrunk, as another seed is an unrelated run. Bounded by a number of runs; candidates already tried are not
 * run again.
 */

import { placeOn } from "../arbitrary/place.ts";
import type { Side } from "../arbitrary/side.ts";
import type { GuaranteeName } from "../check/check.ts";
import { run } from "../run/run.ts";
import { contentHash } from "../scenario/content-hash.ts";
import { normalise } from "../scenario/normalise.ts";
import type { Outcome } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { anchorFaults } from "./anchors.ts";
import { calmSchedule } from "./schedule.ts";
import type { Shrinking } from "./shrinking.ts";
import { polishValue, shrinkValue } from "./value.ts";

export interface ShrinkTask {
  readonly kind: "shrink";
  readonly scenario: Scenario;
  readonly fingerprint: string;
  readonly maxRuns: number;
  /** The failure is one that a configuration shows and another does not; the scenario is placed on both. */
  readonly between?: Between;
}

interface Between {
  readonly breaks: Side;
  readonly holds: Side;
  readonly guarantee: GuaranteeName;
}

export interface ShrinkResult {
  readonly scenario: Scenario;
  readonly outcome: Outcome;
  /** Executions spent. */
  readonly runs: number;
  /** False: the scenario did not show the fingerprint in the first place, and is returned as it was. */
  readonly reproduced: boolean;
}

export function shrinkScenario(
  task: ShrinkTask,
  onImprovement?: (scenario: Scenario, outcome: Outcome) => void,
): ShrinkResult {
  const shrinking = new Search(task, onImprovement);
  if (!shrinking.reproduced)
    return { scenario: task.scenario, outcome: run(failingOf(task, task.scenario)), runs: 2, reproduced: false };
  // A fault that hangs on a protocol event moves with it, so the axes help each other: twice around.
  for (let before: Scenario | null = null; before !== shrinking.best; ) {
    before = shrinking.best;
    shrinkValue(shrinking);
    calmSchedule(shrinking);
    anchorFaults(shrinking);
    if (before === shrinking.best) polishValue(shrinking);
  }
  // Attempts end at the failure; what is saved and told is the whole run.
  const outcome = run(failingOf(task, shrinking.best));
  return { scenario: shrinking.best, outcome, runs: shrinking.runs + 1, reproduced: true };
}

const failingOf = ({ between }: ShrinkTask, scenario: Scenario): Scenario =>
  between === undefined ? scenario : placeOn(scenario, between.breaks);

class Search implements Shrinking {
  best: Scenario;
  outcome: Outcome;
  runs = 1;
  readonly reproduced: boolean;
  readonly #task: ShrinkTask;
  readonly #tried = new Set<string>();
  readonly #onImprovement: ((scenario: Scenario, outcome: Outcome) => void) | undefined;

  constructor(task: ShrinkTask, onImprovement?: (scenario: Scenario, outcome: Outcome) => void) {
    this.#task = task;
    this.#onImprovement = onImprovement;
    this.best = task.scenario;
    this.outcome = run(failingOf(task, task.scenario), { until: task.fingerprint });
    this.reproduced = this.#shows(task.scenario, this.outcome);
  }

  get failing(): Scenario {
    return failingOf(this.#task, this.best);
  }

  /** One run is kept for the whole one at the end. */
  get exhausted(): boolean {
    return this.runs >= this.#task.maxRuns - 1;
  }

  attempt(draft: Scenario): boolean {
    if (this.exhausted) return false;
    const candidate = normalise(draft);
    const hash = contentHash(candidate);
    if (this.#tried.has(hash)) return false;
    this.#tried.add(hash);
    this.runs += 1;
    const outcome = run(failingOf(this.#task, candidate), { until: this.#task.fingerprint });
    if (!this.#shows(candidate, outcome)) return false;
    this.best = candidate;
    this.outcome = outcome;
    this.#onImprovement?.(candidate, outcome);
    return true;
  }

  #shows(candidate: Scenario, outcome: Outcome): boolean {
    const { fingerprint, between } = this.#task;
    if (!outcome.violations.some((violation) => violation.fingerprint === fingerprint)) return false;
    if (between === undefined) return true;
    const { violations } = run(placeOn(candidate, between.holds));
    return !violations.some((violation) => violation.guarantee === between.guarantee);
  }
}
