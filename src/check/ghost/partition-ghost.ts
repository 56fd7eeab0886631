/**
 * What the trial knows of one partition beside the brokers: the log of every replica (as runs), what was ever exposed
 * below a high watermark, the controller's committed view, and whether a loss is legal at the moment.
 *
 *   whole          --a lossy event (loss.ts)--> loss is legal
 *   loss is legal  --a true leader takes office--> whole, exposed log re-based on that leader's
 *   loss is legal  --the damaged replicas have caught up--> whole
 */
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { AnomalyName } from "../anomaly.ts";
import type { TopicTerms } from "../options.ts";
import { type Identities, newIdentities } from "./identities.ts";
import { newRuns, type Runs } from "./runs.ts";

export interface TopicGhost {
  name: string;
  terms: Terms;
  readonly partitions: PartitionGhost[];
  /** Event in which the first partition was made: later ones are growth. */
  readonly event: number;
  grown: boolean;
  /** Event in which min.insync.replicas was changed last; -1 never. */
  minIsrChangedAt: number;
  /** Under the name of a topic that was deleted. */
  madeAnew: boolean;
}

/** Settings as they stand now, and the weakest that they ever were. */
export interface Terms extends TopicTerms {
  readonly leastMinIsr: number;
  readonly minIsrChanged: boolean;
  readonly alwaysFlushes: boolean;
}

export const Role = { none: 0, follower: 1, leader: 2 } as const;

export const Torn = { no: 0, power: 1, disk: 2 } as const;
export type Torn = (typeof Torn)[keyof typeof Torn];

interface KnownProducer {
  readonly epoch: number;
  readonly since: number;
}

/** The mirror of one replica: its log as runs of leader epochs, the role it acts in, what its disk went through. */
export interface ReplicaGhost {
  readonly broker: number;
  readonly partition: PartitionGhost;
  /** It has a log on some disk. */
  present: boolean;
  /** The log is open in a running process. */
  online: boolean;
  readonly runs: Runs;
  logStart: number;
  /** The largest log start that it ever had, and may have checkpointed. */
  greatestStart: number;
  /** Its log start when its producer state was last made anew: it may not know whose batches lay below (L-81). */
  knowsFrom: number;
  logEnd: number;
  highWatermark: number;
  role: (typeof Role)[keyof typeof Role];
  /** Under which it acts; -1 none in this process. */
  leaderEpoch: number;
  /** As leader: the ISR it knows as committed, and the one it has proposed, if not yet answered. */
  localIsr: readonly number[];
  /** Leader epoch in which it said so. */
  localIsrEpoch: number;
  proposedIsr: readonly number[] | null;
  /** Log end up to which a leader saw it fetch since its broker registered last; -1 not at all. */
  fetchedTo: number;
  /** Leader epoch in which it did so last; -1 never. */
  fetchedIn: number;
  /** As leader: it was elected again without hearing that another one led meanwhile, and counts by what it knew before. */
  missedReign: boolean;
  /** Leader epoch in which the controller took it from the replicas last; -1 never. */
  leftInEpoch: number;
  /** By producer id: whom this log knows, and since which batch. */
  readonly producers: Map<number, KnownProducer>;
  /** It lost what was not flushed, or its disk, and has not caught up since. */
  torn: Torn;
  /** It was in the ISR or ELR when its process ended, or was let in since: committed records rest on it. */
  holdsCommitted: boolean;
  /** Its broker registered after a stop that was not clean, and it has not caught up since. */
  unclean: boolean;
  /** It lost records and the controller has not heard of it yet: not to be held against it (1.12). */
  lossUnreported: boolean;
  /** It gave its partition up, and its log ends within a batch in which the leader's starts: so it stays (`final-view.ts`). */
  stuckWithinBatch: boolean;
  /** Its log ended over offsets that compaction had emptied, which a restart forgets: it ends lower now (`loss.ts`). */
  endedAboveLastBatch: boolean;
  /** A move took it from the assignment while it was eligible, and the ELR has named it ever since. */
  leftEligible: boolean;
  /** Its disk was wiped, or its log directory failed, since the log was last open. */
  wiped: boolean;
  touchedAt: number;
}

const newReplica = (broker: number, partition: PartitionGhost): ReplicaGhost => ({
  broker,
  partition,
  present: false,
  online: false,
  runs: newRuns(),
  logStart: 0,
  greatestStart: 0,
  knowsFrom: 0,
  logEnd: 0,
  highWatermark: 0,
  role: Role.none,
  leaderEpoch: -1,
  localIsr: [],
  localIsrEpoch: -1,
  proposedIsr: null,
  fetchedTo: -1,
  fetchedIn: -1,
  missedReign: false,
  leftInEpoch: -1,
  producers: new Map(),
  torn: Torn.no,
  leftEligible: false,
  holdsCommitted: false,
  unclean: false,
  lossUnreported: false,
  stuckWithinBatch: false,
  endedAboveLastBatch: false,
  wiped: false,
  touchedAt: -1,
});

