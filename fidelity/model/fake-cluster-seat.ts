/** The simulated broker as a seat of conversations: messages in, answers out, virtual time between. */

import type { FetchRequest, FetchResponse } from "../../src/kafka/messages/fetch.ts";
import type { KafkaMessage, KafkaRequest } from "../../src/kafka/messages/index.ts";
import type { ProduceRequest, ProduceResponse } from "../../src/kafka/messages/produce.ts";
import { makeBatch, type RecordBatch, sealed } from "../../src/kafka/records.ts";
import { type TopicPartition, topicPartition } from "../../src/kafka/topic-partition.ts";
import { type ClusterShape, FakeCluster } from "../../test/kafka/broker/fake-cluster.ts";
import type { EpochEnd, Fetched, Listed, Produced } from "../conversations/answer.ts";
import type { BatchDraft } from "../conversations/client-conversation.ts";

type Unnamed<Request> = Request extends unknown ? Omit<Request, "name" | "correlationId"> : never;

/** The wall clock of a fake host when its own clock stands at 0. */
const wallClockStart = 1_000_000_000_000;

export class FakeClusterSeat {
  readonly cluster: FakeCluster;
  readonly #topicIds = new Map<string, number>();
  #lastName = 0;

  constructor(shape: ClusterShape) {
    this.cluster = new FakeCluster(shape).start();
  }

  nowMs(): number {
    return wallClockStart + this.cluster.clock.nowMs;
  }

