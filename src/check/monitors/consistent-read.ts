/**
 * 1.13b ConsistentRead† (VL ConsistentReadProperty): what was returned to a consumer is committed, and stays, unchanged,
 * in the log of every leader to come.
 *
 * Legal (§6.5): old records from a leader or follower that has not heard of its successor; also records of a history
 * that a lossy election has ended since. After such an election the high watermark of a replica may be too high for a while: the
 * checkpoint that it read at its start was written before its log was cut.
 */
import { nodeName } from "../../core/ids.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { exposedRecordAt } from "../ghost/exposure.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { identityAt } from "../ghost/identities.ts";
import { isLossLegal } from "../ghost/loss.ts";
import { epochAt, firstDifference } from "../ghost/runs.ts";
import type { Check, Monitor } from "../monitor.ts";

const card: CheckCard = {
  name: "consistent-read",
  sentence:
    "A consumer is given committed records only, and what it was given stays at its offset in the log of every later leader.",
  formula: "∀ read of o: record(o) = committed[o]; ∀ true leader L, o < consumedEnd: log(L)[o] = committed[o]",
  source: "invariants 1.13b† (ConsistentRead), Jepsen inconsistent-offsets; R-6",
  kind: "monitor",
  guarantee: "stable-reads",
};

function watch(ghost: Ghost): Monitor {
  return {
    polled: (client, _tp, batch, fromOffset, toOffset, broker) => {
      const { partition } = ghost;
      const from = Math.max(fromOffset, partition.base);
      if (from >= toOffset) return;
      const offset = wrongOffset(ghost, batch, from, toOffset);
      if (offset < 0) {
        if (toOffset > partition.consumedEnd) partition.consumedEnd = toOffset;
        return;
      }
      // A reader of the old history, which a lossy election has ended: stale, not wrong.
      const isStale = batch.partitionLeaderEpoch < partition.rebaseEpoch;
      if (isLossLegal(ghost, partition) || (isStale && excuse(ghost.excuses, "ended-history"))) return;
      const above = offset >= partition.exposedEnd;
      const isBelowMark = partition.rebaseEpoch >= 0 && offset < (partition.replicas[broker]?.highWatermark ?? 0);
      if (above && isBelowMark && excuse(ghost.excuses, "old-high-watermark-checkpoint")) return;
      const record = idAt(batch, offset);
      const committedRecord = exposedRecordAt(partition, offset);
      found(ghost, card, partition, {
        role: above ? "read-above-high-watermark" : "read-another-record",
        sentence: above
          ? `${nodeName(client)} reads ${at(partition, offset)} from ${nodeName(broker)}, which no high watermark has passed`
          : `${nodeName(client)} reads record ${record} at ${at(partition, offset)} from ${nodeName(broker)}, where record ${committedRecord} is committed`,
        subject: { kind: "records", offset, records: [record, committedRecord], nodes: [client, broker] },
      });
    },
    tookOffice: (partition, leader, agreedTo) => {
      if (agreedTo >= partition.consumedEnd || isLossLegal(ghost, partition)) return;
      const { broker, leaderEpoch } = leader;
      const record = exposedRecordAt(partition, agreedTo);
      found(ghost, card, partition, {
        role: "leader-lacks-read-record",
        sentence: `${nodeName(broker)} leads in epoch ${leaderEpoch} without ${at(partition, agreedTo)}, which a consumer was given`,
        subject: { kind: "records", offset: agreedTo, records: [record], nodes: [broker] },
      });
    },
  };
}

/** The first offset of the batch in [from, to) that is not as committed; -1 if none. */
function wrongOffset(ghost: Ghost, batch: RecordBatch, from: number, to: number): number {
  const { identities, exposed, exposedEnd } = ghost.partition;
  const { baseOffset, partitionLeaderEpoch: epoch, records } = batch;
  const end = Math.min(to, exposedEnd);
  if (from >= end) return from;
  // The common case in two look-ups: one epoch from the first to the last offset.
  if (epochAt(exposed, from) !== epoch || epochAt(exposed, end - 1) !== epoch) {
    const difference = firstDifference({ epochs: [epoch], starts: [from] }, exposed, from, end);
    if (difference < end) return difference;
  }
  for (let i = 0; i < records.length; i++) {
    const offset = baseOffset + records[i]!.offsetDelta;
    if (offset < from || offset >= end) continue;
    const record = identityAt(identities, offset, epoch);
    if (record >= 0 && record !== records[i]!.id) return offset;
  }
  return end < to ? end : -1;
}

function idAt(batch: RecordBatch, offset: number): number {
  for (const record of batch.records) if (batch.baseOffset + record.offsetDelta === offset) return record.id;
  return -1;
}

export const consistentRead: Check = { card, watch };
