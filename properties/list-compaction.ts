/** Compaction of a list of segments, by the definitions of protocol §4.6 alone (L-50..L-57). */
import {
  batchOverheadBytes,
  type KafkaRecord,
  lastOffset,
  nextOffset,
  type RecordBatch,
  sealed,
} from "../src/kafka/records.ts";
import { bytesOf, type ListLog, type ListSegment } from "./list-log.ts";

/** False: not enough dirt. */
export function compact(list: ListLog, nowMs: number): boolean {
  const count = countCleanable(list, nowMs);
  if (!isDue(list, count, nowMs)) return false;
  const end = list.segments[count]!.base;
  const latest = latestOffsets(list, count);
  const groups: ListSegment[][] = [];
  for (const segment of list.segments.splice(0, count)) {
    const group = groups.at(-1) ?? [];
    const grown = bytesOf([...group, segment].flatMap(({ batches }) => batches));
    if (group.length > 0 && grown <= list.config.segmentBytes) group.push(segment);
    else groups.push([segment]);
  }
  const clean = (batch: RecordBatch): RecordBatch[] => cleaned(list, batch, latest, nowMs);
  list.segments.unshift(
    ...groups.map((group) => ({ ...group[0]!, batches: group.flatMap(({ batches }) => batches.flatMap(clean)) })),
  );
  list.firstDirty = end;
  return true;
}

const endOf = (list: ListLog, index: number): number => list.segments[index + 1]!.base;

/** Whole segments below the high watermark, up to the first one with dirt that is too young. */
function countCleanable(list: ListLog, nowMs: number): number {
  const { minCompactionLagMs } = list.config;
  const first = list.segments.findIndex(({ batches }, i) => {
    if (i === list.segments.length - 1 || endOf(list, i) > list.highWatermark) return true;
    const isYoung = batches.some((batch) => batch.maxTimestamp > nowMs - minCompactionLagMs);
    return minCompactionLagMs > 0 && endOf(list, i) > list.firstDirty && isYoung;
  });
  return first;
}

function isDue(list: ListLog, count: number, nowMs: number): boolean {
  const { maxCompactionLagMs, minCleanableDirtyRatio } = list.config;
  const cleanable = list.segments.slice(0, count);
  const dirty = cleanable.filter((_, i) => endOf(list, i) > list.firstDirty);
  const dirtyBytes = bytesOf(dirty.flatMap(({ batches }) => batches));
  if (dirtyBytes === 0) return false;
  const oldestMs = Math.min(...dirty.flatMap(({ batches }) => batches.slice(0, 1).map((one) => one.maxTimestamp)));
  const share = dirtyBytes / bytesOf(cleanable.flatMap(({ batches }) => batches));
  return share >= minCleanableDirtyRatio || nowMs - oldestMs > maxCompactionLagMs;
}

/** Of the dirty part: the clean one has each key once. */
function latestOffsets(list: ListLog, count: number): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const batch of list.segments.slice(0, count).flatMap(({ batches }) => batches))
    for (const { key, offsetDelta } of batch.isControl ? [] : batch.records)
      if (key !== null && batch.baseOffset + offsetDelta >= list.firstDirty)
        latest.set(key, batch.baseOffset + offsetDelta);
  return latest;
}

function cleaned(list: ListLog, batch: RecordBatch, latest: ReadonlyMap<string, number>, nowMs: number): RecordBatch[] {
  const { baseOffset, deleteHorizonMs, isControl, producerId, records } = batch;
  const isFirstSeen = deleteHorizonMs < 0;
  const horizonMs = isFirstSeen ? nowMs + list.config.deleteRetentionMs : deleteHorizonMs;
  const isEarly = isFirstSeen || nowMs < horizonMs;
  const isKept = ({ key, offsetDelta, value }: KafkaRecord): boolean => {
    if (isControl) return isEarly;
    if (key === null || (latest.get(key) ?? -1) > baseOffset + offsetDelta) return false;
    return value !== null || isEarly;
  };
  const kept = records.filter(isKept);
  const last = list.producers.get(producerId)?.window.at(-1);
  const tellsLast = last !== undefined && lastOffset(last) === lastOffset(batch);
  if (kept.length === 0 && !tellsLast && nextOffset(batch) !== list.highWatermark) return [];
  const waits = kept.some(({ value }) => isControl || value === null);
  const horizon = waits ? horizonMs : deleteHorizonMs;
  if (kept.length === records.length && horizon === deleteHorizonMs) return [batch];
  const bytes = (some: readonly KafkaRecord[]): number => some.reduce((sum, one) => sum + one.sizeInBytes, 0);
  const share = records.length === 0 ? 0 : bytes(kept) / bytes(records);
  const times =
    batch.timestampType === "LogAppendTime" || kept.length === 0 ? [] : kept.map(({ timestamp }) => timestamp);
  return [
    sealed({
      ...batch,
      records: kept,
      deleteHorizonMs: horizon,
      maxTimestamp: times.length === 0 ? batch.maxTimestamp : Math.max(...times),
      sizeInBytes: batchOverheadBytes + Math.ceil((batch.sizeInBytes - batchOverheadBytes) * share),
    }),
  ];
}
