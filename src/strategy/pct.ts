/**
 * Priorities (PCT, Burckhardt et al., ASPLOS 2010, for messages instead of threads): links with ranks far apart that change
 * a few times, and single messages that are overtaken by all others.
 */
import type fc from "fast-check";
import { pctDraw } from "../arbitrary/pct-draw.ts";
import type { LatencyPlan, Scenario } from "../scenario/scenario.ts";
import { pick } from "./chance.ts";
import type { Strategy, StrategyGround } from "./strategy.ts";

export const pct: Strategy = {
  name: "pct",
  sentence: "Links with priorities far apart that change a few times, single messages that are late (PCT).",
  learns: false,
  scenario: pctScenario,
};

const rarities = [15, 40, 120] as const;
/** As shares of the chaos phase: of a quick cluster 150 ms, 450 ms, 1.1 s. */
const latest = [60, 20, 8] as const;

function pctScenario(ground: StrategyGround, index: number): Scenario {
  const scenario = ground.fresh(pctDraw, index);
  const latencyMicros = withStragglers(ground.random("pct", index), scenario);
  return { ...scenario, cluster: { ...scenario.cluster, latencyMicros } };
}

function withStragglers(random: fc.Random, { cluster, limits }: Scenario): LatencyPlan {
  const max = Math.floor((limits.chaosMs * 1000) / pick(random, latest));
  return { ...cluster.latencyMicros, stragglers: { oneIn: pick(random, rarities), max } };
}