export interface PartitionGhost {
  readonly topicPartition: TopicPartition;
  readonly index: number;
  readonly topic: TopicGhost;
  /** Null before its creation was seen. */
  registration: PartitionRegistration | null;
  /** As it was before the event in which it changed last. */
  previous: PartitionRegistration | null;
  changedAt: number;
  /** Virtual time of that event. */
  changedAtMicros: number;
  /** A changed min.insync.replicas took the last candidates, and nobody has led since. */
  candidatesCleared: boolean;
  /** As it was when the leader epoch last changed. */
  elected: PartitionRegistration | null;
  /** Leader of each leader epoch, as the controller decided; -1 none or unknown. */
  readonly leaders: number[];
  /** By broker id; holes where there is none. */
  readonly replicas: (ReplicaGhost | undefined)[];
  readonly replicaList: ReplicaGhost[];
  readonly identities: Identities;
  /** The log below the highest high watermark of any leader: the committed history. */
  readonly exposed: Runs;
  exposedEnd: number;
  /** Greatest high watermark of true leaders. */
  trueHighWatermark: number;
  /** One past the last offset that a consumer was given. */
  consumedEnd: number;
  /** One past the last offset that an acks=all success named. */
  ackedEnd: number;
  /** Nothing is known of offsets below: no replica has them any more. */
  base: number;
  /** Below lies what a true leader has deleted: another replica may still show records of an ended history there. */
  deletedBelow: number;
  /** Replicas that act in an older epoch than this may disagree: they have not heard of the lossy election. */
  rebaseEpoch: number;
  /** The last true leader that took office. */
  leader: ReplicaGhost | null;
  /** Leader epoch of an election that may lose records and whose leader has not taken office; -1 none. */
  riskyElection: number;
  /** Why it may. */
  riskyBy: AnomalyName;
  /** An election made a new ISR of one, and ISR and ELR have not had min.insync.replicas members since. */
  belowProtectingCopies: boolean;
  /** What makes a loss of committed records legal at the moment; null: it is not. See `loss.ts`. */
  legalLoss: AnomalyName | null;
  /** Some replica has been compacted: offsets may be missing. */
  compacted: boolean;
  /** Of the committed history: `gone` where a true leader has no record any more since its log was compacted. */
  readonly compactedAway: Runs;
  deleted: boolean;
  /** A leader that did not know the producer took a batch that was not its first (P-14). */
  sequencesSkipped: boolean;
  /** Order of visible records, by client. */
  readonly order: Map<number, OrderState>;
  touchedAt: number;
}

/** What became visible last of one client's records in one partition. */
interface OrderState {
  session: number;
  lastOrder: number;
  lastRecord: number;
  lastOffset: number;
  /** Sends below this place were in flight when the session broke, and why it did. */
  brokenBelow: number;
  brokenBy: AnomalyName;
  /** Of those, the sends that a renewed epoch may have doubled. */
  renewedBelow: number;
  renewedBy: AnomalyName;
}

export function newPartition(topicPartition: TopicPartition, index: number, topic: TopicGhost): PartitionGhost {
  return {
    topicPartition,
    index,
    topic,
    registration: null,
    previous: null,
    changedAt: -1,
    changedAtMicros: -1,
    candidatesCleared: false,
    elected: null,
    leaders: [],
    replicas: [],
    replicaList: [],
    identities: newIdentities(),
    exposed: newRuns(),
    exposedEnd: 0,
    trueHighWatermark: 0,
    consumedEnd: 0,
    ackedEnd: 0,
    base: 0,
    deletedBelow: 0,
    rebaseEpoch: -1,
    leader: null,
    riskyElection: -1,
    riskyBy: "unclean-election",
    belowProtectingCopies: false,
    legalLoss: null,
    compacted: false,
    compactedAway: newRuns(),
    deleted: false,
    sequencesSkipped: false,
    order: new Map(),
    touchedAt: -1,
  };
}

export function replicaAt(partition: PartitionGhost, broker: number): ReplicaGhost {
  const known = partition.replicas[broker];
  if (known !== undefined) return known;
  const replica = newReplica(broker, partition);
  partition.replicas[broker] = replica;
  partition.replicaList.push(replica);
  return replica;
}

export function orderOf(partition: PartitionGhost, client: number): OrderState {
  let state = partition.order.get(client);
  if (state === undefined) {
    state = {
      session: -1,
      lastOrder: -1,
      lastRecord: -1,
      lastOffset: -1,
      brokenBelow: 0,
      brokenBy: "renewed-session",
      renewedBelow: 0,
      renewedBy: "renewed-session",
    };
    partition.order.set(client, state);
  }
  return state;
}

/** Its leader and epoch are what the controller has committed. */
export const isTrueLeader = (partition: PartitionGhost, broker: number, leaderEpoch: number): boolean =>
  partition.registration !== null &&
  partition.registration.leader === broker &&
  partition.registration.leaderEpoch === leaderEpoch;

/** min(min.insync.replicas, replicas): P-6, KAFKA-15583. */
export function effectiveMinIsr(partition: PartitionGhost): number {
  const { minInsyncReplicas } = partition.topic.terms;
  const replicas = partition.registration?.replicas.length ?? minInsyncReplicas;
  return Math.min(minInsyncReplicas, replicas);
}

/** As `effectiveMinIsr`, but as the controller counts it: by the replicas that partition 0 had before this event. */
export function countedMinIsr(ghost: { readonly event: number }, partition: PartitionGhost): number {
  const { terms, partitions } = partition.topic;
  const first = partitions[0]!;
  const counted = first.changedAt === ghost.event ? first.previous : first.registration;
  return Math.min(terms.minInsyncReplicas, counted?.replicas.length ?? terms.minInsyncReplicas);
}

/** In the controller's ISR or among its eligible leader replicas. */
export const isCandidate = (partition: PartitionGhost, broker: number): boolean =>
  partition.registration !== null &&
  (partition.registration.isr.includes(broker) || partition.registration.eligibleLeaderReplicas.includes(broker));

/**
 * Until a leader has replayed a raised min.insync.replicas it may commit alone what replicas that the controller has just
 * put into the ELR lack. (The setting travels in the metadata log, the answer to an AlterPartition beside it.)
 */
export const wasMinIsrRaised = ({ topic }: PartitionGhost): boolean =>
  topic.terms.minInsyncReplicas > topic.terms.leastMinIsr;
