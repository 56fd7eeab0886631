/** The scenario of a run that a campaign's log names. What it had learnt from is run again first. */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { recordAnchors } from "../run/anchor-record.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { Course } from "../strategy/course.ts";
import type { StrategyName } from "../strategy/names.ts";

export function drawAgain(strategy: StrategyName, space: ScenarioSpace, seed: string, index: number): Scenario {
  const course = new Course(strategy, space, seed, recordAnchors);
  for (let earlier = 0; course.lessonsFor(index) === null; earlier++)
    course.note({ index: earlier, marks: run(course.scenarioOf(earlier)).marks });
  return course.scenarioOf(index);
}
