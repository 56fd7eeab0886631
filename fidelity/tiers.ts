/** The parts of the comparison: each starts the processes that it needs, compares, and ends them. */
import { acceptedBy, type Difference, differencesOf, isClearedElrRemembered } from "./comparison.ts";
import { answersOf } from "./conversations/answer.ts";
import { clientConversation } from "./conversations/client-conversation.ts";
import { controllerConversation } from "./conversations/controller-conversation.ts";
import { leaderConversation } from "./conversations/leader-conversation.ts";
import { type LogDraws, logHistories, playLogHistory, retentionMs } from "./log/log-history.ts";
import { hasLogOracle, LogOracle } from "./log/log-oracle.ts";
import { SimulatedLog } from "./log/simulated-log.ts";
import { SimulatedControllerSeat } from "./model/controller-seat.ts";
import { SimulatedLeaderSeat } from "./model/leader-seat.ts";
import {
  type ControllerScript,
  controllerScripts,
  playControllerScript,
  scriptedBrokers,
} from "./random/controller-script.ts";
import { type LeaderScript, leaderScripts, playLeaderScript } from "./random/leader-script.ts";
import { type RandomTrial, runRandom } from "./random/trial.ts";
import { RealClientSeat } from "./real/client-seat.ts";
import { RealCluster, type RealClusterShape } from "./real/cluster.ts";
import { RealControllerSeat } from "./real/controller-seat.ts";
import type { Installation } from "./real/installation.ts";
import { RealLeaderSeat } from "./real/leader-seat.ts";
import { type Recording, recordAnswers, recordedAnswers, replicaLagTimeMaxMs, simulatedAnswers } from "./recordings.ts";
import { type Conversation, circumstancesOf, conversations, type Release, rulesFor } from "./releases.ts";

export interface TierContext {
  readonly release: Release;
  readonly installation: Installation;
  readonly runs: number;
  readonly seed: number;
  /** Keep what the release answered as its recording. */
  readonly write: boolean;
  readonly print: (line: string) => void;
}

export interface TierOutcome {
  readonly answers: number;
  readonly agreeing: number;
  /** What differs, each in a few lines. */
  readonly differences: readonly string[];
}

/** Of conversations, between two lines that say how far it is. */
const progressEvery = 25;
/** No follower leaves the ISR for the pace of a conversation. */
const noLagMs = 1_000_000_000;
/** Long enough for a script's heartbeats; a new process registers when it is over. */
const shortSessionMs = 4000;
const longSessionMs = 9000;

async function recordedTier(context: TierContext): Promise<TierOutcome> {
  const { release, write, print } = context;
  const shape = { brokers: 2, sessionTimeoutMs: shortSessionMs, replicaLagTimeMaxMs };
  const recording = await withCluster(context, shape, answersOfRelease);
  const stored = recordedAnswers(release);
  const outcomes = await Promise.all(
    conversations.map(async (name) => {
      const answers = recording[name]!;
      const aside = differencesOf(answers, stored[name] ?? []);
      if (aside.length > 0) print(`${name}: ${aside.length} answers are not as recorded`);
      const open = differencesOf(answers, await simulatedAnswers(release, name)).filter(
        (difference) => acceptedBy(release, name, difference).length === 0,
      );
      return { name, answers, aside: aside.map((one) => toldAside(name, one)), open };
    }),
  );
  if (write) recordAnswers(release, recording);
  return {
    answers: sum(outcomes.map(({ answers }) => answers.length)),
    agreeing: sum(outcomes.map(({ answers, open }) => answers.length - open.length)),
    differences: outcomes.flatMap(({ name, open, aside }) => [
      ...open.map((one) => `${name}, answer ${one.nth}: ${toldDifference(one)}`),
      ...(write ? [] : aside),
    ]),
  };
}

const toldAside = (name: Conversation, { nth, label, real, model }: Difference): string =>
  `${name}, answer ${nth}: not as recorded, at ${label}\n  now      ${real}\n  recorded ${model}`;

async function answersOfRelease(cluster: RealCluster): Promise<Recording> {
  const client = await answersOf((say) => clientConversation(new RealClientSeat(cluster), say));
  const leaderSeat = await RealLeaderSeat.open(cluster);
  const leader = await answersOf((say) => leaderConversation(leaderSeat, say));
  leaderSeat.close();
  const controllerSeat = await RealControllerSeat.open(cluster, scriptedBrokers);
  const controller = await answersOf((say) => controllerConversation(controllerSeat, say));
  controllerSeat.close();
  return { client, controller, leader };
}

