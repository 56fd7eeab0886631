/**
 * 4.1 AckedNotLost† (Jepsen lost-write): every record acknowledged with acks=all is read at its offset in the end, unless
 * retention, compaction or deletion took it. Told as early as it is sure: when a leader takes office without it, when the
 * acknowledgement comes after that, or in the final logs.
 *
 * A loss that nothing promised against (acks 0 and 1, §6.1; lossy events, §6.12) is told with `promised: false`.
 */
import { nodeName } from "../../core/ids.ts";
import { chunkOf, forEachRecord, Known, placeOf, type RecordState } from "../../history/record-table.ts";
import { type AnomalyName, excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { markLost } from "../fates.ts";
import { type FinalReplica, type FinalState, rulingLog } from "../final-state.ts";
import { at, found, named } from "../finding.ts";
import { isCompactedAway } from "../ghost/compacted-away.ts";
import { exposedRecordAt, forEachIn, isOfEndedHistory } from "../ghost/exposure.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost, ReplicaGhost } from "../ghost/partition-ghost.ts";
import { firstDifference } from "../ghost/runs.ts";
import type { Check, Monitor } from "../monitor.ts";

const card: CheckCard = {
  name: "acked-not-lost",
  sentence:
    "Every record whose send succeeded with acks=all is there in the end, unless retention, compaction or deletion took it.",
  formula: "∀ acked (record, o): o < logStart ∨ compacted(o) ∨ log(leader)[o] = record",
  source: "invariants 4.1† (AckedNotLost), Jepsen lost-write",
  kind: "history",
  guarantee: "no-acked-loss",
};

interface Loss {
  readonly record: number;
  readonly offset: number;
  readonly count: number;
}

function tell(
  ghost: Ghost,
  partition: PartitionGhost,
  role: string,
  loss: Loss,
  legal: AnomalyName | null,
  how: string,
  leader: ReplicaGhost | null,
): void {
  const where = loss.offset < 0 ? named(partition) : at(partition, loss.offset);
  const more = loss.count > 1 ? ` (and ${loss.count - 1} more)` : "";
  found(ghost, card, partition, {
    role,
    sentence: `record ${loss.record} at ${where}, acknowledged, is gone${more}: ${how}`,
    legal,
    subject: {
      kind: "records",
      offset: loss.offset,
      records: [loss.record],
      nodes: leader === null ? [] : [leader.broker],
    },
  });
}

/** Collects the acknowledged records among those visited: those of acks=all apart from the others. */
function collector(ghost: Ghost): {
  note(record: number, offset: number): void;
  promised: Loss | null;
  other: Loss | null;
} {
  const state: { promised: Loss | null; other: Loss | null } = { promised: null, other: null };
  return Object.assign(state, {
    note(record: number, offset: number): void {
      if (isVisibleElsewhere(ghost, record, offset) || !markLost(ghost, record)) return;
      const slot = isPromised(ghost, record) ? "promised" : "other";
      const first = state[slot];
      state[slot] = first === null ? { record, offset, count: 1 } : { ...first, count: first.count + 1 };
    },
  });
}

function isVisible(ghost: Ghost, record: number): boolean {
  const chunk = chunkOf(ghost.records, record);
  return (chunk.flags[placeOf(record)]! & Known.visible) !== 0;
}

/** Another copy of it (a legal duplicate) is still there. */
function isVisibleElsewhere(ghost: Ghost, record: number, offset: number): boolean {
  const chunk = chunkOf(ghost.records, record);
  const i = placeOf(record);
  return (chunk.flags[i]! & Known.visible) !== 0 && chunk.offsets[i] !== offset;
}

function isPromised(ghost: Ghost, record: number): boolean {
  const chunk = chunkOf(ghost.records, record);
  return ghost.clients.get(chunk.clients[placeOf(record)]!)?.acks === -1;
}

/** A leader without them: committed records, and what its predecessor had acknowledged on its own (acks=1). */
function onOffice(
  ghost: Ghost,
  partition: PartitionGhost,
  leader: ReplicaGhost,
  agreedTo: number,
  before: ReplicaGhost | null,
): void {
  const lost = collector(ghost);
  forEachIn(partition, partition.exposed, agreedTo, partition.exposedEnd, lost.note);
  if (before !== null && before !== leader) {
    const common = Math.min(leader.logEnd, before.logEnd);
    const start = Math.max(partition.base, leader.logStart, before.logStart);
    const from = start < common ? firstDifference(leader.runs, before.runs, start, common) : common;
    forEachIn(partition, before.runs, from, before.logEnd, (record, offset) => {
      // What is visible was judged above: the same record may stand here again, as a retry in another epoch.
      if (!isVisible(ghost, record)) lost.note(record, offset);
    });
  }
  const how = `${nodeName(leader.broker)} leads in epoch ${leader.leaderEpoch} without it`;
  const role = "leader-elected-without-record";
  if (lost.promised !== null) tell(ghost, partition, role, lost.promised, partition.legalLoss, how, leader);
  if (lost.other !== null) tell(ghost, partition, role, lost.other, "not-acknowledged-by-all", how, leader);
}

function whyAcknowledged(partition: PartitionGhost, record: number, offset: number): AnomalyName | null {
  if (isOfEndedHistory(partition, record, offset)) return "ended-history";
  const isBelowOldMark = partition.rebaseEpoch >= 0 && offset < (partition.leader?.highWatermark ?? 0);
  return isBelowOldMark && offset >= partition.exposedEnd ? "old-high-watermark-checkpoint" : null;
}

/** An acknowledgement of a record that the committed history does not have, or has no more. */
function onAck(ghost: Ghost, partition: PartitionGhost, record: number, offset: number): void {
  if (!markLost(ghost, record)) return;
  const { leader } = partition;
  const loss = { record, offset, count: 1 };
  tell(
    ghost,
    partition,
    "acknowledged-after-loss",
    loss,
    partition.legalLoss ?? whyAcknowledged(partition, record, offset),
    "its acknowledgement names a record that is not committed",
    leader,
  );
}

function judgeFinal(ghost: Ghost, final: FinalState): void {
  const ids = new Map<number, ReadonlySet<number>>();
  for (const one of final.partitions) {
    const partition = ghost.partitions.get(one.topicPartition);
    const ruling = rulingLog(one);
    if (partition === undefined || partition.deleted || ruling === null) continue;
    const present = new Map<number, number>();
    for (const batch of ruling.batches)
      for (const record of batch.records) present.set(batch.baseOffset + record.offsetDelta, record.id);
    ids.set(partition.index, new Set(present.values()));
    compareCommitted(ghost, partition, ruling, present);
  }
  forEachRecord(ghost.records, (record) => judgeInvisible(ghost, record, ids));
}

function compareCommitted(
  ghost: Ghost,
  partition: PartitionGhost,
  ruling: FinalReplica,
  present: ReadonlyMap<number, number>,
): void {
  const lost = collector(ghost);
  for (let offset = Math.max(ruling.logStartOffset, partition.base); offset < partition.exposedEnd; offset++) {
    const record = exposedRecordAt(partition, offset);
    if (record < 0 || present.get(offset) === record) continue;
    const isGone = isCompactedAway(partition, offset);
    if (isGone && (!present.has(offset) || excuse(ghost.excuses, "epoch-start-compacted-away"))) continue;
    // What compaction may take is judged by compaction-safe.
    if (partition.compacted && !present.has(offset) && offset < ruling.logEndOffset) continue;
    lost.note(record, offset);
  }
  const how = "the final log does not have it";
  if (lost.promised !== null)
    tell(ghost, partition, "missing-in-final-log", lost.promised, partition.legalLoss, how, partition.leader);
  if (lost.other !== null)
    tell(ghost, partition, "missing-in-final-log", lost.other, "not-acknowledged-by-all", how, partition.leader);
}

/**
 * Acknowledged and never committed (acks 0 and 1, or an acknowledgement without offset), and not in the final log.
 *
 * Nothing promises against this way to it (4.x): a stale leader's copy of the record survives below the place where the new
 * leader's log starts, or where compaction has left nothing; the copy leads again, and answers a retry as a duplicate.
 */
function judgeInvisible(ghost: Ghost, record: RecordState, ids: ReadonlyMap<number, ReadonlySet<number>>): void {
  const { flags, id, offset, client } = record;
  if ((flags & Known.ok) === 0 || (flags & (Known.visible | Known.lost)) !== 0) return;
  const present = ids.get(record.partition);
  const partition = ghost.partitionList[record.partition];
  if (present === undefined || partition === undefined || present.has(id) || !markLost(ghost, id)) return;
  const isAckedByAll = ghost.clients.get(client)?.acks === -1;
  const isPast = (flags & Known.past) !== 0;
  const history = partition.legalLoss ?? (partition.rebaseEpoch < 0 ? null : "ended-history");
  const legal = isAckedByAll ? (isPast ? "answered-from-stale-reign" : history) : "not-acknowledged-by-all";
  tell(
    ghost,
    partition,
    "never-became-visible",
    { record: id, offset, count: 1 },
    legal,
    "no log has it",
    partition.leader,
  );
}

function watch(ghost: Ghost): Monitor {
  return {
    tookOffice: (partition, leader, agreedTo, before) => onOffice(ghost, partition, leader, agreedTo, before),
    misplaced: (partition, _client, record, offset, visibleAt) => {
      if (visibleAt < 0) onAck(ghost, partition, record, offset);
    },
    finish: (final) => judgeFinal(ghost, final),
  };
}

export const ackedNotLost: Check = { card, watch };