  partition(topic: string, partition = 0): TopicPartition {
    return topicPartition(this.#topicIds.get(topic) ?? 999, partition);
  }

  create(topic: string, replicas: readonly number[], configs: Readonly<Record<string, string>> = {}): void {
    const id = 7 + this.#topicIds.size;
    this.#topicIds.set(topic, id);
    this.cluster.controller.createTopic(topic, id, [replicas], configs);
    this.cluster.run(600);
  }

  /** Sends a request; the connection on which its answer will come. */
  start(broker: number, body: Unnamed<KafkaRequest>): number {
    const name = ++this.#lastName;
    return this.cluster.ask(broker, { ...body, name, correlationId: name } as KafkaMessage);
  }

  /** Lets time pass until the answer is there. */
  ask<Kind extends KafkaMessage["kind"]>(
    broker: number,
    body: Unnamed<KafkaRequest>,
    kind: Kind,
  ): Extract<KafkaMessage, { kind: Kind }> {
    const connection = this.start(broker, body);
    for (let waited = 0; waited < 7000 && !this.cluster.answers.has(connection); waited += 10) this.cluster.run(10);
    return this.cluster.answerTo(connection, kind);
  }

  listOffset(broker: number, topic: string, timestamp: number, replicaId = -1, currentLeaderEpoch = -1): Listed {
    const partitions = [{ topicPartition: this.partition(topic), currentLeaderEpoch, timestamp }];
    const response = this.ask(
      broker,
      { kind: "ListOffsets", replicaId, isolationLevel: "read_uncommitted", partitions },
      "ListOffsetsResponse",
    );
    const { errorCode, offset, timestamp: ts, leaderEpoch } = response.partitions[0]!;
    return { err: errorCode, offset, ts, epoch: leaderEpoch };
  }

  epochEnd(broker: number, topic: string, epoch: number, currentLeaderEpoch = -1): EpochEnd {
    const partitions = [{ topicPartition: this.partition(topic), currentLeaderEpoch, leaderEpoch: epoch }];
    const response = this.ask(
      broker,
      { kind: "OffsetForLeaderEpoch", replicaId: -1, partitions },
      "OffsetForLeaderEpochResponse",
    );
    const { errorCode, leaderEpoch, endOffset } = response.partitions[0]!;
    return { err: errorCode, epoch: leaderEpoch, end: endOffset };
  }

  /** As the client wrote it: also batches that no client of ours would write. */
  batch(draft: BatchDraft): RecordBatch {
    const timestamp = draft.baseTimestamp ?? this.nowMs();
    const records = draft.records.map(({ key, value, offsetDelta }, i) => ({
      id: ++this.#lastName,
      key,
      value,
      headers: [],
      timestamp,
      offsetDelta: offsetDelta ?? i,
      sizeInBytes: 10 + value.length,
    }));
    const { producerId = -1, producerEpoch = -1, baseSequence = -1 } = draft;
    const batch = makeBatch(records, producerId, producerEpoch, baseSequence, 1);
    const { baseOffset = 0, lastOffsetDelta = batch.lastOffsetDelta } = draft;
    return { ...sealed({ ...batch, lastOffsetDelta }), baseOffset };
  }
}

export const produceRequest = (
  tp: TopicPartition,
  batch: RecordBatch,
  acks: number,
  timeoutMs = 5000,
): Unnamed<ProduceRequest> => ({
  kind: "Produce",
  acks,
  timeoutMs,
  partitions: [{ topicPartition: tp, batch }],
  topicNames: null,
});

export function produced(response: ProduceResponse): Produced {
  const { errorCode, baseOffset, logStartOffset } = response.partitions[0]!;
  return { err: errorCode, base: baseOffset, start: logStartOffset };
}

export interface FetchFields {
  readonly replicaId?: number;
  readonly replicaEpoch?: number;
  readonly cle?: number;
  readonly lfe?: number;
  readonly start?: number;
  readonly maxBytes?: number;
}

export const fetchRequest = (tp: TopicPartition, fetchOffset: number, fields: FetchFields): Unnamed<FetchRequest> => ({
  kind: "Fetch",
  replicaId: fields.replicaId ?? -1,
  replicaEpoch: fields.replicaEpoch ?? -1,
  isolationLevel: "read_uncommitted",
  maxWaitMs: 0,
  minBytes: 1,
  maxBytes: 1 << 20,
  sessionId: 0,
  sessionEpoch: -1,
  forgotten: [],
  rackId: "",
  partitions: [
    {
      topicPartition: tp,
      currentLeaderEpoch: fields.cle ?? -1,
      fetchOffset,
      lastFetchedEpoch: fields.lfe ?? -1,
      logStartOffset: fields.start ?? -1,
      partitionMaxBytes: fields.maxBytes ?? 1 << 20,
    },
  ],
});

const producerOf = ({ producerId, producerEpoch, baseSequence }: RecordBatch): string =>
  producerId >= 0 ? ` p${producerId}/${producerEpoch}/${baseSequence}` : "";

/** `withRecords`: as a consumer sees it, else as a follower does. */
export function fetched(response: FetchResponse, withRecords: boolean): Fetched | { readonly top: number } {
  if (response.errorCode !== 0) return { top: response.errorCode };
  const partition = response.partitions[0]!;
  const { divergingEpoch, currentLeader } = partition;
  const told = (batch: RecordBatch): string => {
    const { baseOffset, lastOffsetDelta, partitionLeaderEpoch, records } = batch;
    const span = `${baseOffset}-${baseOffset + lastOffsetDelta} e${partitionLeaderEpoch}`;
    if (!withRecords) return `[${span}]`;
    const values = records.map(({ offsetDelta, key, value }) => `${baseOffset + offsetDelta}:${key}=${value}`);
    return `[${span}${producerOf(batch)}: ${values.join(",")}]`;
  };
  return {
    err: partition.errorCode,
    hw: partition.highWatermark,
    ...(withRecords ? { lso: partition.lastStableOffset } : {}),
    start: partition.logStartOffset,
    ...(divergingEpoch ? { div: [divergingEpoch.epoch, divergingEpoch.endOffset] } : {}),
    ...(currentLeader ? { cur: [currentLeader.leaderId, currentLeader.leaderEpoch] } : {}),
    batches: partition.batches.map(told).join(" "),
  };
}
