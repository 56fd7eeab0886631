/**
 * The controller's metadata log, read as an observer of its quorum does: what the controller decided, as soon as it is
 * committed, with the partition epochs that no broker tells.
 */
import { ByteReader } from "../wire/bytes.ts";
import { decode, type Fields } from "../wire/codec.ts";
import { decodeBatches } from "../wire/record-batch.ts";
import { controllerId, type RealCluster } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import { sleep } from "./waiting.ts";

export interface PartitionState {
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly isr: readonly number[];
  readonly eligibleLeaderReplicas: readonly number[];
  readonly lastKnownElr: readonly number[];
}

/** Keys of the records that say what a partition is. */
const [topicRecord, partitionRecord, partitionChangeRecord, clearElrRecord] = [2, 3, 5, 28];
const metadataTopicId = "AAAAAAAAAAAAAAAAAAAAAQ";
const noLeaderChange = -2;
const fencedLeaderEpoch = 74;
const notLeaderOrFollower = 6;
const fetchBytes = 8 << 20;

interface FetchResponse {
  readonly responses: readonly {
    readonly partitions: readonly {
      readonly errorCode: number;
      readonly currentLeader: { readonly leaderEpoch: number };
      readonly highWatermark: number;
      readonly records: Buffer | null;
    }[];
  }[];
}

interface PartitionRecord {
  readonly partitionId: number;
  readonly topicId: string;
  readonly isr: readonly number[] | null;
  readonly leader: number;
  readonly leaderEpoch?: number;
  readonly partitionEpoch?: number;
  readonly eligibleLeaderReplicas?: readonly number[] | null;
  readonly lastKnownElr?: readonly number[] | null;
}

export class MetadataLog {
  readonly #cluster: RealCluster;
  readonly #controller: Connection;
  /** Of partition 0 of each topic. */
  readonly #partitions = new Map<string, PartitionState>();
  readonly #topicIds = new Map<string, string>();
  #nextOffset = 0;
  #lastEpoch = 0;
  /** Of the quorum; what is refused in an older one says the newer. */
  #quorumEpoch = 0;
  /** Ids of topics whose ELR was cleared by a changed setting. */
  readonly clearedElr = new Set<string>();

  private constructor(cluster: RealCluster, controller: Connection) {
    this.#cluster = cluster;
    this.#controller = controller;
  }

  static async open(cluster: RealCluster): Promise<MetadataLog> {
    return new MetadataLog(cluster, await cluster.connect(controllerId));
  }

  /** Partition 0 of the topic, as the controller has committed it. Throws where there is none. */
  async partition(topicId: string): Promise<PartitionState> {
    await this.#readOn();
    const state = this.#partitions.get(topicId);
    if (state === undefined) throw new Error(`the controller has no topic ${topicId}`);
    return state;
  }

  close(): void {
    this.#controller.close();
  }

  /** A controller that met an error of its own resigns; alone in its quorum it is elected again. */
  async #readOn(): Promise<void> {
    const patience = Date.now() + 10_000;
    for (;;) {
      const position = {
        fetchOffset: this.#nextOffset,
        lastFetchedEpoch: this.#lastEpoch,
        currentLeaderEpoch: this.#quorumEpoch,
      };
      const partitions = [{ partition: 0, ...position, partitionMaxBytes: fetchBytes }];
      const { responses } = await this.#controller.ask<FetchResponse>("Fetch", 17, {
        clusterId: this.#cluster.clusterId,
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: fetchBytes,
        topics: [{ topicId: metadataTopicId, partitions }],
      });
      const { errorCode, currentLeader, highWatermark, records } = responses[0]!.partitions[0]!;
      if (errorCode === fencedLeaderEpoch) {
        this.#quorumEpoch = currentLeader.leaderEpoch;
        continue;
      }
      if (errorCode === notLeaderOrFollower && Date.now() < patience) {
        await sleep(50);
        continue;
      }
      if (errorCode !== 0) throw new Error(`the metadata log cannot be read: ${errorCode}`);
      for (const { lastOffset, leaderEpoch, isControl, records: values } of decodeBatches(records)) {
        if (!isControl) for (const { value } of values) this.#replay(Buffer.from(value ?? "", "latin1"));
        this.#nextOffset = lastOffset + 1;
        this.#lastEpoch = leaderEpoch;
      }
      if (this.#nextOffset >= highWatermark) return;
    }
  }

  #replay(bytes: Buffer): void {
    const reader = new ByteReader(bytes);
    reader.unsignedVarint();
    const [apiKey, version] = [reader.unsignedVarint(), reader.unsignedVarint()];
    if (![topicRecord, partitionRecord, partitionChangeRecord, clearElrRecord].includes(apiKey)) return;
    const definition = this.#cluster.installation.definitions.of("metadata", apiKey);
    const record = decode<Fields>(definition, version, bytes.subarray(reader.at));
    if (apiKey === topicRecord) this.#topicIds.set(record["name"] as string, record["topicId"] as string);
    else if (apiKey === clearElrRecord) this.#clearElr(record["topicName"] as string);
    else if (apiKey === partitionRecord) this.#add(record as unknown as PartitionRecord);
    else this.#change(record as unknown as PartitionRecord);
  }

  #add(record: PartitionRecord): void {
    if (record.partitionId !== 0) return;
    this.#partitions.set(record.topicId, {
      leader: record.leader,
      leaderEpoch: record.leaderEpoch!,
      partitionEpoch: record.partitionEpoch!,
      isr: record.isr ?? [],
      eligibleLeaderReplicas: record.eligibleLeaderReplicas ?? [],
      lastKnownElr: record.lastKnownElr ?? [],
    });
  }

  /** What is null stays as it was; any leader that is named, also the old one, begins an epoch. */
  #change({ topicId, partitionId, leader, isr, eligibleLeaderReplicas, lastKnownElr }: PartitionRecord): void {
    const before = this.#partitions.get(topicId);
    if (partitionId !== 0 || before === undefined) return;
    const isNamed = leader !== noLeaderChange;
    this.#partitions.set(topicId, {
      leader: isNamed ? leader : before.leader,
      leaderEpoch: before.leaderEpoch + (isNamed ? 1 : 0),
      partitionEpoch: before.partitionEpoch + 1,
      isr: isr ?? before.isr,
      eligibleLeaderReplicas: eligibleLeaderReplicas ?? before.eligibleLeaderReplicas,
      lastKnownElr: lastKnownElr ?? before.lastKnownElr,
    });
  }

  /** Of one topic, or of all where none is named. */
  #clearElr(topicName: string): void {
    const topicId = this.#topicIds.get(topicName);
    for (const [id, state] of this.#partitions) {
      if (topicName !== "" && id !== topicId) continue;
      if (state.eligibleLeaderReplicas.length + state.lastKnownElr.length === 0) continue;
      this.clearedElr.add(id);
      const partitionEpoch = state.partitionEpoch + 1;
      this.#partitions.set(id, { ...state, partitionEpoch, eligibleLeaderReplicas: [], lastKnownElr: [] });
    }
  }
}
