/** The controller's committed view as the ghost notes it. */
import { invariant } from "../../core/invariant.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ControllerObserver, ElectionKind } from "../../kafka/observer.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { excuse } from "../anomaly.ts";
import { ask } from "./completeness.ts";
import { addPartition, beginAnew, brokerAt, enterPartition, type Ghost, nameTopic, touchPartition } from "./ghost.ts";
import { judgeChange, updateLegalLoss } from "./loss.ts";
import { isCandidate, type PartitionGhost, replicaAt } from "./partition-ghost.ts";
import { changedTerms } from "./topic-terms.ts";

type Watched = Pick<
  ControllerObserver,
  | "brokerRegistered"
  | "brokerFenced"
  | "brokerUnfenced"
  | "brokerShuttingDown"
  | "topicCreated"
  | "topicDeleted"
  | "partitionChanged"
  | "alterPartitionJudged"
  | "configChanged"
>;

export const controllerFacts = (ghost: Ghost): Watched => ({
  brokerRegistered: (broker, brokerEpoch, unclean) => registered(ghost, broker, brokerEpoch, unclean),
  brokerFenced: (broker) => {
    brokerAt(ghost, broker).fenced = true;
    touchMemberships(ghost, broker);
  },
  brokerUnfenced: (broker) => {
    brokerAt(ghost, broker).fenced = false;
  },
  brokerShuttingDown: (broker) => {
    brokerAt(ghost, broker).shuttingDown = true;
    touchMemberships(ghost, broker);
  },
  topicCreated: (name, tps) => {
    for (const tp of tps) {
      const partition = ghost.partitions.get(tp) ?? addPartition(ghost, tp, name);
      nameTopic(ghost, partition.topic, name);
    }
  },
  topicDeleted: (name, tps) => {
    ghost.given.delete(name);
    ghost.deletedNames.add(name);
    for (const tp of tps) {
      const partition = enterPartition(ghost, tp);
      partition.deleted = true;
      partition.registration = null;
    }
  },
  partitionChanged: (tp, before, after, election) => changed(ghost, tp, before, after, election),
  alterPartitionJudged: (tp) => {
    enterPartition(ghost, tp);
  },
  configChanged: (topic, key, value) => configure(ghost, topic, key, value),
});

function registered(ghost: Ghost, broker: number, brokerEpoch: number, unclean: boolean): void {
  const state = brokerAt(ghost, broker);
  ghost.before.brokerEpoch = state.brokerEpoch;
  // The same process asked again, maybe before its end: nothing about it has changed.
  if (state.brokerEpoch === brokerEpoch && (state.fenced || excuse(ghost.excuses, "epoch-given-back"))) return;
  state.brokerEpoch = brokerEpoch;
  state.fenced = true;
  state.shuttingDown = false;
  state.registeredSinceDown = true;
  for (const partition of ghost.partitionList) {
    const replica = partition.replicas[broker];
    if (replica === undefined) continue;
    replica.fetchedTo = -1;
    replica.lossUnreported = false;
    touchPartition(ghost, partition);
    if (!unclean) continue;
    replica.holdsCommitted ||= isCandidate(partition, broker);
    replica.unclean = true;
    updateLegalLoss(ghost, partition);
  }
}

function touchMemberships(ghost: Ghost, broker: number): void {
  for (const partition of ghost.partitionList) if (isCandidate(partition, broker)) touchPartition(ghost, partition);
}

