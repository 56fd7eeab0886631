/** What conversations ask a real broker, each as one function: the request in Kafka's fields, the answer in theirs. */
import type { Deleted, Described, EpochEnd, Fetched, Listed, Produced } from "../conversations/answer.ts";
import type { BatchDraft, FetchDraft } from "../conversations/client-conversation.ts";
import type { FollowerFetch } from "../conversations/leader-conversation.ts";
import type { Fields } from "../wire/codec.ts";
import { decodeBatches, encodeBatch, type WireBatch } from "../wire/record-batch.ts";
import type { Asks } from "./connection.ts";

const timeoutMs = 20_000;
const fetchBytes = 1 << 20;

export async function createTopic(
  connection: Asks,
  name: string,
  replicas: readonly number[],
  configs: Readonly<Record<string, string | number>> = {},
): Promise<string> {
  const topic = {
    name,
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: replicas }],
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value: String(value) })),
  };
  const { topics } = await connection.ask<{ topics: readonly { errorCode: number; topicId: string }[] }>(
    "CreateTopics",
    7,
    { topics: [topic], timeoutMs },
  );
  const { errorCode, topicId } = topics[0]!;
  if (errorCode !== 0) throw new Error(`topic ${name} was refused: ${errorCode}`);
  return topicId;
}

export async function deleteTopic(connection: Asks, name: string): Promise<void> {
  await connection.ask("DeleteTopics", 5, { topicNames: [name], timeoutMs });
}

interface ProduceResponse {
  readonly responses: readonly {
    readonly partitionResponses: readonly { errorCode: number; baseOffset: number; logStartOffset: number }[];
  }[];
}

export async function produce(
  connection: Asks,
  topic: string,
  batch: BatchDraft,
  { acks = -1, partition = 0, timeoutMs: patience = 5000 }: { acks?: number; partition?: number; timeoutMs?: number },
): Promise<Produced> {
  const partitionData = [{ index: partition, records: encodeBatch(batch) }];
  const body = { acks, timeoutMs: patience, topicData: [{ name: topic, partitionData }] };
  const { responses } = await connection.ask<ProduceResponse>("Produce", 9, body);
  const { errorCode, baseOffset, logStartOffset } = responses[0]!.partitionResponses[0]!;
  return { err: errorCode, base: baseOffset, start: logStartOffset };
}

interface FetchResponse {
  readonly errorCode: number;
  readonly responses: readonly {
    readonly partitions: readonly {
      readonly errorCode: number;
      readonly highWatermark: number;
      readonly lastStableOffset: number;
      readonly logStartOffset: number;
      readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: number };
      readonly currentLeader?: { readonly leaderId: number; readonly leaderEpoch: number };
      readonly records: Buffer | null;
    }[];
  }[];
}

const fetchBody = (
  topic: Fields,
  offset: number,
  { cle = -1, lfe = -1, start = -1, maxBytes = fetchBytes }: FetchDraft & FollowerFetch,
): Fields => ({
  maxWaitMs: 0,
  minBytes: 1,
  maxBytes: fetchBytes,
  isolationLevel: 0,
  sessionId: 0,
  sessionEpoch: -1,
  topics: [
    {
      ...topic,
      partitions: [
        {
          partition: 0,
          currentLeaderEpoch: cle,
          fetchOffset: offset,
          lastFetchedEpoch: lfe,
          logStartOffset: start,
          partitionMaxBytes: maxBytes,
        },
      ],
    },
  ],
});

/** As a client does; releases that know no topic ids ask by the name. */
export async function fetchAsClient(
  connection: Asks,
  topic: { readonly topic: string; readonly topicId?: string },
  offset: number,
  draft: FetchDraft,
): Promise<Fetched | { readonly top: number }> {
  const replicaId = draft.replicaId ?? -1;
  const body = { replicaId, replicaState: { replicaId }, ...fetchBody(topic, offset, draft) };
  return fetched(await connection.ask<FetchResponse>("Fetch", 17, body), true);
}

/** As the replica `id` does, by the topic's id. */
export async function fetchAsFollower(
  connection: Asks,
  topicId: string,
  id: number,
  replicaEpoch: number,
  offset: number,
  draft: Omit<FollowerFetch, "epoch">,
): Promise<Fetched | { readonly top: number }> {
  const replicaState = { replicaId: id, replicaEpoch };
  const body = { replicaState, ...fetchBody({ topicId }, offset, { start: 0, ...draft }) };
  return fetched(await connection.ask<FetchResponse>("Fetch", 17, body), false);
}

/** `withRecords`: as a consumer sees it, else as a follower does. */
function fetched(response: FetchResponse, withRecords: boolean): Fetched | { readonly top: number } {
  if (response.errorCode !== 0) return { top: response.errorCode };
  const partition = response.responses[0]!.partitions[0]!;
  const { divergingEpoch, currentLeader } = partition;
  return {
    err: partition.errorCode,
    hw: partition.highWatermark,
    ...(withRecords ? { lso: partition.lastStableOffset } : {}),
    start: partition.logStartOffset,
    ...(divergingEpoch && divergingEpoch.epoch >= 0 ? { div: [divergingEpoch.epoch, divergingEpoch.endOffset] } : {}),
    ...(currentLeader && currentLeader.leaderId >= 0
      ? { cur: [currentLeader.leaderId, currentLeader.leaderEpoch] }
      : {}),
    batches: decodeBatches(partition.records)
      .map((batch) => told(batch, withRecords))
      .join(" "),
  };
}

