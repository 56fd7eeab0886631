/** A consumer in a group, and brokers that say what the test wants. */

import type { ConsumerState } from "../../../../src/client/consumer/consumer-state.ts";
import type { CommitMode } from "../../../../src/client/consumer/processing-plan.ts";
import { consumerMachine } from "../../../../src/client/consumer.ts";
import { type ClientObserver, clientObservations } from "../../../../src/client/observer.ts";
import { observerOf } from "../../../../src/core/observer.ts";
import type { ResolvedGroup } from "../../../../src/kafka/config/resolve-group.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import type { TopicPartitions } from "../../../../src/kafka/messages/consumer-protocol.ts";
import type { CommittedOffset, OffsetCommitRequest } from "../../../../src/kafka/messages/groups.ts";
import type { KafkaMessage } from "../../../../src/kafka/messages/index.ts";
import type { RecordBatch } from "../../../../src/kafka/records.ts";
import { kafka4 } from "../../../../src/kafka/rules/rules.ts";
import { consumerConfig, metadataOf, topicName, tpOf } from "../../client-settings.ts";
import { listOffsets } from "../../consumer-driver.ts";
import { type FakeHost, fakeHost, type Sent } from "../../fake-host.ts";
import { groupConfig } from "../membership/fake-member.ts";

export interface GroupConsumer {
  readonly host: FakeHost<ConsumerState>;
  /** "assigned orders/0,1", "revoked …", "lost …", "processed 0-3", "committed 3: 0", "thrown 81", "position 0: 5 committed". */
  readonly heard: string[];
  /** What each commit carried. */
  readonly commits: OffsetCommitRequest[];
  /** null: commits are not answered. */
  commitError: number | null;
  /** null: OffsetFetch is not answered. */
  fetchError: number | null;
  /** Of partition 0; -1: none. */
  committedOffset: number;
  share: readonly TopicPartitions[];
  /** null: JoinGroup waits. */
  generationId: number | null;
  coordinator: number;
  /** null: FindCoordinator is not answered; else the error. */
  lookupError: number | null;
  readonly sent: Sent[];
  /** Answers all that is sent, until nothing is sent any more or only waits. */
  settle(): void;
  runTo(atMs: number): void;
  /** Into the fetch that waits. */
  deliverRecords(...batches: readonly RecordBatch[]): void;
  kinds(): string[];
}

export interface GroupConsumerOptions {
  readonly group?: Partial<ResolvedGroup>;
  readonly commit?: CommitMode;
  readonly processMs?: number;
  readonly maxPollRecords?: number;
  readonly autoOffsetReset?: "earliest" | "latest";
}

const textOf = (partitions: readonly TopicPartitions[]): string =>
  partitions.map(({ topic, partitions: ofTopic }) => ` ${topic}/${ofTopic.join(",")}`).join("");

const offsetsOf = (offsets: readonly CommittedOffset[]): string =>
  offsets.map(({ partition, offset }) => `${partition}:${offset}`).join(",");

const observing = (heard: string[]): ClientObserver =>
  observerOf(clientObservations, [
    {
      partitionsAssigned: (_client, _group, _generation, added) => heard.push(`assigned${textOf(added)}`),
      partitionsRevoked: (_client, _group, _generation, partitions) => heard.push(`revoked${textOf(partitions)}`),
      partitionsLost: (_client, _group, _generation, partitions) => heard.push(`lost${textOf(partitions)}`),
      processed: (_client, _group, _generation, _tp, _batch, from, to) => heard.push(`processed ${from}-${to}`),
      commitCompleted: (_client, _group, offsets, code) => heard.push(`committed ${offsetsOf(offsets)} ${code}`),
      pollFailed: (_client, _group, errorCode) => heard.push(`thrown ${errorCode}`),
      positionSet: (_client, _tp, offset, reason) => heard.push(`position ${offset} ${reason}`),
    },
  ]);

