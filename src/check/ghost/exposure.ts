/**
 * The committed history grows when a leader's high watermark passes records, and is re-based when a leader takes office
 * that does not have them all: what it lacks is lost, what it has is the truth from then on.
 */
import { invariant } from "../../core/invariant.ts";
import { chunkOf, completed, Known, placeOf, type RecordChunk } from "../../history/record-table.ts";
import { firstInternalId } from "../../kafka/records.ts";
import { type AnomalyName, excuse } from "../anomaly.ts";
import { forgetCompactedFrom, isCompactedAway } from "./compacted-away.ts";
import { type Ghost, touchPartition } from "./ghost.ts";
import { identityAt } from "./identities.ts";
import { lifeOf } from "./node-ghost.ts";
import { orderOf, type PartitionGhost, type ReplicaGhost } from "./partition-ghost.ts";
import { copyRuns, cutRuns, epochAt, type Runs } from "./runs.ts";

export function expose(ghost: Ghost, leader: ReplicaGhost, from: number, to: number): void {
  const { partition } = leader;
  invariant(from === partition.exposedEnd && to > from, "the committed history grows at its end");
  invariant(to <= leader.logEnd, "what is committed is in the log of the leader that commits it");
  copyRuns(partition.exposed, leader.runs, from, to);
  partition.exposedEnd = to;
  for (let offset = Math.max(from, partition.deletedBelow); offset < to; offset++) {
    const record = identityAt(partition.identities, offset, epochAt(leader.runs, offset));
    if (record >= 0) makeVisible(ghost, leader, record, offset);
  }
  ghost.facts.exposed(partition, leader, from, to);
}

/** The record that the committed history has at an offset; -1 none, or not known any more. */
export const exposedRecordAt = (partition: PartitionGhost, offset: number): number =>
  offset >= partition.exposedEnd ? -1 : identityAt(partition.identities, offset, epochAt(partition.exposed, offset));

/** A record that is visible at `first` becomes visible at `offset`; -1: was not visible. Asked by the search too. */
export const isSecondCopy = (first: number, offset: number): boolean => first >= 0 && first !== offset;

/** What becomes visible was sent before what its session has visible already. Asked by the search too. */
export const isSentBefore = (session: number, order: number, lastSession: number, lastOrder: number): boolean =>
  session === lastSession && order < lastOrder;

/** The record was written by a leader who had not heard of the lossy election that ended its history. */
export function isOfEndedHistory(partition: PartitionGhost, record: number, offset: number): boolean {
  for (let epoch = partition.rebaseEpoch - 1; epoch >= 0; epoch--)
    if (identityAt(partition.identities, offset, epoch) === record) return true;
  return false;
}

/** Calls `visit` for the records that a log has in [from, to). */
export function forEachIn(
  partition: PartitionGhost,
  runs: Runs,
  from: number,
  to: number,
  visit: (record: number, offset: number) => void,
): void {
  for (let offset = from; offset < to; offset++) {
    const record = identityAt(partition.identities, offset, epochAt(runs, offset));
    if (record >= 0) visit(record, offset);
  }
}

/** The leader that took the copy at `here` made its producer state anew when the earlier one was no more in its log. */
function mayForget(leader: ReplicaGhost, here: number, earlier: number): boolean {
  const { partition, runs } = leader;
  const taker = partition.replicas[partition.leaders[epochAt(runs, here)] ?? -1];
  return earlier < (taker ?? leader).knowsFrom;
}

/**
 * Is the earlier copy of a record there, as the history now is? Not so in a topic that was deleted, where compaction or the
 * start of the log took it, or where a lossy election has put another history: a copy that comes later is the only one.
 */
function isElsewhere(ghost: Ghost, record: number, chunk: RecordChunk, leader: ReplicaGhost, here: number): boolean {
  const i = placeOf(record);
  const offset = chunk.offsets[i]!;
  const partition = ghost.partitionList[chunk.partitions[i]!];
  if (partition === undefined || partition.deleted) return false;
  const start = partition === leader.partition ? Math.max(partition.deletedBelow, leader.logStart) : 0;
  if (partition === leader.partition && !isSecondCopy(offset, here)) return false;
  if (exposedRecordAt(partition, offset) !== record) return false;
  const isGone = offset < start;
  // It may have been in a history that this leader never had.
  const isOfEnded = isGone && epochAt(partition.exposed, offset) < partition.rebaseEpoch;
  if (isOfEnded && excuse(ghost.excuses, "ended-history")) return false;
  const isForgotten = (isGone && mayForget(leader, here, offset)) || isCompactedAway(partition, offset);
  return !(isForgotten && excuse(ghost.excuses, "forgotten-producer"));
}

