/** The nth scenario of a space as it is drawn without learning from any other: what comparisons and new brokers use. */
import { scenarioArbitrary } from "../../arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../arbitrary/scenario-at.ts";
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import type { Scenario } from "../../scenario/scenario.ts";

export const drawnAt = (space: ScenarioSpace, seed: string, index: number): Scenario =>
  scenarioAt(scenarioArbitrary(space), seed, index);
