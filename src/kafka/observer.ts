/** What brokers and the controller tell. The checkers' view of the protocols: see `core/observer.ts`. */
import type { NodeId } from "../core/ids.ts";
import { mix3 } from "../core/mix.ts";
import { type ObserverOf, observation } from "../core/observer.ts";
import type { Millis } from "../core/time.ts";
import type { ErrorCode } from "./errors.ts";
import type { ConsumerAssignment } from "./messages/consumer-protocol.ts";
import type { CommittedOffset, NamedPartition } from "./messages/groups.ts";
import type { PartitionRegistration } from "./metadata/records.ts";
import type { RecordBatch } from "./records.ts";
import type { TopicPartition } from "./topic-partition.ts";

const logObservations = {
  /** After loading (and recovery) at boot, or when a new replica's empty log is made. */
  logOpened:
    observation<
      [
        broker: NodeId,
        tp: TopicPartition,
        logStartOffset: number,
        logEndOffset: number,
        highWatermark: number,
        unclean: boolean,
      ]
    >(6),
  /** `batch` as stored. `leaderEpoch` is the one under which this replica acts. */
  appended: observation<
    [broker: NodeId, tp: TopicPartition, batch: RecordBatch, asLeader: boolean, leaderEpoch: number]
  >(5, {
    digest: (note) => (_broker, tp, batch) => note(mix3(tp, batch.baseOffset, batch.checksum)),
    anchor: {
      event: "appended",
      place: (tell) => (broker, tp, batch, _asLeader, leaderEpoch) => tell(broker, tp, batch.baseOffset, leaderEpoch),
    },
  }),
  /**
   * The log ends at `toOffset` now; its high watermark and log start as they are after that. Its last batch ends at
   * `batchesEnd`: below, where the cut lay within a batch.
   */
  truncated: observation<
    [
      broker: NodeId,
      tp: TopicPartition,
      toOffset: number,
      leaderEpoch: number,
      highWatermark: number,
      logStartOffset: number,
      batchesEnd: number,
    ]
  >(7, {
    digest: (note) => (_broker, tp, toOffset, leaderEpoch) => note(mix3(tp, toOffset, leaderEpoch)),
    anchor: {
      event: "truncated",
      place: (tell) => (broker, tp, toOffset, leaderEpoch) => tell(broker, tp, toOffset, leaderEpoch),
    },
  }),
  /** All records dropped; the log starts anew at `offset`, with the high watermark that it has after that. */
  restartedAt: observation<
    [broker: NodeId, tp: TopicPartition, offset: number, leaderEpoch: number, highWatermark: number]
  >(5, {
    digest: (note) => (_broker, tp, offset, leaderEpoch) => note(mix3(tp, offset, leaderEpoch)),
  }),
  logStartMoved: observation<
    [broker: NodeId, tp: TopicPartition, logStartOffset: number, reason: "retention" | "delete-records" | "leader"]
  >(4, {
    digest: (note) => (broker, tp, logStartOffset) => note(mix3(tp, logStartOffset, broker)),
  }),
  /** The batches of the cleaned segments `before` and `after`. */
  compacted:
    observation<
      [broker: NodeId, tp: TopicPartition, before: readonly RecordBatch[], after: readonly RecordBatch[], nowMs: Millis]
    >(5),
  logDeleted: observation<[broker: NodeId, tp: TopicPartition]>(2),
  segmentRolled: observation<[broker: NodeId, tp: TopicPartition, baseOffset: number]>(3, {
    anchor: {
      event: "segment-rolled",
      place: (tell) => (broker, tp, baseOffset) => tell(broker, tp, baseOffset, -1),
    },
  }),
  /** The log directory failed; its replicas are offline. */
  logDirFailed: observation<[broker: NodeId, disk: number]>(2),
};