function leaderTier(context: TierContext): Promise<TierOutcome> {
  const shape = { brokers: 1, sessionTimeoutMs: longSessionMs, replicaLagTimeMaxMs: noLagMs };
  const rules = rulesFor(context.release);
  return withCluster(context, shape, async (cluster) => {
    const seat = await RealLeaderSeat.open(cluster);
    return random<LeaderScript>(context, {
      scripts: leaderScripts,
      real: async (name, script, say) => {
        await playLeaderScript(seat, name, script, say);
        await seat.deleteTopic(name);
      },
      wasLate: () => seat.wasLate(),
      model: (name, script, say) => playLeaderScript(new SimulatedLeaderSeat(rules, noLagMs), name, script, say),
    });
  });
}

function controllerTier(context: TierContext): Promise<TierOutcome> {
  const shape = { brokers: 0, sessionTimeoutMs: shortSessionMs, replicaLagTimeMaxMs };
  const rules = rulesFor(context.release);
  const { eligibleLeaderReplicas } = circumstancesOf(context.release);
  return withCluster(context, shape, async (cluster) => {
    const seat = await RealControllerSeat.open(cluster, scriptedBrokers);
    return random<ControllerScript>(context, {
      scripts: controllerScripts,
      real: async (name, script, say) => {
        await playControllerScript(seat, name, script, say);
        await seat.forgetTopic(name);
      },
      wasLate: () => seat.wasLate(),
      isAccepted: (difference) => isClearedElrRemembered(context.release, difference),
      model: (name, script, say) =>
        playControllerScript(new SimulatedControllerSeat(rules, eligibleLeaderReplicas), name, script, say),
    });
  });
}

/** Each line of a history is an answer. */
async function logTier(context: TierContext): Promise<TierOutcome> {
  const { release, installation, print } = context;
  if (!hasLogOracle(release)) {
    print(`  the log of ${release} is written in Scala: it is not asked`);
    return { answers: 0, agreeing: 0, differences: [] };
  }
  const rules = rulesFor(release);
  const oracle = await LogOracle.start(installation, retentionMs);
  const linesOf = (draws: LogDraws) => playLogHistory(draws, new SimulatedLog(rules, retentionMs));
  try {
    return await random<LogDraws>(
      context,
      {
        scripts: logHistories,
        real: async (_name, draws, say) => {
          const lines = linesOf(draws).map(([line]) => line);
          const answers = await oracle.play(lines);
          for (const [i, line] of lines.entries()) say(line, answers[i]);
        },
        model: async (_name, draws, say) => {
          for (const [line, seen] of linesOf(draws)) say(line, seen);
        },
      },
      (draws) => linesOf(draws).map(([line]) => line),
    );
  } finally {
    oracle.close();
  }
}

async function withCluster<Result>(
  { installation }: TierContext,
  shape: RealClusterShape,
  use: (cluster: RealCluster) => Promise<Result>,
): Promise<Result> {
  const cluster = await RealCluster.start(installation, shape);
  try {
    return await use(cluster);
  } finally {
    await cluster.close();
  }
}

async function random<Script>(
  { seed, runs, print }: TierContext,
  trial: RandomTrial<Script>,
  scriptOf: (script: Script) => unknown = (script) => script,
): Promise<TierOutcome> {
  const { answers, agreeing, accepted, failed } = await runRandom(trial, { seed, runs }, (done) => {
    if (done % progressEvery === 0) print(`  ${done} conversations`);
  });
  if (accepted > 0) print(`  ${accepted} conversations ended at an accepted difference`);
  const differences = failed.map(
    ({ seed: own, script, difference }) =>
      `seed ${own}: ${toldDifference(difference)}\n  script ${JSON.stringify(scriptOf(script))}`,
  );
  return { answers, agreeing, differences };
}

const toldDifference = ({ label, real, model }: Difference): string => `at ${label}\n  Kafka ${real}\n  model ${model}`;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const tiers = {
  recorded: recordedTier,
  leader: leaderTier,
  controller: controllerTier,
  log: logTier,
} as const satisfies Readonly<Record<string, (context: TierContext) => Promise<TierOutcome>>>;

export type TierName = keyof typeof tiers;
export const tierNames = Object.keys(tiers) as readonly TierName[];

export const runTier = (name: TierName, context: TierContext): Promise<TierOutcome> => tiers[name](context);
