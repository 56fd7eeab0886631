/**
 * 1.18 CompactionSafe (L-50..L-57): compaction keeps order and offsets, touches no record at or above the high watermark,
 * and keeps the last committed value of each key. A tombstone may go after its delete horizon; a record without a key
 * has no place in a compacted topic and goes at once.
 */
import { nodeName } from "../../core/ids.ts";
import type { KafkaRecord, RecordBatch } from "../../kafka/records.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "compaction-safe",
  sentence:
    "Compaction keeps the last committed value of each key, order and offsets, and touches nothing above the high watermark.",
  formula: "cleaned ⊆ log ∧ ∀ key k: latest(k) below highWatermark ∈ cleaned ∨ it is a tombstone past its horizon",
  source: "invariants 1.18 (CompactionSafe); L-50..L-57, E-11",
  kind: "monitor",
  guarantee: "protocol",
};

function judge(
  ghost: Ghost,
  broker: number,
  before: readonly RecordBatch[],
  after: readonly RecordBatch[],
  nowMs: number,
): void {
  const { partition, highWatermark } = ghost.replica;
  const wrong = (role: string, offset: number, record: number, sentence: string): void =>
    found(ghost, card, partition, {
      role,
      sentence: `${nodeName(broker)} compacts ${at(partition, offset)}: ${sentence}`,
      subject: { kind: "records", offset, records: [record], nodes: [broker] },
    });
  const kept = recordsByOffset(after, (offset, id) =>
    wrong("order-changed", offset, id, "the kept records are not in order"),
  );
  const latest = latestByKey(before, highWatermark);
  for (const batch of before) {
    for (const record of batch.records) {
      const offset = batch.baseOffset + record.offsetDelta;
      const there = kept.get(offset);
      kept.delete(offset);
      if (there === record.id) continue;
      if (there !== undefined)
        wrong("record-replaced", offset, record.id, `record ${record.id} became record ${there}`);
      else if (offset >= highWatermark)
        wrong("uncommitted-removed", offset, record.id, `it is above the high watermark ${highWatermark}`);
      else if (!mayGo(batch, record, offset, latest, nowMs))
        wrong("last-value-removed", offset, record.id, `key ${record.key} has no later committed value`);
    }
  }
  for (const [offset, id] of kept) wrong("record-invented", offset, id, "no such record was there");
}

function mayGo(
  batch: RecordBatch,
  record: KafkaRecord,
  offset: number,
  latest: ReadonlyMap<string, number>,
  nowMs: number,
): boolean {
  if (batch.isControl) return batch.deleteHorizonMs >= 0 && nowMs >= batch.deleteHorizonMs;
  if (record.key === null || latest.get(record.key) !== offset) return true;
  return record.value === null && batch.deleteHorizonMs >= 0 && nowMs >= batch.deleteHorizonMs;
}

function recordsByOffset(
  batches: readonly RecordBatch[],
  onDisorder: (offset: number, id: number) => void,
): Map<number, number> {
  const records = new Map<number, number>();
  let last = -1;
  for (const batch of batches) {
    for (const record of batch.records) {
      const offset = batch.baseOffset + record.offsetDelta;
      if (offset <= last) onDisorder(offset, record.id);
      last = offset;
      records.set(offset, record.id);
    }
  }
  return records;
}

function latestByKey(batches: readonly RecordBatch[], highWatermark: number): Map<string, number> {
  const latest = new Map<string, number>();
  for (const batch of batches) {
    if (batch.isControl) continue;
    for (const record of batch.records) {
      const offset = batch.baseOffset + record.offsetDelta;
      if (record.key !== null && offset < highWatermark) latest.set(record.key, offset);
    }
  }
  return latest;
}

export const compactionSafe: Check = {
  card,
  watch: (ghost) => ({
    compacted: (broker, _tp, before, after, nowMs) => judge(ghost, broker, before, after, nowMs),
  }),
};
