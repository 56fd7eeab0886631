/** Some runs of a campaign once more, each under one or several other configurations. Plain data: it crosses between workers. */
import { scenarioArbitrary } from "../../arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../arbitrary/scenario-at.ts";
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import { type InternalFault, type RunSummary, sentenceOf, summarise } from "../chunk.ts";
import type { Scenario } from "../scenario.ts";
import { withNewBrokers } from "./new-broker-faults.ts";
import { placeOn } from "./place.ts";
import type { Side } from "./side.ts";

export interface RerunTask {
  readonly kind: "rerun";
  /** What the runs were drawn from, and what names them. */
  readonly space: ScenarioSpace;
  readonly seed: string;
  readonly indexes: readonly number[];
  readonly sides: readonly Side[];
}

export interface RerunResult {
  /** For each index, one summary for each side. */
  readonly runs: readonly (readonly RunSummary[])[];
  readonly faults: readonly InternalFault[];
}

export function rerun(task: RerunTask): RerunResult {
  const runs: RunSummary[][] = [];
  const faults: InternalFault[] = [];
  for (const index of task.indexes) {
    const summaries: RunSummary[] = [];
    for (const side of task.sides) {
      const scenario = scenarioUnder(side, task.space, task.seed, index);
      try {
        summaries.push(summarise(index, scenario));
      } catch (error) {
        faults.push({ index, sentence: sentenceOf(error), scenario });
      }
    }
    // A pair of which one half failed says nothing.
    if (summaries.length === task.sides.length) runs.push(summaries);
  }
  return { runs, faults };
}

/** The scenario of that run as it is under another configuration. */
export function scenarioUnder(side: Side, space: ScenarioSpace, seed: string, index: number): Scenario {
  const drawn = scenarioAt(scenarioArbitrary(space), seed, index);
  return placeOn(withNewBrokers(drawn, space, seed, index, side.cluster.brokers), side);
}