function told(batch: WireBatch, withRecords: boolean): string {
  const { baseOffset, lastOffset, leaderEpoch, producerId, producerEpoch, baseSequence, records } = batch;
  const span = `${baseOffset}-${lastOffset} e${leaderEpoch}`;
  if (!withRecords) return `[${span}]`;
  const producer = producerId >= 0 ? ` p${producerId}/${producerEpoch}/${baseSequence}` : "";
  return `[${span}${producer}: ${records.map(({ offset, key, value }) => `${offset}:${key}=${value}`).join(",")}]`;
}

interface ByTopic<Partition> {
  readonly topics: readonly { readonly partitions: readonly Partition[] }[];
}

export async function listOffset(
  connection: Asks,
  topic: string,
  timestamp: number,
  { replicaId = -1, cle = -1 }: { readonly replicaId?: number; readonly cle?: number } = {},
): Promise<Listed> {
  const partitions = [{ partitionIndex: 0, currentLeaderEpoch: cle, timestamp }];
  const body = { replicaId, isolationLevel: 0, topics: [{ name: topic, partitions }] };
  const { topics } = await connection.ask<
    ByTopic<{ errorCode: number; offset: number; timestamp: number; leaderEpoch: number }>
  >("ListOffsets", 7, body);
  const { errorCode, offset, timestamp: ts, leaderEpoch } = topics[0]!.partitions[0]!;
  return { err: errorCode, offset, ts, epoch: leaderEpoch };
}

export async function epochEnd(connection: Asks, topic: string, epoch: number, cle = -1): Promise<EpochEnd> {
  const partitions = [{ partition: 0, currentLeaderEpoch: cle, leaderEpoch: epoch }];
  const { topics } = await connection.ask<ByTopic<{ errorCode: number; leaderEpoch: number; endOffset: number }>>(
    "OffsetForLeaderEpoch",
    4,
    { replicaId: -1, topics: [{ topic, partitions }] },
  );
  const { errorCode, leaderEpoch, endOffset } = topics[0]!.partitions[0]!;
  return { err: errorCode, epoch: leaderEpoch, end: endOffset };
}

export async function deleteRecords(connection: Asks, topic: string, offset: number): Promise<Deleted> {
  const body = { topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset }] }], timeoutMs: 5000 };
  const { topics } = await connection.ask<ByTopic<{ errorCode: number; lowWatermark: number }>>(
    "DeleteRecords",
    2,
    body,
  );
  const { errorCode, lowWatermark } = topics[0]!.partitions[0]!;
  return { err: errorCode, low: lowWatermark };
}

interface DescribeResponse {
  readonly topics: readonly {
    readonly partitions: readonly {
      readonly leaderId: number;
      readonly leaderEpoch: number;
      readonly isrNodes: readonly number[];
      readonly eligibleLeaderReplicas: readonly number[] | null;
      readonly lastKnownElr: readonly number[] | null;
    }[];
  }[];
}

export async function describe(connection: Asks, topic: string): Promise<Described> {
  const body = { topics: [{ name: topic }], responsePartitionLimit: 100 };
  const { topics } = await connection.ask<DescribeResponse>("DescribeTopicPartitions", 0, body);
  const partition = topics[0]?.partitions[0];
  if (partition === undefined) throw new Error(`${topic} is not known yet`);
  const { leaderId, leaderEpoch, isrNodes, eligibleLeaderReplicas, lastKnownElr } = partition;
  return {
    leader: leaderId,
    epoch: leaderEpoch,
    isr: isrNodes,
    elr: [...(eligibleLeaderReplicas ?? [])].sort((a, b) => a - b),
    lastElr: lastKnownElr ?? [],
  };
}

const electionTypes = { preferred: 0, unclean: 1 };

export async function electLeader(connection: Asks, topic: string, type: "preferred" | "unclean"): Promise<number> {
  const { errorCode, replicaElectionResults } = await connection.ask<{
    readonly errorCode: number;
    readonly replicaElectionResults: readonly { readonly partitionResult: readonly { readonly errorCode: number }[] }[];
  }>("ElectLeaders", 2, {
    electionType: electionTypes[type],
    topicPartitions: [{ topic, partitions: [0] }],
    timeoutMs,
  });
  return errorCode || (replicaElectionResults[0]?.partitionResult[0]?.errorCode ?? 0);
}

/** `null` cancels. */
export async function reassign(connection: Asks, topic: string, replicas: readonly number[] | null): Promise<number> {
  const { errorCode, responses } = await connection.ask<{
    readonly errorCode: number;
    readonly responses: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[];
  }>("AlterPartitionReassignments", 0, {
    timeoutMs,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, replicas }] }],
  });
  return errorCode || responses[0]!.partitions[0]!.errorCode;
}

const topicResource = 2;
const [setConfig, deleteConfig] = [0, 1];

/** Null deletes. */
export async function alterTopicConfigs(
  connection: Asks,
  topic: string,
  configs: Readonly<Record<string, string | null>>,
): Promise<number> {
  const { responses } = await connection.ask<{ responses: readonly { errorCode: number }[] }>(
    "IncrementalAlterConfigs",
    1,
    {
      resources: [
        {
          resourceType: topicResource,
          resourceName: topic,
          configs: Object.entries(configs).map(([name, value]) => ({
            name,
            configOperation: value === null ? deleteConfig : setConfig,
            value,
          })),
        },
      ],
      validateOnly: false,
    },
  );
  return responses[0]!.errorCode;
}

export async function initProducerId(connection: Asks) {
  const body = { transactionalId: null, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 };
  const { errorCode, producerId, producerEpoch } = await connection.ask<{
    readonly errorCode: number;
    readonly producerId: number;
    readonly producerEpoch: number;
  }>("InitProducerId", 4, body);
  return errorCode === 0 ? { producerId, producerEpoch } : undefined;
}