function makeVisible(ghost: Ghost, leader: ReplicaGhost, record: number, offset: number): void {
  const { partition } = leader;
  // A leader that has not heard of the deletion yet.
  if (partition.deleted || record >= firstInternalId) return;
  const chunk = chunkOf(ghost.records, record);
  const i = placeOf(record);
  const flags = chunk.flags[i]!;
  if ((flags & Known.invoked) === 0) {
    ghost.facts.phantom(partition, record, offset, "never-sent");
    return;
  }
  const client = chunk.clients[i]!;
  if ((flags & Known.visible) !== 0 && isElsewhere(ghost, record, chunk, leader, offset)) {
    ghost.facts.duplicated(partition, client, record, chunk.offsets[i]!, offset);
    return;
  }
  if ((flags & Known.failed) !== 0) ghost.facts.phantom(partition, record, offset, "failed");
  if ((flags & (Known.failed | Known.unsure)) !== 0) ghost.counts.lateAppearance++;
  chunk.flags[i] = (flags | Known.visible) & ~Known.lost;
  chunk.partitions[i] = partition.index;
  chunk.offsets[i] = offset;
  const isLate = (flags & completed & ~Known.ok) !== 0;
  const exempt = (flags & Known.visible) !== 0 ? "earlier-copy-gone" : isLate ? "late-record" : null;
  keepOrder(ghost, partition, client, record, chunk.orders[i]!, offset, exempt);
}

/** Records that are exempt, and those of an earlier life of the client, are out of the order, not against it. */
function keepOrder(
  ghost: Ghost,
  partition: PartitionGhost,
  client: number,
  record: number,
  order: number,
  offset: number,
  exempt: AnomalyName | null,
): void {
  const sender = ghost.clients.get(client);
  if (sender === undefined) return;
  const known = partition.order.get(client);
  const life = lifeOf(sender, order);
  const isOfEarlierLife = known !== undefined && life < known.session;
  const legal = exempt ?? (isOfEarlierLife ? "late-record" : null);
  if (known !== undefined && (isOfEarlierLife || isSentBefore(life, order, known.session, known.lastOrder))) {
    if (legal !== null && excuse(ghost.excuses, legal)) return;
    ghost.facts.reordered(partition, client, record, offset, known.lastRecord, known.lastOffset);
    return;
  }
  if (legal !== null) return;
  const state = orderOf(partition, client);
  invariant(life > state.session || order >= state.lastOrder, "what counts for the order follows what came before");
  state.session = life;
  state.lastOrder = order;
  state.lastRecord = record;
  state.lastOffset = offset;
}

/** The leader's log is the truth: what the committed history had beyond `agreedTo` is lost, unless it was deleted before. */
export function rebase(ghost: Ghost, leader: ReplicaGhost, agreedTo: number, deletedBelow: number): void {
  const { partition } = leader;
  forEachIn(partition, partition.exposed, Math.max(agreedTo, deletedBelow), partition.exposedEnd, (record, offset) => {
    if (record >= firstInternalId) return;
    const chunk = chunkOf(ghost.records, record);
    const i = placeOf(record);
    if (chunk.offsets[i] === offset) chunk.flags[i] = (chunk.flags[i]! & ~Known.visible) | Known.lost;
  });
  invariant(agreedTo <= partition.exposedEnd, "a history is re-based on what it has");
  invariant(agreedTo <= leader.logEnd, "a history is re-based on what its leader has");
  cutRuns(partition.exposed, agreedTo);
  forgetCompactedFrom(partition, agreedTo);
  partition.exposedEnd = agreedTo;
  partition.deletedBelow = Math.min(partition.deletedBelow, Math.max(agreedTo, deletedBelow));
  if (partition.trueHighWatermark > agreedTo) partition.trueHighWatermark = agreedTo;
  if (partition.consumedEnd > agreedTo) partition.consumedEnd = agreedTo;
  if (partition.ackedEnd > agreedTo) partition.ackedEnd = agreedTo;
  partition.rebaseEpoch = leader.leaderEpoch;
  for (const [client, state] of partition.order) {
    state.brokenBelow = ghost.clients.get(client)?.sends ?? 0;
    state.brokenBy = "ended-history";
    state.lastOrder = -1;
  }
  const marked = Math.min(leader.highWatermark, leader.logEnd);
  if (marked > agreedTo) expose(ghost, leader, agreedTo, marked);
  touchPartition(ghost, partition);
}
