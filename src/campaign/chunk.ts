/** Some runs of one row of a campaign, and what a campaign keeps of each. Plain data: it crosses between workers. */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import type { Excused } from "../check/anomaly.ts";
import type { Violation } from "../check/check.ts";
import type { Promises } from "../check/guarantees.ts";
import type { Statistics } from "../check/statistics.ts";
import type { Tested } from "../check/tested.ts";
import { InvariantBroken } from "../core/invariant.ts";
import { firstDifference, recordAnchors } from "../run/recordings.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Feedback } from "../strategy/feedback.ts";
import type { StrategyName } from "../strategy/names.ts";
import { strategies } from "../strategy/strategies.ts";
import { strategyGround } from "../strategy/strategy.ts";

export interface ChunkTask {
  readonly kind: "chunk";
  readonly space: ScenarioSpace;
  readonly strategy: StrategyName;
  /** What all runs of this chunk learn from. */
  readonly feedback: Feedback;
  /** Campaign seed and profile: what names the scenarios of a row. */
  readonly seed: string;
  readonly from: number;
  readonly count: number;
  /** Every nth run is run twice; 0: none. */
  readonly doubleEvery: number;
}

export interface RunSummary {
  readonly index: number;
  readonly digest: string;
  readonly events: number;
  readonly virtualMicros: number;
  readonly promised: Promises;
  readonly tested: Readonly<Tested>;
  readonly violations: readonly Violation[];
  readonly statistics: Statistics;
  readonly marks: readonly string[];
  readonly excused: Excused;
}

/** A fault of ours, never of Kafka: exit code 3. */
export interface InternalFault {
  readonly index: number;
  readonly sentence: string;
  readonly scenario: Scenario;
}

export interface ChunkResult {
  readonly runs: readonly RunSummary[];
  readonly faults: readonly InternalFault[];
}

/** Draws the scenario of each run of the chunk. */
export function scenariosOf({ space, strategy, feedback, seed }: ChunkTask): (index: number) => Scenario {
  const ground = strategyGround(space, seed, recordAnchors);
  return (index) => strategies[strategy].scenario(ground, index, feedback);
}

export function runChunk(task: ChunkTask): ChunkResult {
  const scenarioOf = scenariosOf(task);
  const runs: RunSummary[] = [];
  const faults: InternalFault[] = [];
  for (let index = task.from; index < task.from + task.count; index++) {
    const scenario = scenarioOf(index);
    try {
      runs.push(summarise(index, scenario));
      if (task.doubleEvery > 0 && index % task.doubleEvery === 0) {
        const sentence = repeats(scenario, runs.at(-1)!.digest);
        if (sentence !== null) faults.push({ index, sentence, scenario });
      }
    } catch (error) {
      faults.push({ index, sentence: sentenceOf(error), scenario });
    }
  }
  return { runs, faults };
}

export function summarise(index: number, scenario: Scenario): RunSummary {
  const outcome = run(scenario);
  const { digest, events, virtualMicros, promised, tested, violations, statistics, marks, excused } = outcome;
  return { index, digest, events, virtualMicros, promised, tested, violations, statistics, marks, excused };
}

/** Null if a second execution has the same digest, else the first event that differs. */
function repeats(scenario: Scenario, digest: string): string | null {
  const again = run(scenario).digest;
  if (again === digest) return null;
  return `the run did not repeat (digest ${digest}, then ${again}); ${firstDifference(scenario)}`;
}

export function sentenceOf(error: unknown): string {
  if (error instanceof InvariantBroken) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
}
