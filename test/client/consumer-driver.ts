/** A consumer and brokers that say what the test wants. */

import type { ConsumerState } from "../../src/client/consumer/consumer-state.ts";
import { consumerMachine } from "../../src/client/consumer.ts";
import type { ConsumerOptions, PollPlan } from "../../src/client/consumer-config.ts";
import type { FetchPartitionResponse, FetchRequest } from "../../src/kafka/messages/fetch.ts";
import type {
  ListOffsetsRequest,
  ListOffsetsResponse,
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "../../src/kafka/messages/offsets.ts";
import { makeBatch, type RecordBatch } from "../../src/kafka/records.ts";
import { kafka4 } from "../../src/kafka/rules/rules.ts";
import { ClientFacts } from "./client-facts.ts";
import { consumerConfig, type Leader, metadataOf, topicId, topicName } from "./client-settings.ts";
import { type FakeHost, fakeHost, type Sent } from "./fake-host.ts";

export interface ConsumerDriver {
  readonly host: FakeHost<ConsumerState>;
  readonly facts: ClientFacts;
  leaders: readonly Leader[];
  id: number;
  /** Of ListOffsets; null: no answer comes. */
  offsets: { readonly earliest: number; readonly latest: number; readonly leaderEpoch: number } | null;
  listOffsetsError: number;
  /** Of OffsetForLeaderEpoch: where an epoch ends; null: no answer comes. */
  epochEnd: ((epoch: number) => { readonly leaderEpoch: number; readonly endOffset: number }) | null;
  readonly lookups: (ListOffsetsRequest | OffsetForLeaderEpochRequest)[];
  /** Answers all but fetches; returns the fetches sent since, which stay unanswered. */
  fetches(): SentFetch[];
}

export interface SentFetch extends Omit<Sent, "body"> {
  readonly body: FetchRequest;
}

export const pollPlan: PollPlan = {
  topics: [topicName],
  startMs: 0,
  pollEveryMs: 10,
  start: "earliest",
  processing: { commit: "auto", processMs: 0 },
};

export function startConsumer(
  options: Partial<ConsumerOptions> = {},
  leaders: readonly Leader[] = [{ leaderId: 1, leaderEpoch: 0 }],
): ConsumerDriver {
  const facts = new ClientFacts();
  const machine = consumerMachine({
    config: consumerConfig(),
    bootstrap: [1, 2, 3],
    rules: kafka4,
    workload: pollPlan,
    ...options,
  });
  const host = fakeHost(machine, 2000, facts.observer);
  const driver: ConsumerDriver = {
    host,
    facts,
    leaders,
    id: topicId,
    offsets: { earliest: 0, latest: 10, leaderEpoch: 0 },
    listOffsetsError: 0,
    epochEnd: (leaderEpoch) => ({ leaderEpoch, endOffset: 1000 }),
    lookups: [],
    fetches: () => {
      const fetches: SentFetch[] = [];
      for (let sent = host.outbox.shift(); sent !== undefined; sent = host.outbox.shift()) {
        if (sent.body.kind === "Fetch") fetches.push({ ...sent, body: sent.body });
        else answerOther(driver, sent);
      }
      return fetches;
    },
  };
  host.boot();
  host.runTo(0);
  return driver;
}

function answerOther(driver: ConsumerDriver, { to, channel, body }: Sent): void {
  if (body.kind === "Metadata") {
    driver.host.deliver(to, channel, metadataOf(body.correlationId, driver.leaders, [1, 2, 3], driver.id));
  } else if (body.kind === "ListOffsets") {
    driver.lookups.push(body);
    if (driver.offsets !== null) driver.host.deliver(to, channel, listOffsets(driver, body));
  } else if (body.kind === "OffsetForLeaderEpoch") {
    driver.lookups.push(body);
    if (driver.epochEnd !== null) driver.host.deliver(to, channel, epochEnds(driver, body));
  }
}

export function listOffsets(
  { offsets, listOffsetsError }: ConsumerDriver,
  body: ListOffsetsRequest,
): ListOffsetsResponse {
  const known = offsets ?? { earliest: 0, latest: 0, leaderEpoch: 0 };
  return {
    kind: "ListOffsetsResponse",
    name: 0,
    correlationId: body.correlationId,
    partitions: body.partitions.map(({ topicPartition, timestamp }) => ({
      topicPartition,
      errorCode: listOffsetsError,
      offset: timestamp === -2 ? known.earliest : known.latest,
      timestamp: -1,
      leaderEpoch: known.leaderEpoch,
    })),
  };
}

export function epochEnds(driver: ConsumerDriver, body: OffsetForLeaderEpochRequest): OffsetForLeaderEpochResponse {
  const end = driver.epochEnd ?? (() => ({ leaderEpoch: -1, endOffset: -1 }));
  return {
    kind: "OffsetForLeaderEpochResponse",
    name: 0,
    correlationId: body.correlationId,
    partitions: body.partitions.map(({ topicPartition, leaderEpoch }) => ({
      topicPartition,
      errorCode: 0,
      ...end(leaderEpoch),
    })),
  };
}

/** Stored batches: `count` records from `baseOffset` on, their ids equal to their offsets. */
export function stored(baseOffset: number, count: number, leaderEpoch = 0): RecordBatch {
  const records = Array.from({ length: count }, (_, i) => ({
    id: baseOffset + i,
    key: null,
    value: "v",
    headers: [],
    timestamp: 0,
    offsetDelta: i,
    sizeInBytes: 10,
  }));
  return { ...makeBatch(records, -1, -1, -1, 1), baseOffset, partitionLeaderEpoch: leaderEpoch };
}

export function answerFetch(
  driver: ConsumerDriver,
  sent: SentFetch,
  partitions: readonly (Partial<FetchPartitionResponse> & { readonly topicPartition: number })[],
  session: { readonly errorCode?: number; readonly sessionId?: number } = {},
): void {
  driver.host.deliver(sent.to, sent.channel, {
    kind: "FetchResponse",
    name: 0,
    correlationId: sent.body.correlationId,
    errorCode: session.errorCode ?? 0,
    sessionId: session.sessionId ?? 9,
    partitions: partitions.map((partition) => ({
      errorCode: 0,
      highWatermark: 100,
      lastStableOffset: 100,
      logStartOffset: 0,
      divergingEpoch: null,
      currentLeader: null,
      preferredReadReplica: -1,
      batches: [],
      ...partition,
    })),
  });
}
