/** The strategies by name; no code of theirs is loaded here. */
export const strategyNames = ["portfolio", "uniform", "swarm", "pct", "novelty", "anchored"] as const;

export type StrategyName = (typeof strategyNames)[number];

/** What `run` uses when nothing is said. */
export const defaultStrategy: StrategyName = "portfolio";
