/** The parts of the comparison: each starts the processes that it needs, compares, and ends them. */
import { SimulatedLeaderSeat } from "./model/leader-seat.ts";
import { type LeaderScript, leaderScripts, playLeaderScript } from "./random/leader-script.ts";
import { type RandomOutcome, type RandomTrial, runRandom } from "./random/trial.ts";
import { RealCluster } from "./real/cluster.ts";
import type { Installation } from "./real/installation.ts";
import { RealLeaderSeat } from "./real/leader-seat.ts";
import { type Release, rulesFor } from "./releases.ts";

export interface TierContext {
  readonly release: Release;
  readonly installation: Installation;
  readonly runs: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

export interface TierOutcome {
  readonly answers: number;
  readonly agreeing: number;
  /** What differs, each in a few lines. */
  readonly differences: readonly string[];
}

/** No follower leaves the ISR for the pace of a conversation. */
const noLagMs = 1_000_000_000;

async function leaderTier({ release, installation, runs, seed, print }: TierContext): Promise<TierOutcome> {
  const shape = { brokers: 1, sessionTimeoutMs: 9000, replicaLagTimeMaxMs: noLagMs };
  const cluster = await RealCluster.start(installation, shape);
  try {
    const seat = await RealLeaderSeat.open(cluster);
    const trial: RandomTrial<LeaderScript> = {
      scripts: leaderScripts,
      real: async (name, script, say) => {
        await playLeaderScript(seat, name, script, say);
        await seat.deleteTopic(name);
      },
      model: (name, script, say) =>
        playLeaderScript(new SimulatedLeaderSeat(rulesFor(release), noLagMs), name, script, say),
    };
    return told(await runRandom(trial, { seed, runs }, progress(print)));
  } finally {
    await cluster.close();
  }
}

const told = <Script>({ answers, agreeing, failed }: RandomOutcome<Script>): TierOutcome => ({
  answers,
  agreeing,
  differences: failed.map(
    ({ seed, script, difference: { label, real, model } }) =>
      `seed ${seed} differs; the script:\n${(script as readonly unknown[]).map((step) => `  ${JSON.stringify(step)}`).join("\n")}\n` +
      `at ${label}\n  Kafka ${real}\n  model ${model}`,
  ),
});

/** Now and then, how far it is. */
const progress =
  (print: (line: string) => void) =>
  (done: number): void => {
    if (done % 50 === 0) print(`  ${done} conversations`);
  };

const tiers = { leader: leaderTier } as const satisfies Readonly<
  Record<string, (context: TierContext) => Promise<TierOutcome>>
>;

export type TierName = keyof typeof tiers;
export const tierNames = Object.keys(tiers) as readonly TierName[];

export const runTier = (name: TierName, context: TierContext): Promise<TierOutcome> => tiers[name](context);
