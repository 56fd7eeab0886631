/**
 * What a user is promised, as data, and when. `promise` maps (configuration, what happened) to what must hold and never
 * looks at the rule set: a defect does not excuse a loss.
 */
import type { CheckName, GroupGuaranteeName, GuaranteeName } from "./check.ts";
import rows from "./guarantees.json" with { type: "json" };
import {
  type BrokerTimes,
  type GroupTerms,
  missesNothing,
  type ProducerTerms,
  type TopicTerms,
  type TrialOptions,
} from "./options.ts";

interface Guarantee {
  readonly name: GuaranteeName;
  readonly sentence: string;
  /** Up to where it reaches, printed under every verdict. */
  readonly scope: string;
  /** What must have happened for it to be put to the test: a run in which it did not says nothing about it. */
  readonly occasion: string;
  readonly checks: readonly CheckName[];
}

export const guarantees: readonly Guarantee[] = Object.entries(rows).map(([name, row]) => ({
  name: name as GuaranteeName,
  ...row,
}));

/** A run, or a part of it, as far as promises care. Each number is the most of one partition at one time. */
export interface Happened {
  /** Replicas that held committed records, lost power, and had not caught up. */
  readonly powerLost: number;
  /** The same for replicas that lost a disk. */
  readonly disksLost: number;
  /** Replicas that restarted uncleanly, by whatever cause, while some had lost power or a disk. */
  readonly uncleanWhileTorn: number;
  /** An unclean election, or that of a last known leader whose log was torn. */
  readonly lossyElection: boolean;
  /** A topic got more partitions. */
  readonly partitionsAdded: boolean;
  /** An idempotent producer bumped its epoch itself. */
  readonly localBumps: boolean;
  /** A leader that did not know an idempotent producer took a batch that was not its first (P-14). */
  readonly sequencesSkipped: boolean;
}

export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export const nothingHappened: Happened = {
  powerLost: 0,
  disksLost: 0,
  uncleanWhileTorn: 0,
  lossyElection: false,
  partitionsAdded: false,
  localBumps: false,
  sequencesSkipped: false,
};

export const newHappened = (): Writable<Happened> => ({ ...nothingHappened });

export function noteHappened(
  happened: Writable<Happened>,
  powerLost: number,
  disksLost: number,
  unclean: number,
): void {
  if (powerLost > happened.powerLost) happened.powerLost = powerLost;
  if (disksLost > happened.disksLost) happened.disksLost = disksLost;
  if (powerLost + disksLost > 0 && unclean > happened.uncleanWhileTorn) happened.uncleanWhileTorn = unclean;
}

/**
 * Does a partition keep its committed records when `torn` of the replicas that hold them lost what was not flushed, and
 * `unclean` of them (for whatever reason) came back without a clean shutdown?
 *
 * Without ELR the last ISR member is elected again even if its log is torn (last replica standing). With ELR an unclean
 * replica is in neither ISR nor ELR, and the two always hold min.insync.replicas complete replicas (KIP-966): one less
 * may be lost. Process crashes count against that number only together with a torn replica, as they keep the cache.
 */
export const toleratesTorn = (elr: boolean, minIsr: number, torn: number, unclean: number): boolean =>
  torn === 0 || (elr && Math.max(torn, unclean) <= minIsr - 1);

export type Configuration = Pick<
  TrialOptions,
  "eligibleLeaderReplicasEnable" | "topics" | "producers" | "times" | "consumers" | "offsetsTopic"
> &
  Partial<Pick<TrialOptions, "brokers">>;

/** By guarantee; those of groups only where there is one. */
export type Promises = Readonly<Partial<Record<GuaranteeName, boolean>>>;

/** For each guarantee: does this configuration promise it under what happened? */
export function promise(configuration: Configuration, happened: Happened): Promises {
  const { eligibleLeaderReplicasEnable, topics, times } = configuration;
  const producers = configuration.producers.map((producer) => asRemembered(producer, times));
  const keepsCommitted = topics.every((topic) => keeps(topic, eligibleLeaderReplicasEnable, happened));
  return {
    "no-acked-loss": keepsCommitted && producers.every((producer) => producer.acks === -1),
    "per-key-order":
      !happened.partitionsAdded && !happened.localBumps && !happened.sequencesSkipped && producers.every(keepsOrder),
    "no-duplicate": !happened.localBumps && producers.every((producer) => producer.enableIdempotence),
    "stable-reads": keepsCommitted,
    progress: allowsProgress(times),
    protocol: true,
    ...promiseOfGroups(configuration, happened, keepsCommitted),
  };
}