const replicaObservations = {
  highWatermarkMoved: observation<
    [broker: NodeId, tp: TopicPartition, highWatermark: number, isLeader: boolean, leaderEpoch: number]
  >(5, {
    digest: (note) => (_broker, tp, highWatermark, _isLeader, leaderEpoch) =>
      note(mix3(tp, highWatermark, leaderEpoch)),
    anchor: {
      event: "high-watermark-moved",
      place: (tell) => (broker, tp, highWatermark, _isLeader, leaderEpoch) =>
        tell(broker, tp, highWatermark, leaderEpoch),
    },
  }),
  becameLeader: observation<[broker: NodeId, tp: TopicPartition, leaderEpoch: number, logEndOffset: number]>(4, {
    anchor: {
      event: "became-leader",
      place: (tell) => (broker, tp, leaderEpoch, logEndOffset) => tell(broker, tp, logEndOffset, leaderEpoch),
    },
  }),
  becameFollower: observation<[broker: NodeId, tp: TopicPartition, leaderEpoch: number, leader: NodeId]>(4, {
    anchor: {
      event: "became-follower",
      place: (tell) => (broker, tp, leaderEpoch) => tell(broker, tp, -1, leaderEpoch),
    },
  }),
  /** The leader took a follower's fetch as proof that it holds everything below `logEndOffset`. */
  followerFetched: observation<
    [leader: NodeId, tp: TopicPartition, follower: NodeId, logEndOffset: number, leaderEpoch: number]
  >(5, {
    anchor: {
      event: "follower-fetched",
      place: (tell) => (leader, tp, _follower, logEndOffset, leaderEpoch) =>
        tell(leader, tp, logEndOffset, leaderEpoch),
    },
  }),
  isrProposed: observation<
    [leader: NodeId, tp: TopicPartition, isr: readonly NodeId[], leaderEpoch: number, partitionEpoch: number]
  >(5, {
    anchor: {
      event: "isr-proposed",
      place: (tell) => (leader, tp, _isr, leaderEpoch) => tell(leader, tp, -1, leaderEpoch),
    },
  }),
  isrCommitted: observation<
    [leader: NodeId, tp: TopicPartition, isr: readonly NodeId[], leaderEpoch: number, partitionEpoch: number]
  >(5, {
    anchor: {
      event: "isr-committed",
      place: (tell) => (leader, tp, _isr, leaderEpoch) => tell(leader, tp, -1, leaderEpoch),
    },
  }),
  /** The leader answers a produce. `baseOffset` is -1 with an error that wrote nothing. */
  produceAnswered: observation<
    [
      leader: NodeId,
      tp: TopicPartition,
      batch: RecordBatch,
      acks: number,
      errorCode: ErrorCode,
      baseOffset: number,
      duplicate: boolean,
    ]
  >(7, {
    anchor: {
      event: "produce-answered",
      place: (tell) => (leader, tp, _batch, _acks, _errorCode, baseOffset) => tell(leader, tp, baseOffset, -1),
    },
  }),
  fetchRefused: observation<[broker: NodeId, tp: TopicPartition, replicaId: number, errorCode: ErrorCode]>(4),
  /** A follower learnt that its log leaves the leader's after `endOffset` of `epoch`. */
  diverged: observation<[follower: NodeId, tp: TopicPartition, epoch: number, endOffset: number]>(4),
  /** A fetch was answered after its follower had gone over to a newer leader epoch of the same leader. */
  fetchAnsweredLate: observation<[follower: NodeId, tp: TopicPartition, askedInEpoch: number, diverges: boolean]>(4),
  /** A follower gives a partition up until its next leader epoch (AbstractFetcherThread.markPartitionFailed). */
  followingFailed: observation<[follower: NodeId, tp: TopicPartition, errorCode: ErrorCode]>(3),
  /** A broker replayed the metadata log up to this offset and acted on it. */
  metadataApplied: observation<[broker: NodeId, offset: number]>(2),
};

/** How the leader of a change came about; `none`: no leader change. */
export type ElectionKind = "none" | "clean" | "eligible" | "last-known" | "unclean" | "preferred" | "leaderless";

const controllerObservations = {
  brokerRegistered: observation<[broker: NodeId, brokerEpoch: number, unclean: boolean]>(3, {
    anchor: { event: "broker-registered", place: (tell) => (broker) => tell(broker, -1, -1, -1) },
  }),
  brokerFenced: observation<[broker: NodeId, brokerEpoch: number]>(2, {
    anchor: { event: "broker-fenced", place: (tell) => (broker) => tell(broker, -1, -1, -1) },
  }),
  brokerUnfenced: observation<[broker: NodeId, brokerEpoch: number]>(2),
  brokerShuttingDown: observation<[broker: NodeId, brokerEpoch: number]>(2),
  topicCreated: observation<[name: string, tp: readonly TopicPartition[]]>(2),
  topicDeleted: observation<[name: string, tp: readonly TopicPartition[]]>(2),
  /** After every change of a partition, the creation included (`before` null). */
  partitionChanged: observation<
    [tp: TopicPartition, before: PartitionRegistration | null, after: PartitionRegistration, election: ElectionKind]
  >(4, {
    anchor: {
      event: "elected",
      place: (tell) => (tp, _before, after, election) => {
        if (election !== "none") tell(after.leader, tp, -1, after.leaderEpoch);
      },
    },
  }),
  /** One proposed ISR, judged (protocol R-25). */
  alterPartitionJudged:
    observation<
      [
        tp: TopicPartition,
        sender: NodeId,
        leaderEpoch: number,
        partitionEpoch: number,
        brokerEpoch: number,
        errorCode: ErrorCode,
      ]
    >(6),
  configChanged: observation<[topic: string, key: string, value: string | null]>(3),
  /** The controller (again) runs, with its ledger folded up to this offset. */
  controllerStarted: observation<[offset: number]>(1),
};

