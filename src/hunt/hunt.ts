/**
 * A hunt: one strategy over the space of small clusters, run after run, until a promise is broken. It gets the rule set
 * as a black box: no scenario, seed, bias or check depends on which one it is.
 */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import type { CheckName } from "../check/check.ts";
import { recordAnchors } from "../run/anchor-record.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../run/scenario.ts";
import { type Experience, generationOf, generationSize, Learner } from "../strategy/lessons.ts";
import { strategies } from "../strategy/strategies.ts";
import { type StrategyName, strategyGround } from "../strategy/strategy.ts";

export interface HuntTask {
  readonly kind: "hunt";
  readonly space: ScenarioSpace;
  readonly strategy: StrategyName;
  readonly seed: string;
  /** Executions after which it gives up. */
  readonly cap: number;
}

export interface HuntResult {
  readonly found: Found | null;
  /** Runs of the campaign, and what it executed beside them to learn. */
  readonly executions: number;
}

export interface Found {
  readonly scenario: Scenario;
  /** The first promise that was broken. */
  readonly check: CheckName;
  readonly fingerprint: string;
  /** All checks that the whole run breaks, in the order of their events. */
  readonly checks: readonly CheckName[];
  /** Executions until it was found, this one included. */
  readonly runs: number;
}

export function hunt({ space, strategy, seed, cap }: HuntTask): HuntResult {
  let executions = 0;
  const ground = strategyGround(space, seed, (scenario) => {
    executions += 1;
    return recordAnchors(scenario);
  });
  const { scenario: scenarioOf } = strategies[strategy];
  const learner = new Learner((index, lessons) => scenarioOf(ground, index, lessons));
  let generation: Experience[] = [];
  for (let index = 0; executions < cap; index++) {
    const scenario = scenarioOf(ground, index, learner.lessonsOf(generationOf(index))!);
    executions += 1;
    const outcome = run(scenario, { untilBroken: true });
    const violation = outcome.violations.find((candidate) => candidate.promised);
    if (violation !== undefined) return { found: { ...foundIn(scenario), runs: executions }, executions };
    generation.push({ index, marks: outcome.marks });
    if (generation.length === generationSize) {
      learner.tell(generation);
      generation = [];
    }
  }
  return { found: null, executions };
}

function foundIn(scenario: Scenario): Omit<Found, "runs"> {
  const broken = run(scenario).violations.filter((violation) => violation.promised);
  const first = broken[0]!;
  return {
    scenario,
    check: first.check,
    fingerprint: first.fingerprint,
    checks: [...new Set(broken.map((violation) => violation.check))],
  };
}
