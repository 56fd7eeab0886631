/** Draws the fixed scenarios once. They are then data: what is drawn later from the same names may differ, they do not. */
import { propertySpace, type ScenarioSpace } from "../../src/arbitrary/space.ts";
import { defects } from "../../src/kafka/rules/defects.ts";
import { recordAnchors } from "../../src/run/recordings.ts";
import { ruleSetNames } from "../../src/scenario/rule-sets.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { noFeedback } from "../../src/strategy/feedback.ts";
import { strategies } from "../../src/strategy/strategies.ts";
import { strategyGround } from "../../src/strategy/strategy.ts";
import { spaces } from "../arbitrary/spaces.ts";

const drawnBy = ["uniform", "swarm", "pct"] as const;
/** These do not learn: nothing is handed to them. */
const nothingLearnt = noFeedback;

function some(name: string, space: ScenarioSpace, count: number): readonly Scenario[] {
  const ground = strategyGround(space, `fixed/${name}`, recordAnchors);
  return Array.from({ length: count }, (_, index) =>
    strategies[drawnBy[index % drawnBy.length]!].scenario(ground, index, nothingLearnt),
  );
}

export function drawFixedScenarios(): readonly Scenario[] {
  const configured = Object.entries(spaces).filter(([name]) => name !== "small clusters");
  const drawn = [
    ...some("small", propertySpace("kafka-4"), 240),
    ...ruleSetNames.historical
      .filter((name) => name !== "kafka-4")
      .flatMap((name) => some(name, propertySpace(name), 4)),
    ...configured.flatMap(([name, space]) => some(name, space, 10)),
    ...defects.flatMap(({ id }) => some(id, propertySpace(id), 2)),
  ];
  return [...drawn, ...some("fill", propertySpace("kafka-4"), 500 - drawn.length)];
}
