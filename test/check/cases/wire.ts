/** A client's connections by hand: what it asks, what it is told, and when by its clock. */
import type { ClientTerms } from "../../../src/check/options.ts";
import { defaultAdminConfig } from "../../../src/client/admin-config.ts";
import { Channel } from "../../../src/kafka/channels.ts";
import { resolveConsumerConfig } from "../../../src/kafka/config/resolve-consumer.ts";
import { resolveProducerConfig } from "../../../src/kafka/config/resolve-producer.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import type { FetchPartitionResponse, FetchRequest } from "../../../src/kafka/messages/fetch.ts";
import type { KafkaMessage } from "../../../src/kafka/messages/index.ts";
import type { MetadataResponse } from "../../../src/kafka/messages/metadata.ts";
import type { RecordBatch } from "../../../src/kafka/records.ts";
import { partitionOf, topicIdOf, topicPartition } from "../../../src/kafka/topic-partition.ts";
import { batchOf, producer, reader, type Stage, type StageOptions, tp } from "../stage.ts";

/** A second partition of the topic. */
export const other = topicPartition(topicIdOf(tp), partitionOf(tp) + 1);

const bootstrap = [1, 2, 3];

const clientsWith = (settings: Readonly<Record<string, string>>): readonly ClientTerms[] => [
  { kind: "producer", client: producer, bootstrap, config: resolveProducerConfig(settings) },
  {
    kind: "consumer",
    client: reader,
    bootstrap,
    config: resolveConsumerConfig({ "metadata.max.age.ms": "5000" }),
    rack: "",
    start: "earliest",
  },
  { kind: "admin", client: 3000, bootstrap, config: defaultAdminConfig },
];

/** On a stage whose clients are judged. */
export const watched: StageOptions = { trial: { clients: clientsWith({}) } };

/** Likewise, and its producer is not idempotent. */
export const watchedPlainly: StageOptions = { trial: { clients: clientsWith({ "enable.idempotence": "false" }) } };

/** One client on its stage. */
export class Wire {
  readonly #stage: Stage;
  readonly #client: number;
  #nowMs = 0;
  #number = 0;

  constructor(stage: Stage, client: number) {
    this.#stage = stage;
    this.#client = client;
    this.at(0);
  }

  /** A step of the client, so many ms after the start. */
  at(ms: number): this {
    this.#nowMs = ms;
    this.#stage.event((t) => t.clientWoke(this.#client, ms));
    return this;
  }

  /** Its number; `number`: instead of the next one. */
  ask(node: number, body: object, channel: number = Channel.main, number = this.#number + 1): number {
    this.#number = number;
    const message = { name: 0, correlationId: number, ...body } as KafkaMessage;
    this.#stage.event((t) => t.requestLeft(this.#client, node, channel, message, this.#nowMs));
    return number;
  }

  answer(node: number, number: number, body: object, channel: number = Channel.main): this {
    const message = { name: 0, correlationId: number, ...body } as KafkaMessage;
    this.#stage.event((t) => t.answerCame(this.#client, node, channel, message, this.#nowMs));
    return this;
  }

  end(node: number, isOwn = false, channel: number = Channel.main): this {
    this.#stage.event((t) => t.connectionEnded(this.#client, node, channel, isOwn, this.#nowMs));
    return this;
  }

  /** Asks for metadata and is told: `leaders` of the partitions, in their order, each with its epoch. */
  learn(
    leaders: readonly (readonly [number, number])[],
    node = 1,
    channel: number = Channel.main,
    topicId = topicIdOf(tp),
  ): this {
    return this.answer(node, this.ask(node, metadata, channel), metadataAnswer(leaders, topicId), channel);
  }
}

export const metadata = { kind: "Metadata", topics: ["orders"], allowAutoTopicCreation: true };

export const metadataAnswer = (
  leaders: readonly (readonly [number, number])[],
  topicId = topicIdOf(tp),
): Partial<MetadataResponse> => ({
  kind: "MetadataResponse",
  brokers: bootstrap.map((nodeId) => ({ nodeId, rack: "" })),
  controllerId: 1,
  topics: [
    {
      name: "orders",
      topicId,
      errorCode: Errors.NONE,
      partitions: leaders.map(([leaderId, leaderEpoch], i) => ({
        partition: partitionOf(tp) + i,
        errorCode: Errors.NONE,
        leaderId,
        leaderEpoch,
        replicas: bootstrap,
        isr: bootstrap,
        offlineReplicas: [],
      })),
    },
  ],
});

export const produce = (batch: RecordBatch, topicPartition = tp): object => ({
  kind: "Produce",
  acks: -1,
  timeoutMs: 30_000,
  partitions: [{ topicPartition, batch }],
  topicNames: null,
});