function changed(
  ghost: Ghost,
  tp: TopicPartition,
  before: PartitionRegistration | null,
  after: PartitionRegistration,
  election: ElectionKind,
): void {
  const known = enterPartition(ghost, tp);
  const partition = before === null && known.deleted ? beginAnew(ghost, known) : known;
  ghost.before.registration = partition.registration ?? before;
  if (partition.changedAt !== ghost.event) partition.previous = ghost.before.registration;
  partition.changedAt = ghost.event;
  partition.changedAtMicros = ghost.atMicros;
  partition.registration = withoutStrangers(after);
  const isBare = ![after.isr, after.eligibleLeaderReplicas, after.lastKnownElr].some((list) => list.length > 0);
  partition.candidatesCleared =
    isBare && (partition.candidatesCleared || partition.topic.minIsrChangedAt === ghost.event);
  if (ghost.before.registration?.leaderEpoch !== after.leaderEpoch) {
    partition.elected = after;
    while (partition.leaders.length <= after.leaderEpoch) partition.leaders.push(-1);
    invariant(partition.leaders.length > after.leaderEpoch, "each leader epoch has a place");
    partition.leaders[after.leaderEpoch] = after.leader;
  }
  invariant(partition.elected !== null, "a registered partition was elected for");
  for (const broker of after.replicas) replicaAt(partition, broker);
  for (const broker of ghost.before.registration?.replicas ?? [])
    if (!after.replicas.includes(broker)) replicaAt(partition, broker).leftInEpoch = after.leaderEpoch;
  touchPartition(ghost, partition);
  judgeChange(ghost, partition, ghost.before.registration, partition.registration, election);
  noteLeftEligible(partition, after, election);
  askNewcomers(ghost, partition, ghost.before.registration, partition.registration);
}

/**
 * Who is taken from the assignment while it is eligible, and then whoever is eligible beside one that came back and was
 * elected, or beside one that a cancelled move took for in sync: none of them has to hold what the others hold.
 */
function noteLeftEligible(partition: PartitionGhost, after: PartitionRegistration, election: ElectionKind): void {
  const elected = partition.replicas[after.leader];
  const isDivided = election === "unclean" || (election === "eligible" && elected?.leftEligible === true);
  for (const replica of partition.replicaList) {
    const isEligible = after.eligibleLeaderReplicas.includes(replica.broker);
    const isLeft = replica.leftEligible || isDivided || !after.replicas.includes(replica.broker);
    replica.leftEligible = isEligible && isLeft;
  }
}

/** Elections walk the assignment: who has left it is no candidate, though the ELR may still name it. */
function withoutStrangers(registration: PartitionRegistration): PartitionRegistration {
  const { eligibleLeaderReplicas, replicas } = registration;
  if (eligibleLeaderReplicas.every((broker) => replicas.includes(broker))) return registration;
  return {
    ...registration,
    eligibleLeaderReplicas: eligibleLeaderReplicas.filter((broker) => replicas.includes(broker)),
  };
}

/** Who was let in must hold all that is committed (1.8, 1.12). */
function askNewcomers(
  ghost: Ghost,
  partition: PartitionGhost,
  before: PartitionRegistration | null,
  after: PartitionRegistration,
): void {
  for (const broker of after.isr) {
    if (before?.isr.includes(broker)) continue;
    ask(ghost, replicaAt(partition, broker), "isr", null, 0, partition.exposedEnd);
  }
  for (const broker of after.eligibleLeaderReplicas) {
    if (before?.eligibleLeaderReplicas.includes(broker) || before?.isr.includes(broker)) continue;
    ask(ghost, replicaAt(partition, broker), "elr", null, 0, partition.trueHighWatermark);
  }
}

function configure(ghost: Ghost, name: string, key: string, value: string | null): void {
  noteSetting(ghost, name, key, value);
  for (const topic of ghost.topics.values()) {
    if (topic.name !== name && name !== "") continue;
    topic.terms = changedTerms(topic.terms, ghost.options.topicDefaults, key, value);
    if (key === "min.insync.replicas") topic.minIsrChangedAt = ghost.event;
    for (const partition of topic.partitions) touchPartition(ghost, partition);
  }
}

function noteSetting(ghost: Ghost, name: string, key: string, value: string | null): void {
  const given = ghost.given.get(name) ?? new Map();
  ghost.given.set(name, given.set(key, value));
}