export function groupConsumer(options: GroupConsumerOptions = {}): GroupConsumer {
  const heard: string[] = [];
  const machine = consumerMachine({
    config: consumerConfig({
      group: { ...groupConfig, ...options.group },
      autoOffsetReset: options.autoOffsetReset ?? "earliest",
      maxPollRecords: options.maxPollRecords ?? 500,
    }),
    bootstrap: [1, 2, 3],
    rules: kafka4,
    workload: {
      topics: [topicName],
      startMs: 0,
      pollEveryMs: 10,
      start: "earliest",
      processing: { commit: options.commit ?? "auto", processMs: options.processMs ?? 5 },
    },
  });
  const host = fakeHost(machine, 2000, observing(heard));
  const waiting: Sent[] = [];
  const consumer: GroupConsumer = {
    host,
    heard,
    commits: [],
    commitError: Errors.NONE,
    fetchError: Errors.NONE,
    committedOffset: -1,
    share: [{ topic: topicName, partitions: [0] }],
    generationId: 1,
    coordinator: 3,
    lookupError: Errors.NONE,
    sent: [],
    settle: () => {
      for (let sent = host.outbox.shift(); sent !== undefined; sent = host.outbox.shift()) {
        consumer.sent.push(sent);
        const answer = answerTo(consumer, sent);
        if (answer === null) waiting.push(sent);
        else
          host.deliver(sent.to, sent.channel, {
            name: 0,
            correlationId: sent.body.correlationId,
            ...answer,
          } as KafkaMessage);
      }
    },
    runTo: (atMs) => {
      for (let next = host.nextTimerMs(); next <= atMs; next = host.nextTimerMs()) {
        host.runTo(Math.max(next, host.nowMs));
        consumer.settle();
      }
      host.runTo(atMs);
      consumer.settle();
    },
    deliverRecords: (...batches) => {
      const index = waiting.findIndex(({ body }) => body.kind === "Fetch");
      const [fetch] = waiting.splice(index, 1);
      const partition = {
        topicPartition: tpOf(0),
        errorCode: 0,
        highWatermark: 100,
        lastStableOffset: 100,
        logStartOffset: 0,
        divergingEpoch: null,
        currentLeader: null,
        preferredReadReplica: -1,
        batches,
      };
      const answer = { kind: "FetchResponse", name: 0, errorCode: 0, sessionId: 9, partitions: [partition] } as const;
      host.deliver(fetch!.to, fetch!.channel, { ...answer, correlationId: fetch!.body.correlationId });
      consumer.settle();
    },
    kinds: () => consumer.sent.splice(0).map(({ body }) => body.kind),
  };
  host.boot();
  consumer.runTo(0);
  return consumer;
}

/** null: it waits. */
function answerTo(consumer: GroupConsumer, { body }: Sent): object | null {
  switch (body.kind) {
    case "Metadata":
      return metadataOf(body.correlationId, [{ leaderId: 1, leaderEpoch: 0 }], [1, 2, 3]);
    case "ListOffsets":
      return listOffsets(
        { offsets: { earliest: 0, latest: 10, leaderEpoch: 0 }, listOffsetsError: 0 } as Parameters<
          typeof listOffsets
        >[0],
        body,
      );
    case "OffsetForLeaderEpoch":
      return {
        kind: "OffsetForLeaderEpochResponse",
        partitions: body.partitions.map(({ topicPartition, leaderEpoch }) => ({
          topicPartition,
          errorCode: 0,
          leaderEpoch,
          endOffset: 1000,
        })),
      };
    case "FindCoordinator":
      if (consumer.lookupError === null) return null;
      return {
        kind: "FindCoordinatorResponse",
        errorCode: consumer.lookupError,
        nodeId: consumer.lookupError === Errors.NONE ? consumer.coordinator : -1,
      };
    case "JoinGroup": {
      const isKnown = body.memberId !== "" || body.groupInstanceId !== null;
      if (isKnown && consumer.generationId === null) return null;
      return {
        kind: "JoinGroupResponse",
        errorCode: isKnown ? Errors.NONE : Errors.MEMBER_ID_REQUIRED,
        generationId: isKnown ? consumer.generationId : -1,
        protocolType: "consumer",
        protocolName: isKnown ? body.protocols[0]!.name : null,
        leader: "other",
        skipAssignment: false,
        memberId: body.memberId === "" ? "me" : body.memberId,
        members: [],
      };
    }
    case "SyncGroup":
      return {
        kind: "SyncGroupResponse",
        errorCode: Errors.NONE,
        protocolType: "consumer",
        protocolName: body.protocolName,
        assignment: { assignedPartitions: consumer.share },
      };
    case "Heartbeat":
      return { kind: "HeartbeatResponse", errorCode: Errors.NONE };
    case "OffsetCommit": {
      consumer.commits.push(body);
      const { commitError } = consumer;
      if (commitError === null) return null;
      const partitions = body.offsets.map(({ topic, partition }) => ({ topic, partition, errorCode: commitError }));
      return { kind: "OffsetCommitResponse", partitions };
    }
    case "OffsetFetch": {
      if (consumer.fetchError === null) return null;
      const isFine = consumer.fetchError === Errors.NONE;
      const partitions = (body.partitions ?? []).map((named) => ({
        ...named,
        offset: consumer.committedOffset,
        leaderEpoch: -1,
        metadata: "",
        errorCode: Errors.NONE,
      }));
      return { kind: "OffsetFetchResponse", errorCode: consumer.fetchError, partitions: isFine ? partitions : [] };
    }
    default:
      return null;
  }
}
