/** Every strategy by name, and the portfolio of them. */
import { swarmDraw } from "../arbitrary/swarm-draw.ts";
import { uniformDraw } from "../arbitrary/uniform-draw.ts";
import { anchored } from "./anchored.ts";
import type { StrategyName } from "./names.ts";
import { novelty } from "./novelty.ts";
import { pct } from "./pct.ts";
import type { Strategy } from "./strategy.ts";

const uniform: Strategy = {
  name: "uniform",
  sentence: "Any number of faults of any kind at any time: what the others are measured against.",
  learns: false,
  scenario: (ground, index) => ground.fresh(uniformDraw, index),
};

const swarm: Strategy = {
  name: "swarm",
  sentence: "Some kinds of faults per run, with a rhythm, some as short stories.",
  learns: false,
  scenario: (ground, index) => ground.fresh(swarmDraw, index),
};

/** Of twenty runs. Most to the one that finds the known defects soonest; the others for what it does not think of. */
const shares: readonly (readonly [Strategy, number])[] = [
  [uniform, 1],
  [swarm, 2],
  [pct, 15],
  [novelty, 1],
  [anchored, 1],
];

const members = shares.flatMap(([strategy, share]) => Array.from({ length: share }, () => strategy));

/** Which member draws this run: by the seed, so that no member is tied to a remainder of the index. */
function memberAt(random: { nextInt(min: number, max: number): number }): Strategy {
  return members[random.nextInt(0, members.length - 1)]!;
}

const portfolio: Strategy = {
  name: "portfolio",
  sentence: `All of them in turn, by the seed: of twenty runs ${shares.map(([strategy, share]) => `${share} ${strategy.name}`).join(", ")}.`,
  learns: true,
  scenario: (ground, index, feedback) => memberAt(ground.random("portfolio", index)).scenario(ground, index, feedback),
};

export const strategies: Readonly<Record<StrategyName, Strategy>> = {
  portfolio,
  uniform,
  swarm,
  pct,
  novelty,
  anchored,
};
