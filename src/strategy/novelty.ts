/** Goes on from scenarios that met new marks, or marks that had not been met together, by small changes. */
import { swarmDraw } from "../arbitrary/swarm-draw.ts";
import { normalise } from "../run/normalise.ts";
import type { Scenario } from "../run/scenario.ts";
import { oneIn, pick, pickParent } from "./chance.ts";
import type { Lessons } from "./lessons.ts";
import { mutations } from "./mutations.ts";
import type { Strategy, StrategyGround } from "./strategy.ts";

/** One in so many runs is fresh all the same. */
const freshOneIn = 5;
const mostChanges = 4;

export const novelty: Strategy = {
  name: "novelty",
  sentence: "Changes scenarios that met marks, or pairs of marks, which few others met.",
  learns: true,
  scenario: noveltyScenario,
};

function noveltyScenario(ground: StrategyGround, index: number, lessons: Lessons): Scenario {
  const random = ground.random("novelty", index);
  const donor = ground.fresh(swarmDraw, index);
  const parent = oneIn(random, freshOneIn) ? null : pickParent(random, lessons);
  if (parent === null) return donor;
  let scenario = parent;
  for (let left = random.nextInt(1, mostChanges); left > 0; left--)
    scenario = pick(random, mutations)(random, scenario, donor);
  return normalise(scenario);
}
