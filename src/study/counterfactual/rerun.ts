/** Some runs once more, each under one or several other configurations. Plain data: it crosses between workers. */

import { placeOn } from "../../arbitrary/place.ts";
import type { Side } from "../../arbitrary/side.ts";
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import { type InternalFault, type RunSummary, sentenceOf, summarise } from "../../campaign/chunk.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { withNewBrokers } from "./new-broker-faults.ts";

export interface RerunTask {
  readonly kind: "rerun";
  readonly runs: readonly NamedRun[];
  readonly sides: readonly Side[];
  /** What the runs were drawn from, and what names them: faults of brokers that they did not have are drawn alike. */
  readonly space: ScenarioSpace;
  readonly seed: string;
}

interface NamedRun {
  readonly index: number;
  readonly scenario: Scenario;
}

export interface RerunResult {
  /** For each run, one summary for each side. */
  readonly runs: readonly (readonly RunSummary[])[];
  readonly faults: readonly InternalFault[];
}

export function rerun(task: RerunTask): RerunResult {
  const runs: RunSummary[][] = [];
  const faults: InternalFault[] = [];
  for (const one of task.runs) {
    const summaries: RunSummary[] = [];
    for (const side of task.sides) {
      const scenario = scenarioUnder(side, one, task);
      try {
        summaries.push(summarise(one.index, scenario));
      } catch (error) {
        faults.push({ index: one.index, sentence: sentenceOf(error), scenario });
      }
    }
    // A pair of which one half failed says nothing.
    if (summaries.length === task.sides.length) runs.push(summaries);
  }
  return { runs, faults };
}

/** The scenario of a run as it is under another configuration. */
export function scenarioUnder(
  side: Side,
  { index, scenario }: NamedRun,
  { space, seed }: Pick<RerunTask, "space" | "seed">,
): Scenario {
  return placeOn(withNewBrokers(scenario, space, seed, index, side.cluster.brokers), side);
}
