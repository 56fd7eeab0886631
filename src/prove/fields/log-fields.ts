/** A replica's log and the disk below it, field by field: what a search copies and what it tells states apart by. */
import { list, mapOf, record, shared } from "../../explorer/compound.ts";
import { allUntold, type Field, frozen, plain, untold, vacant } from "../../explorer/shape.ts";
import type { PartitionLog } from "../../kafka/log/partition-log.ts";
import type { CachedBatch, ProducerEntry, ProducerSnapshot } from "../../kafka/log/producer-state.ts";
import type { Segment } from "../../kafka/log/segment.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import { diskFields } from "./disk-fields.ts";

/** Batches are never changed. Their sizes, times and checksums follow from the rest: every record of a model is alike. */
const batchText = (batch: RecordBatch): string => {
  const ids = batch.records.map((one) => one.id).join("+");
  const session = batch.producerId < 0 ? "" : `p${batch.producerId}.${batch.producerEpoch}.${batch.baseSequence}`;
  return `${batch.baseOffset}e${batch.partitionLeaderEpoch}r${ids}${session}`;
};

export const batch: Field<RecordBatch> = frozen(batchText);

const { disk, file } = diskFields(batch);

export { disk };

const segment: Field<Segment> = shared(() => ({
  baseOffset: plain,
  // The only files that a segment has are those of the model's disk.
  file: file as unknown as Field<Segment["file"]>,
  ...allUntold(
    "openedMs",
    "jitter",
    "firstTimestamp",
    "largestTimestamp",
    "offsetIndexEntries",
    "bytesSinceIndexEntry",
  ),
  flushedCount: plain,
  flushPending: plain,
}));

const cached: Field<CachedBatch> = frozen((one) => `${one.baseOffset}+${one.lastOffsetDelta}s${one.baseSequence}`);

const producer: Field<ProducerEntry> = record<ProducerEntry>({
  producerId: plain,
  producerEpoch: plain,
  batches: list(cached),
  lastTimestamp: untold(),
});

const snapshots: Field<readonly ProducerSnapshot[]> = frozen((value) => JSON.stringify(value));

export const log: Field<PartitionLog> = shared(() => ({
  ...allUntold(
    "topicPartition",
    "diskIndex",
    "config",
    "rollAfterMs",
    "latestEpoch",
    "lastFlushedMs",
    "recoveredSegments",
  ),
  disk: disk as unknown as Field<PartitionLog["disk"]>,
  segments: list(segment),
  active: segment,
  logStartOffset: plain,
  firstUndecidedOffset: plain,
  lastStableOffset: plain,
  highWatermark: plain,
  logEndOffset: plain,
  recoveryPoint: plain,
  epochCache: record({ epochs: list<number>(plain), startOffsets: list<number>(plain) }),
  producers: mapOf<number, ProducerEntry>(producer),
  snapshots,
  snapshotsUnflushed: plain,
  firstDirtyOffset: plain,
  deletedSegments: vacant("deleted segments"),
  storageFailed: plain,
}));
