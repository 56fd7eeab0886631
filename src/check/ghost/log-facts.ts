/** Logs as the ghost mirrors them: every append, truncation, restart and opening of every replica. */
import { invariant } from "../../core/invariant.ts";
import { chunkOf, placeOf } from "../../history/record-table.ts";
import type { LogObserver } from "../../kafka/observer.ts";
import { noProducerId, type RecordBatch } from "../../kafka/records.ts";
import { isEmptied, noteCompaction } from "./compacted-away.ts";
import { brokerAt, enter, type Ghost, touchReplica } from "./ghost.ts";
import { dropIdentitiesBelow, noteIdentity } from "./identities.ts";
import { orderOf, type PartitionGhost, type ReplicaGhost } from "./partition-ghost.ts";
import { addRun, cutRuns, dropRunsBelow, hole } from "./runs.ts";

type Watched = Pick<
  LogObserver,
  "logOpened" | "appended" | "truncated" | "restartedAt" | "logStartMoved" | "compacted" | "logDeleted" | "logDirFailed"
>;

export const logFacts = (ghost: Ghost): Watched => ({
  logOpened: (broker, tp, logStartOffset, logEndOffset, highWatermark) =>
    opened(ghost, enter(ghost, tp, broker), logStartOffset, logEndOffset, highWatermark),
  appended: (broker, tp, batch, asLeader) => {
    const replica = enter(ghost, tp, broker);
    appended(ghost, replica, batch);
    if (batch.producerId !== noProducerId) noteProducer(ghost, replica, batch, asLeader);
  },
  truncated: (broker, tp, toOffset, _leaderEpoch, highWatermark, logStartOffset, batchesEnd) => {
    const replica = enter(ghost, tp, broker);
    remember(ghost, replica);
    // A batch that spans the cut is gone whole.
    shrink(ghost, replica, batchesEnd);
    if (batchesEnd < toOffset) skipTo(replica, toOffset);
    replica.highWatermark = highWatermark;
    startAt(replica, logStartOffset);
    rebuildProducers(replica);
  },
  restartedAt: (broker, tp, offset, _leaderEpoch, highWatermark) => {
    const replica = enter(ghost, tp, broker);
    beginAnew(ghost, replica, offset);
    replica.highWatermark = highWatermark;
    raiseBase(ghost, replica.partition);
  },
  logStartMoved: (broker, tp, logStartOffset) => {
    const replica = enter(ghost, tp, broker);
    remember(ghost, replica);
    startAt(replica, logStartOffset);
    touchReplica(ghost, replica);
    const { partition } = replica;
    if (partition.leader === replica) partition.deletedBelow = Math.max(partition.deletedBelow, logStartOffset);
    raiseBase(ghost, partition);
  },
  compacted: (broker, tp, before, after) => {
    const replica = enter(ghost, tp, broker);
    replica.partition.compacted = true;
    noteCompaction(replica, before, after);
  },
  logDeleted: (broker, tp) => {
    const replica = enter(ghost, tp, broker);
    beginAnew(ghost, replica, 0);
    replica.present = false;
    replica.online = false;
    raiseBase(ghost, replica.partition);
  },
  logDirFailed: (broker) => logDirFailed(ghost, broker),
});

function logDirFailed(ghost: Ghost, broker: number): void {
  brokerAt(ghost, broker).dirFailed = true;
  // Which replicas lie there is not said; they are heard of again when their logs are opened.
  for (const partition of ghost.partitionList) {
    const replica = partition.replicas[broker];
    if (replica !== undefined) replica.wiped = true;
  }
}

function remember(ghost: Ghost, replica: ReplicaGhost): void {
  const { before } = ghost;
  before.logStart = replica.logStart;
  before.logEnd = replica.logEnd;
  before.highWatermark = replica.highWatermark;
}

/** It drops all that it has, and begins at an offset. */
function beginAnew(ghost: Ghost, replica: ReplicaGhost, offset: number): void {
  remember(ghost, replica);
  shrink(ghost, replica, replica.logStart);
  replica.producers.clear();
  beginAt(replica, offset);
  rebuildProducers(replica);
  touchReplica(ghost, replica);
}

function appended(ghost: Ghost, replica: ReplicaGhost, batch: RecordBatch): void {
  const { baseOffset, partitionLeaderEpoch: epoch } = batch;
  const { partition, runs } = replica;
  remember(ghost, replica);
  if (baseOffset > replica.logEnd) skipTo(replica, baseOffset);
  replica.present = true;
  replica.online = true;
  const last = runs.epochs.length - 1;
  if (last < 0 || runs.epochs[last] !== epoch) addRun(runs, epoch, baseOffset);
  const end = baseOffset + batch.lastOffsetDelta + 1;
  if (end > replica.logEnd) replica.logEnd = end;
  touchReplica(ghost, replica);
  const { records } = batch;
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const offset = baseOffset + record.offsetDelta;
    const known = noteIdentity(partition.identities, offset, epoch, record.id);
    if (known === record.id) continue;
    ghost.facts.conflicted(partition, replica, offset, epoch, record.id, known);
    return;
  }
}