/** Told by the coordinator that decides, before its log has committed anything. */
const groupObservations = {
  /** This broker has loaded a partition of `__consumer_offsets` and answers for its groups. */
  coordinatorLoaded: observation<[broker: NodeId, tp: TopicPartition, epoch: number]>(3, {
    anchor: {
      event: "coordinator-loaded",
      place: (tell) => (broker, tp, epoch) => tell(broker, tp, -1, epoch),
    },
  }),
  coordinatorUnloaded: observation<[broker: NodeId, tp: TopicPartition, epoch: number]>(3),
  /** A new member waits for its first generation. */
  memberJoined: observation<[broker: NodeId, groupId: string, memberId: string, groupInstanceId: string | null]>(4),
  /** A static member came back under another member id (KIP-345). */
  memberReplaced:
    observation<[broker: NodeId, groupId: string, oldMemberId: string, newMemberId: string, generationId: number]>(5),
  memberLeft:
    observation<[broker: NodeId, groupId: string, memberId: string, generationId: number, reason: LeaveReason]>(5),
  /** `generationId`: the one that ends. */
  rebalanceStarted: observation<[broker: NodeId, groupId: string, generationId: number, reason: RebalanceReason]>(4, {
    anchor: {
      event: "rebalance-started",
      place: (tell) => (broker, _groupId, generationId) => tell(broker, -1, -1, generationId),
    },
  }),
  /** All have joined, or time was up; the leader is asked for the assignment. */
  generationStarted: observation<
    [
      broker: NodeId,
      groupId: string,
      generationId: number,
      protocolName: string,
      leaderId: string,
      memberIds: readonly string[],
    ]
  >(6, {
    anchor: {
      event: "generation-started",
      place: (tell) => (broker, _groupId, generationId) => tell(broker, -1, -1, generationId),
    },
  }),
  /** The assignment of the generation is committed. */
  groupStabilised: observation<
    [broker: NodeId, groupId: string, generationId: number, assignments: ReadonlyMap<string, ConsumerAssignment>]
  >(4, {
    anchor: {
      event: "group-stabilised",
      place: (tell) => (broker, _groupId, generationId) => tell(broker, -1, -1, generationId),
    },
  }),
  groupEmptied: observation<[broker: NodeId, groupId: string, generationId: number]>(3),
  /** By the checks it may commit; what it commits is appended next. */
  commitTaken: observation<[broker: NodeId, groupId: string, memberId: string, generationId: number]>(4),
  commitAnswered:
    observation<
      [
        broker: NodeId,
        groupId: string,
        memberId: string,
        generationId: number,
        offsets: readonly CommittedOffset[],
        errorCode: ErrorCode,
      ]
    >(6),
  offsetsExpired: observation<[broker: NodeId, groupId: string, partitions: readonly NamedPartition[]]>(3),
};

/** Why a member is one no longer. */
export type LeaveReason = "left" | "session-expired" | "not-rejoined" | "not-synced" | "over-capacity";

/** What made a rebalance necessary. */
export type RebalanceReason =
  | "member-joined"
  | "member-left"
  | "session-expired"
  | "metadata-changed"
  | "leader-rejoined"
  | "not-synced"
  | "static-member-replaced"
  | "assignment-not-stored"
  | "over-capacity";

export const kafkaObservations = {
  ...logObservations,
  ...replicaObservations,
  ...controllerObservations,
  ...groupObservations,
};

export interface LogObserver extends ObserverOf<typeof logObservations> {}
export interface ReplicaObserver extends ObserverOf<typeof replicaObservations> {}
export interface ControllerObserver extends ObserverOf<typeof controllerObservations> {}
export interface GroupObserver extends ObserverOf<typeof groupObservations> {}
export interface KafkaObserver extends LogObserver, ReplicaObserver, ControllerObserver, GroupObserver {}