function promiseOfGroups(
  configuration: Configuration,
  happened: Happened,
  keepsCommitted: boolean,
): Partial<Record<GroupGuaranteeName, boolean>> {
  const { offsetsTopic, consumers = [], eligibleLeaderReplicasEnable, times } = configuration;
  const members = consumers.filter(({ group }) => group != null);
  if (members.length === 0 || offsetsTopic === undefined) return {};
  const keepsOffsets = keeps(offsetsTopic, eligibleLeaderReplicasEnable, happened);
  return {
    "one-owner": keepsOffsets,
    "no-skip": keepsOffsets && keepsCommitted && members.every(missesNothing),
    "commits-kept": keepsOffsets,
    "group-progress": allowsProgress(times) && groupsCanSettle(configuration),
  };
}

/** What members may have to wait for: a session that ends, a rebalance that waits for one of them, a request without answer. */
export const settleGroupsMs = ({ sessionTimeoutMs, maxPollIntervalMs, requestTimeoutMs }: GroupTerms): number =>
  sessionTimeoutMs + maxPollIntervalMs + requestTimeoutMs + settleSlackMs;

const settleSlackMs = 30_000;

/** The calm phase sees sessions and rebalances end, and the topic of the offsets can be made (KAFKA-3959). */
export function groupsCanSettle({
  consumers = [],
  times,
  offsetsTopic,
  brokers = Number.POSITIVE_INFINITY,
}: Pick<Configuration, "consumers" | "times" | "offsetsTopic" | "brokers">): boolean {
  if ((offsetsTopic?.replicationFactor ?? 1) > brokers) return false;
  // Two processes with one instance id fence each other for ever (G-43).
  const named = consumers.flatMap(({ group }) =>
    group?.groupInstanceId == null ? [] : [`${group.groupId} ${group.groupInstanceId}`],
  );
  if (new Set(named).size < named.length) return false;
  return consumers.every(({ group }) => group == null || settleGroupsMs(group) <= (times?.calmMs ?? Infinity));
}

/**
 * Flushing: with flush.messages=1 a record is on the platter before the leader answers and before a follower fetches on,
 * the epoch checkpoint is fsynced, and everything else is rebuilt from the log. A power loss then takes nothing that
 * was acknowledged, so it is no more than a process crash. A lost disk is still a lost disk.
 */
function keeps(topic: TopicTerms, elr: boolean, happened: Happened): boolean {
  if (topic.uncleanLeaderElectionEnable || happened.lossyElection) return false;
  const torn = happened.disksLost + (topic.flushMessages === 1 ? 0 : happened.powerLost);
  const minIsr = Math.min(topic.minInsyncReplicas, topic.replicationFactor);
  return toleratesTorn(elr, minIsr, torn, torn === 0 ? 0 : happened.uncleanWhileTorn);
}

/** Wall clocks may jump while a retry is under way. */
const forgetSlackMs = 3_600_000;

/** A leader that has forgotten a producer (producer.id.expiration.ms) takes its retry for a new batch: as if not idempotent. */
export function asRemembered(producer: ProducerTerms, times: BrokerTimes | undefined): ProducerTerms {
  const neededMs = (producer.decidedWithinMs ?? 0) + forgetSlackMs;
  if (times === undefined || times.producerIdExpirationMs >= neededMs) return producer;
  return { ...producer, enableIdempotence: false };
}

/**
 * Heartbeats must come well within a session, or healthy brokers are fenced again and again; an idle fetch must be
 * answered before its follower gives it up, or the high watermark reaches nobody; and the calm phase must see sessions
 * end, as a broker that crashed is refused until its former session has.
 */
export function allowsProgress(times: BrokerTimes | undefined): boolean {
  if (times === undefined) return true;
  const { brokerHeartbeatIntervalMs, brokerSessionTimeoutMs } = times;
  const keepsSession = brokerHeartbeatIntervalMs > 0 && 4 * brokerHeartbeatIntervalMs <= 3 * brokerSessionTimeoutMs;
  const answersInTime = 4 * times.replicaFetchWaitMaxMs <= 3 * times.replicaSocketTimeoutMs;
  return keepsSession && answersInTime && settleMs(times) <= times.calmMs;
}

/** What brokers may have to wait for, twice over, once everything is healed. */
export const settleMs = (times: Omit<BrokerTimes, "calmMs">): number =>
  2 * (times.brokerSessionTimeoutMs + times.replicaSocketTimeoutMs + times.replicaFetchBackoffMs);

/** With acks=0 nothing waits for the fate of the request before, so one in flight orders nothing. */
export const keepsOrder = (producer: ProducerTerms): boolean =>
  producer.enableIdempotence || (producer.maxInFlightRequestsPerConnection === 1 && producer.acks !== 0);