/**
 * P-14: a leader that knows nothing of a producer takes any first sequence. If earlier batches are still under way to its
 * predecessor they come later, or never: the order of what was sent so far rests on nothing (P-15). So it is where a leader
 * began its log anew above what retention took, and with it forgot whose it was.
 */
function noteProducer(ghost: Ghost, replica: ReplicaGhost, batch: RecordBatch, asLeader: boolean): void {
  const { partition, producers } = replica;
  const known = producers.get(batch.producerId);
  if (known?.epoch === batch.producerEpoch) return;
  producers.set(batch.producerId, { epoch: batch.producerEpoch, since: batch.baseOffset });
  const first = batch.records[0]?.id ?? -1;
  if (!asLeader || batch.baseSequence === 0 || first < 0) return;
  const client = chunkOf(ghost.records, first).clients[placeOf(first)]!;
  partition.sequencesSkipped = true;
  ghost.happened.sequencesSkipped = true;
  const state = orderOf(partition, client);
  state.brokenBelow = ghost.clients.get(client)?.sends ?? 0;
  state.brokenBy = "forgotten-producer";
}

/** A gap: an empty log may start anywhere, another one jumps over what compaction took. */
function skipTo(replica: ReplicaGhost, offset: number): void {
  if (replica.logEnd === replica.logStart) cutRuns(replica.runs, 0);
  addRun(replica.runs, hole, replica.logEnd);
  replica.logEnd = offset;
}

function opened(ghost: Ghost, replica: ReplicaGhost, logStart: number, logEnd: number, highWatermark: number): void {
  const broker = brokerAt(ghost, replica.broker);
  remember(ghost, replica);
  if (replica.present && logEnd < replica.logEnd) {
    if (!broker.registeredSinceDown) replica.lossUnreported = true;
    if (isEmptied(replica, logEnd)) replica.endedAboveLastBatch = true;
    shrink(ghost, replica, Math.max(logEnd, logStart));
  }
  if (!replica.present && logStart > 0) beginAt(replica, logStart);
  if (logEnd > replica.logEnd) {
    addRun(replica.runs, hole, replica.logEnd);
    replica.logEnd = logEnd;
  }
  replica.present = true;
  replica.online = true;
  replica.stuckWithinBatch = false;
  broker.up = true;
  startAt(replica, logStart);
  rebuildProducers(replica);
  replica.highWatermark = highWatermark;
  touchReplica(ghost, replica);
}

/** The log ends at `end` from here on. */
function shrink(ghost: Ghost, replica: ReplicaGhost, end: number): void {
  const from = Math.min(end, replica.logEnd);
  const to = replica.logEnd;
  cutRuns(replica.runs, end);
  for (const [producerId, { since }] of replica.producers) if (since >= end) replica.producers.delete(producerId);
  if (end < replica.logEnd) replica.logEnd = end;
  touchReplica(ghost, replica);
  invariant(replica.logEnd === from, "a shrunk log ends where it was cut, or where it ended before");
  if (from < to) ghost.facts.shrunk(replica.partition, replica, from, to);
}

function beginAt(replica: ReplicaGhost, offset: number): void {
  cutRuns(replica.runs, 0);
  invariant(replica.runs.starts.length === 0, "an empty log has no records");
  startAt(replica, offset);
  replica.logEnd = offset;
  replica.highWatermark = offset;
}

/** From its snapshots and what its log still has. */
function rebuildProducers(replica: ReplicaGhost): void {
  if (replica.logStart > replica.knowsFrom) replica.knowsFrom = replica.logStart;
}

function startAt(replica: ReplicaGhost, offset: number): void {
  replica.logStart = offset;
  if (offset > replica.greatestStart) replica.greatestStart = offset;
}

/** Forgets what no replica has any more and no reader of the plan is still to read. */
function raiseBase(ghost: Ghost, partition: PartitionGhost): void {
  let lowest = Number.MAX_SAFE_INTEGER;
  for (const replica of partition.replicaList) {
    if (replica.present && replica.logStart < lowest) lowest = replica.logStart;
  }
  if (lowest > partition.exposedEnd) lowest = partition.exposedEnd;
  lowest = lowestNeeded(ghost, partition, lowest);
  if (lowest <= partition.base) return;
  invariant(lowest <= partition.exposedEnd, "what is forgotten lies within the committed history");
  partition.base = lowest;
  dropRunsBelow(partition.exposed, lowest);
  dropRunsBelow(partition.compactedAway, lowest);
  for (const replica of partition.replicaList) dropRunsBelow(replica.runs, lowest);
  dropIdentitiesBelow(partition.identities, lowest);
}

/** A reader behind all logs may still hold an answer with such records; one that is far behind is not waited for. */
function lowestNeeded(ghost: Ghost, partition: PartitionGhost, lowest: number): number {
  let needed = lowest;
  for (const client of ghost.clients.values()) {
    const position = client.positions[partition.index] ?? -1;
    if (position >= 0 && position < needed) needed = position;
  }
  return Math.max(needed, lowest - readerWindow);
}

const readerWindow = 4096;
