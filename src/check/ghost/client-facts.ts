/** What clients ask and learn, as the ghost notes it: per record its fate, per reader its position. */
import type { ClientObserver, SendOutcome } from "../../client/observer.ts";
import { chunkOf, completed, Known, placeOf } from "../../history/record-table.ts";
import { partitionOf, type TopicPartition } from "../../kafka/topic-partition.ts";
import { excuse } from "../anomaly.ts";
import { isCompactedAway } from "./compacted-away.ts";
import { exposedRecordAt } from "./exposure.ts";
import { clientAt, enterPartition, type Ghost } from "./ghost.ts";
import { noteSendTime } from "./node-ghost.ts";
import { orderOf, type PartitionGhost } from "./partition-ghost.ts";

type Watched = Pick<ClientObserver, "sendInvoked" | "sendCompleted" | "producerEpochBumped" | "positionSet" | "polled">;

export const clientFacts = (ghost: Ghost): Watched => ({
  sendInvoked: (client, record) => {
    const state = clientAt(ghost, client);
    const chunk = chunkOf(ghost.records, record);
    const i = placeOf(record);
    const flags = chunk.flags[i]!;
    const isAgain = (flags & Known.invoked) !== 0;
    chunk.flags[i] = isAgain ? (flags & ~completed) | Known.sentAgain : flags | Known.invoked;
    chunk.clients[i] = client;
    noteSendTime(state, ghost.atMicros);
    chunk.orders[i] = state.sends++;
    state.pending++;
    if (!ghost.probing) ghost.counts.sentRecords++;
  },
  sendCompleted: (client, record, tp, outcome, _errorCode, offset) =>
    sendCompleted(ghost, client, record, tp, outcome, offset),
  producerEpochBumped: (client, _producerId, _producerEpoch, tp) => {
    ghost.happened.localBumps = true;
    noteBump(ghost, client, tp < 0 ? null : enterPartition(ghost, tp));
  },
  positionSet: (client, tp, offset) => {
    const partition = enterPartition(ghost, tp);
    positionsOf(ghost, client, partition.index)[partition.index] = offset;
  },
  polled: (_client, tp) => {
    enterPartition(ghost, tp);
  },
});

/** Of all partitions, or of one. A producer knows it by name: its batches may lie in a topic of that name before or after. */
function noteBump(ghost: Ghost, client: number, bumped: PartitionGhost | null): void {
  const { sends } = clientAt(ghost, client);
  for (const partition of ghost.partitionList) {
    if (bumped !== null && !isSameByName(bumped, partition)) continue;
    const state = orderOf(partition, client);
    const by = bumped === null || bumped === partition ? "renewed-session" : "two-topics-of-one-name";
    state.brokenBelow = sends;
    state.brokenBy = by;
    state.renewedBelow = sends;
    state.renewedBy = by;
  }
}

/** To a client, which knows topics by their names, they are one. */
export const isSameByName = (one: PartitionGhost, other: PartitionGhost): boolean =>
  one.topic.name === other.topic.name && partitionOf(one.topicPartition) === partitionOf(other.topicPartition);

/** Positions up to this partition, -1 where none is set. */
export function positionsOf(ghost: Ghost, client: number, index: number): number[] {
  const { positions } = clientAt(ghost, client);
  while (positions.length <= index) positions.push(-1);
  return positions;
}

function sendCompleted(
  ghost: Ghost,
  client: number,
  record: number,
  tp: TopicPartition,
  outcome: SendOutcome,
  offset: number,
): void {
  const state = clientAt(ghost, client);
  const chunk = chunkOf(ghost.records, record);
  const i = placeOf(record);
  const flags = chunk.flags[i]!;
  ghost.sent.chunk = chunk;
  ghost.sent.place = i;
  if ((flags & completed) === 0) state.pending--;
  const bit = outcome === "ok" ? Known.ok : outcome === "fail" ? Known.failed : Known.unsure;
  chunk.flags[i] = flags | bit;
  if (!ghost.probing) count(ghost, outcome);
  if (tp < 0) return;
  const partition = enterPartition(ghost, tp);
  // A leader that deletes a partition answers what waits there with an error, whatever became of it.
  const before = ghost.partitionList[chunk.partitions[i]!];
  const isDeleted = partition.deleted || before?.deleted === true;
  // It went on to the topic that was made anew: what the one before had shown is gone.
  const isOfDeleted = (flags & Known.visible) !== 0 && before !== partition && before?.deleted === true;
  if (isOfDeleted && excuse(ghost.excuses, "two-topics-of-one-name")) chunk.flags[i]! &= ~Known.visible;
  chunk.partitions[i] = partition.index;
  if (outcome === "fail" && (flags & Known.visible) !== 0) {
    if (!isDeleted || !excuse(ghost.excuses, "error-of-deleted-partition"))
      ghost.facts.phantom(partition, record, chunk.offsets[i]!, "failed");
  }
  if (outcome !== "ok" || offset < 0) return;
  const isVisible = (chunk.flags[i]! & Known.visible) !== 0;
  if (!isVisible) chunk.offsets[i] = offset;
  const isDeletedBelow = offset < partition.deletedBelow;
  const isPast = isDeletedBelow || isCompactedAway(partition, offset);
  if (isPast && !isVisible) chunk.flags[i]! |= Known.past;
  if (state.acks !== -1 || partition.deleted) return;
  const isThere = offset < partition.base || exposedRecordAt(partition, offset) === record;
  const legal = isDeletedBelow ? "records-below-log-start" : "epoch-start-compacted-away";
  if (isThere || (isPast && excuse(ghost.excuses, legal))) {
    if (offset >= partition.ackedEnd) partition.ackedEnd = offset + 1;
  } else {
    ghost.facts.misplaced(partition, client, record, offset, isVisible ? chunk.offsets[i]! : -1);
  }
}

function count(ghost: Ghost, outcome: SendOutcome): void {
  if (outcome === "ok") ghost.counts.ackedRecords++;
  else if (outcome === "fail") ghost.counts.reportedFailed++;
  else ghost.counts.ambiguous++;
}