export const produced = (errorCode: number, baseOffset = -1): object => ({
  kind: "ProduceResponse",
  partitions: [
    { topicPartition: tp, errorCode, baseOffset, logAppendTimeMs: -1, logStartOffset: 0, currentLeader: null },
  ],
});

export const fetch = (session: readonly [id: number, epoch: number], fields: Partial<FetchRequest> = {}): object => ({
  kind: "Fetch",
  replicaId: -1,
  replicaEpoch: -1,
  isolationLevel: "read_uncommitted",
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 52_428_800,
  sessionId: session[0],
  sessionEpoch: session[1],
  partitions: [],
  forgotten: [],
  rackId: "",
  ...fields,
});

/** Of `tp` from there on, in that leader epoch. */
export const from = (fetchOffset: number, currentLeaderEpoch = 0): Pick<FetchRequest, "partitions"> => ({
  partitions: [
    {
      topicPartition: tp,
      currentLeaderEpoch,
      fetchOffset,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: 1_048_576,
    },
  ],
});

export const fetched = (sessionId: number, fields: Partial<FetchPartitionResponse> | null = null): object => ({
  kind: "FetchResponse",
  errorCode: Errors.NONE,
  sessionId,
  partitions:
    fields === null
      ? []
      : [
          {
            topicPartition: tp,
            errorCode: Errors.NONE,
            highWatermark: 0,
            lastStableOffset: 0,
            logStartOffset: 0,
            divergingEpoch: null,
            currentLeader: null,
            preferredReadReplica: -1,
            batches: [],
            ...fields,
          },
        ],
});

/** A reader at offset 0 of `tp`, which broker 1 leads in epoch 0. */
export function reading(s: Stage): Wire {
  const wire = new Wire(s, reader).learn([[1, 0]], 1, Channel.requests);
  s.event((t) => t.positionSet(reader, tp, 0, "assign"));
  return wire;
}

/** A reader that heard of leader 2 in epoch 1, of another topic of that name, and then of the former one: broker 1 led it in epoch 0. */
export const readingAgain = (s: Stage): Wire =>
  reading(s)
    .at(5000)
    .learn([[2, 1]], 1, Channel.requests)
    .at(10_000)
    .learn([[3, 0]], 1, Channel.requests, topicIdOf(tp) + 1)
    .at(15_000)
    .learn([[1, 0]], 1, Channel.requests);

/** Asks the leader in that epoch how far epoch 0 goes. */
export const validate = (currentLeaderEpoch: number): object => ({
  kind: "OffsetForLeaderEpoch",
  replicaId: -1,
  partitions: [{ topicPartition: tp, currentLeaderEpoch, leaderEpoch: 0 }],
});

/** A producer that knows that broker 1 leads `tp` in epoch 0. */
export const producing = (s: Stage): Wire => new Wire(s, producer).learn([[1, 0]]);

/** A producer whose application has sent these, in one batch of `tp`. */
export function sending(s: Stage, ...records: readonly number[]): Wire {
  const wire = producing(s);
  sendMore(s, ...records);
  return wire;
}

export const withId = (wire: Wire): Wire => {
  const answer = { kind: "InitProducerIdResponse", errorCode: Errors.NONE, producerId: 5, producerEpoch: 0 };
  return wire.answer(1, wire.ask(1, { kind: "InitProducerId", producerId: -1, producerEpoch: -1 }), answer);
};

/** Of producer 5 in epoch 0, from that sequence on. */
export const sequenced = (baseSequence: number, ...ids: readonly number[]): RecordBatch => ({
  ...batchOf(0, ids, 0),
  producerId: 5,
  producerEpoch: 0,
  baseSequence,
});

/** Its application sends these now, in one batch of `tp`. */
export function sendMore(s: Stage, ...records: readonly number[]): void {
  s.event((t) => {
    for (const record of records) {
      t.sendInvoked(producer, record, null, 0);
      t.sendAssigned(producer, record, tp);
    }
  });
}

/** Record 10 is sent again after record 11, which is 100 ms younger; `younger`: the request of that. */
export function overtaken(s: Stage): { readonly wire: Wire; readonly younger: number } {
  s.commit(1, 0, [11]);
  const wire = sending(s, 10).at(100);
  sendMore(s, 11);
  withId(wire.at(100_000));
  const older = wire.ask(1, produce(sequenced(0, 10)));
  const younger = wire.ask(1, produce(sequenced(1, 11)));
  wire.answer(1, older, produced(Errors.NOT_ENOUGH_REPLICAS));
  wire.at(100_500).ask(1, produce(sequenced(0, 10)));
  return { wire, younger };
}
