/**
 * Messages as a search tells them apart. Correlation ids and structural names say nothing: on each connection of a model
 * the answer is that to the oldest request.
 */
import { byNode, list, nullable, record, union } from "../../explorer/compound.ts";
import { allUntold, type Field, node, nodeSet, plain, untold } from "../../explorer/shape.ts";
import type * as C from "../../kafka/messages/controller.ts";
import type {
  EpochEndOffset,
  FetchPartition,
  FetchPartitionResponse,
  FetchRequest,
  FetchResponse,
} from "../../kafka/messages/fetch.ts";
import type * as O from "../../kafka/messages/offsets.ts";
import type {
  CurrentLeader,
  ProducePartition,
  ProducePartitionResponse,
  ProduceRequest,
  ProduceResponse,
} from "../../kafka/messages/produce.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import { batch } from "./log-fields.ts";
import { sessionId } from "./session-id.ts";

/** What replicas, the controller and a producer send one another in a model. */
export type ModelMessage =
  | FetchRequest
  | FetchResponse
  | O.OffsetForLeaderEpochRequest
  | O.OffsetForLeaderEpochResponse
  | O.ListOffsetsRequest
  | O.ListOffsetsResponse
  | C.AlterPartitionRequest
  | C.AlterPartitionResponse
  | ProduceRequest
  | ProduceResponse;

/** A message on its way; null in the place of none. */
export interface Parcel {
  readonly from: number;
  readonly to: number;
  readonly body: ModelMessage;
}

const untoldFrame = { kind: untold<never>(), name: untold<number>(), correlationId: untold<number>() };

/** What a fetch says of one partition; its bounds are settings. */
export const fetchPartition: Field<FetchPartition> = record<FetchPartition>({
  ...allUntold("topicPartition", "partitionMaxBytes"),
  currentLeaderEpoch: plain,
  fetchOffset: plain,
  lastFetchedEpoch: plain,
  logStartOffset: plain,
});

type IsrMember = C.AlterPartition["newIsr"][number];

export const alterPartition: Field<C.AlterPartition> = record<C.AlterPartition>({
  ...allUntold("topicPartition", "leaderRecoveryState"),
  leaderEpoch: plain,
  partitionEpoch: plain,
  newIsr: byNode<IsrMember>(record<IsrMember>({ brokerId: node, brokerEpoch: plain }), (member) => member.brokerId),
});

export const fetch: Field<FetchRequest> = record<FetchRequest>({
  ...untoldFrame,
  replicaId: node,
  replicaEpoch: plain,
  ...allUntold("isolationLevel", "maxWaitMs", "minBytes", "maxBytes", "rackId"),
  sessionId,
  sessionEpoch: plain,
  partitions: list<FetchPartition>(fetchPartition),
  forgotten: list<number>(plain),
});

/** No follower reads whom the refusing broker takes for the leader. */
export const fetched: Field<FetchPartitionResponse> = record<FetchPartitionResponse>({
  ...allUntold("topicPartition", "lastStableOffset", "currentLeader", "preferredReadReplica"),
  errorCode: plain,
  highWatermark: plain,
  logStartOffset: plain,
  divergingEpoch: nullable(record<EpochEndOffset>({ epoch: plain, endOffset: plain })),
  batches: list<RecordBatch>(batch),
});

const fetchResponse: Field<FetchResponse> = record<FetchResponse>({
  ...untoldFrame,
  errorCode: plain,
  sessionId,
  partitions: list<FetchPartitionResponse>(fetched),
});

const lookup: Field<O.OffsetForLeaderEpochRequest> = record<O.OffsetForLeaderEpochRequest>({
  ...untoldFrame,
  replicaId: node,
  partitions: list(record({ topicPartition: untold<number>(), currentLeaderEpoch: plain, leaderEpoch: plain })),
});

const lookedUp: Field<O.OffsetForLeaderEpochResponse> = record<O.OffsetForLeaderEpochResponse>({
  ...untoldFrame,
  partitions: list(
    record({ topicPartition: untold<number>(), errorCode: plain, leaderEpoch: plain, endOffset: plain }),
  ),
});

const listOffsets: Field<O.ListOffsetsRequest> = record<O.ListOffsetsRequest>({
  ...untoldFrame,
  replicaId: node,
  isolationLevel: untold(),
  partitions: list(record({ topicPartition: untold<number>(), currentLeaderEpoch: plain, timestamp: plain })),
});

const offsets: Field<O.ListOffsetsResponse> = record<O.ListOffsetsResponse>({
  ...untoldFrame,
  partitions: list(
    record({
      topicPartition: untold<number>(),
      errorCode: plain,
      offset: plain,
      timestamp: plain,
      leaderEpoch: plain,
    }),
  ),
});

const alter: Field<C.AlterPartitionRequest> = record<C.AlterPartitionRequest>({
  ...untoldFrame,
  brokerId: node,
  brokerEpoch: plain,
  partitions: list(alterPartition),
});

const altered: Field<C.AlterPartitionResponse> = record<C.AlterPartitionResponse>({
  ...untoldFrame,
  errorCode: plain,
  partitions: list(
    record({
      topicPartition: untold<number>(),
      errorCode: plain,
      leaderId: node,
      leaderEpoch: plain,
      isr: nodeSet,
      partitionEpoch: plain,
    }),
  ),
});

const produce: Field<ProduceRequest> = record<ProduceRequest>({
  ...untoldFrame,
  acks: plain,
  ...allUntold("timeoutMs", "topicNames"),
  partitions: list<ProducePartition>(record<ProducePartition>({ topicPartition: untold(), batch })),
});

const produced: Field<ProduceResponse> = record<ProduceResponse>({
  ...untoldFrame,
  partitions: list<ProducePartitionResponse>(
    record<ProducePartitionResponse>({
      ...allUntold("topicPartition", "logAppendTimeMs"),
      errorCode: plain,
      baseOffset: plain,
      logStartOffset: plain,
      currentLeader: nullable(record<CurrentLeader>({ leaderId: node, leaderEpoch: plain })),
    }),
  ),
});

export const parcel: Field<Parcel | null> = nullable(
  record<Parcel>({
    from: node,
    to: node,
    body: union<ModelMessage>({
      Fetch: fetch,
      FetchResponse: fetchResponse,
      OffsetForLeaderEpoch: lookup,
      OffsetForLeaderEpochResponse: lookedUp,
      ListOffsets: listOffsets,
      ListOffsetsResponse: offsets,
      AlterPartition: alter,
      AlterPartitionResponse: altered,
      Produce: produce,
      ProduceResponse: produced,
    }),
  }),
);
