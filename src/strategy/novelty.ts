/** Goes on from scenarios that met new marks, or marks that had not been met together, by small changes. */
import { swarmDraw } from "../arbitrary/swarm-draw.ts";
import { normalise } from "../scenario/normalise.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { oneIn, pick, pickParent } from "./chance.ts";
import type { Feedback } from "./feedback.ts";
import { mutations } from "./mutations.ts";
import { pct } from "./pct.ts";
import type { Strategy, StrategyGround } from "./strategy.ts";

/** One in so many runs is fresh all the same. */
const freshOneIn = 6;
/** Mostly one or two. */
const changes = [1, 1, 2, 2, 3, 5] as const;

export const novelty: Strategy = {
  name: "novelty",
  sentence: "Changes scenarios that met marks, or pairs of marks, which few others met.",
  learns: true,
  scenario: noveltyScenario,
};

function noveltyScenario(ground: StrategyGround, index: number, feedback: Feedback): Scenario {
  const random = ground.random("novelty", index);
  const donor = oneIn(random, 2) ? ground.fresh(swarmDraw, index) : pct.scenario(ground, index, feedback);
  const parent = oneIn(random, freshOneIn) ? null : pickParent(random, feedback);
  if (parent === null) return donor;
  let scenario = parent;
  for (let left = pick(random, changes); left > 0; left--) scenario = pick(random, mutations)(random, scenario, donor);
  return normalise(scenario);
}
