/**
 * One partition of an internal topic as the log under a ledger: appended as a leader appends for acks=all, committed when
 * the high watermark passes (CoordinatorPartitionWriter, CoordinatorLoaderImpl). What compaction left is read record by
 * record.
 */
import { invariant } from "../../core/invariant.ts";
import { Errors } from "../errors.ts";
import type { LedgerBatch, LedgerLog, Refused } from "../ledger/ledger-log.ts";
import { segmentIndexAt } from "../log/partition-log.ts";
import {
  firstInternalId,
  type KafkaRecord,
  makeBatch,
  noEpoch,
  noProducerId,
  noSequence,
  type RecordBatch,
} from "../records.ts";
import type { ReplicaEnv } from "../replication/env.ts";
import type { Partition } from "../replication/partition.ts";
import { appendToLeader } from "../replication/produce.ts";
import { partitionOf } from "../topic-partition.ts";
import type { RecordCodec } from "./record-codec.ts";

const acksAll = -1;
const noHeaders: readonly never[] = [];
/** An identity says who wrote the record, and where. */
const offsetsPerEpoch = 2 ** 24;
const epochsPerPartition = 2 ** 12;
const partitionsPerBroker = 2 ** 6;

type Batch<LedgerRecord> = LedgerBatch<LedgerRecord, never>;

export class CoordinatorLog<State, LedgerRecord> implements LedgerLog<State, LedgerRecord, never> {
  readonly #partition: Partition;
  readonly #codec: RecordCodec<LedgerRecord>;
  readonly #env: () => ReplicaEnv;

  constructor(partition: Partition, codec: RecordCodec<LedgerRecord>, env: () => ReplicaEnv) {
    this.#partition = partition;
    this.#codec = codec;
    this.#env = env;
  }

  get startOffset(): number {
    return this.#partition.log.logStartOffset;
  }

  get endOffset(): number {
    return this.#partition.log.logEndOffset;
  }

  get committedEnd(): number {
    return this.#partition.log.highWatermark;
  }

  snapshot(): null {
    return null;
  }

  append({ records }: Batch<LedgerRecord>): number | Refused {
    const env = this.#env();
    const timestamp = env.wallClockMs();
    const stored = records.map((record, i) => this.#stored(record, i, timestamp));
    const batch = makeBatch(stored, noProducerId, noEpoch, noSequence, 1);
    const { errorCode, baseOffset } = appendToLeader(this.#partition, batch, acksAll, env);
    return errorCode === Errors.NONE ? baseOffset : { errorCode };
  }

  #stored(record: LedgerRecord, index: number, timestamp: number): KafkaRecord {
    const { brokerId } = this.#env();
    const { log, leaderEpoch, topicPartition } = this.#partition;
    const offset = log.logEndOffset + index;
    invariant(
      offset < offsetsPerEpoch && leaderEpoch < epochsPerPartition,
      "each record of a coordinator has its own id",
    );
    const place = (partitionOf(topicPartition) % partitionsPerBroker) * epochsPerPartition + leaderEpoch;
    const id =
      firstInternalId + (brokerId * partitionsPerBroker * epochsPerPartition + place) * offsetsPerEpoch + offset;
    const { key, value, sizeInBytes } = this.#codec.encode(record);
    return { id, key, value, headers: noHeaders, timestamp, offsetDelta: index, sizeInBytes };
  }

  read(from: number, to: number, visit: (batch: Batch<LedgerRecord>, baseOffset: number) => void): void {
    const { log } = this.#partition;
    if (from >= to) return;
    for (let i = segmentIndexAt(log, from); i < log.segments.length; i++) {
      for (const batch of log.segments[i]!.file.entries) {
        if (batch.baseOffset >= to) return;
        if (batch.baseOffset + batch.lastOffsetDelta >= from) this.#visit(batch, from, to, visit);
      }
    }
  }

  #visit(
    batch: RecordBatch,
    from: number,
    to: number,
    visit: (batch: Batch<LedgerRecord>, baseOffset: number) => void,
  ): void {
    for (const { key, value, offsetDelta } of batch.records) {
      const offset = batch.baseOffset + offsetDelta;
      if (offset < from || offset >= to || key === null) continue;
      visit({ records: [this.#codec.decode(key, value)], facts: noFacts, isTold: true }, offset);
    }
  }
}

const noFacts: readonly never[] = [];
