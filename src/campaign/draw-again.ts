/** The scenario of a run that a campaign's log names. What it had learnt from is run again first. */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { recordAnchors } from "../run/recordings.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { StrategyName } from "../strategy/names.ts";
import { RowSchedule } from "../strategy/row-schedule.ts";

export function drawAgain(strategy: StrategyName, space: ScenarioSpace, seed: string, index: number): Scenario {
  const schedule = new RowSchedule(strategy, space, seed, recordAnchors);
  for (let earlier = 0; schedule.feedbackFor(index) === null; earlier++)
    schedule.note({ index: earlier, marks: run(schedule.scenarioOf(earlier)).marks });
  return schedule.scenarioOf(index);
}
