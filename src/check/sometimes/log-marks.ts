/** Marks of logs and their disks. */
import { chunkOf, completed, Known, placeOf } from "../../history/record-table.ts";
import { firstInternalId } from "../../kafka/records.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { effectiveMinIsr } from "../ghost/partition-ghost.ts";
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

export function logMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const started = {
    retention: hit("retention-deleted"),
    "delete-records": hit("records-deleted-on-request"),
    leader: hit("log-start-followed-leader"),
  };
  const ran = hit("compaction-ran");
  const removed = hit("compaction-removed-records");
  const truncated = hit("log-truncated");
  const truncatedBelow = hit("follower-truncated-below-its-high-watermark");
  const recovered = hit("log-recovered");
  const torn = hit("power-loss-tore-tail");
  const kept = hit("process-crash-kept-log");
  return {
    segmentRolled: hit("segment-rolled"),
    logDirFailed: hit("log-dir-failed"),
    logDeleted: hit("replica-log-deleted"),
    restartedAt: hit("log-restarted"),
    logStartMoved: (_broker, _tp, _offset, reason) => started[reason](),
    compacted: (_broker, _tp, before, after) => {
      ran();
      if (after.length < before.length || after.some((batch, i) => batch.records.length < before[i]!.records.length))
        removed();
    },
    truncated: (_broker, _tp, toOffset) => {
      if (toOffset < ghost.before.logEnd) truncated();
      if (toOffset < ghost.before.highWatermark) truncatedBelow();
    },
    logOpened: (broker, _tp, _start, logEndOffset, _highWatermark, unclean) => {
      if (unclean) recovered();
      const { lastEnd } = ghost.brokers[broker]!;
      if (lastEnd === "power-loss" && logEndOffset < ghost.before.logEnd) torn();
      if (lastEnd === "process-crash" && logEndOffset > 0 && logEndOffset === ghost.before.logEnd) kept();
    },
    appended: appendMarks(ghost, met),
  };
}

function appendMarks(ghost: Ghost, met: Marks): NonNullable<Monitor["appended"]> {
  const threeEpochs = hitter(met, "three-epochs-in-a-log");
  const twoEpochs = hitter(met, "offset-written-in-two-epochs");
  const underMinIsr = hitter(met, "append-under-min-isr");
  const late = hitter(met, "late-request-after-reset");
  return (broker, _tp, batch, asLeader) => {
    const { partition, runs } = ghost.replica;
    if (runs.epochs.length >= 3) threeEpochs();
    if (partition.identities.others.size > 0) twoEpochs();
    if (!asLeader) return;
    if (ghost.replica.localIsr.length < effectiveMinIsr(partition) && ghost.replica.localIsr.length > 0) underMinIsr();
    const first = batch.records[0]?.id ?? -1;
    if (first < 0 || first >= firstInternalId) return;
    const chunk = chunkOf(ghost.records, first);
    const place = placeOf(first);
    const lastSentTo = chunk.brokers[place]!;
    const isGivenUp = (chunk.flags[place]! & completed & ~Known.ok) !== 0;
    if (isGivenUp || (lastSentTo !== 0 && lastSentTo !== broker)) late();
  };
}
