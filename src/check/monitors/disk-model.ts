/**
 * 1.21 DiskModel (L-20..L-26): a process crash leaves the log as it was; a power loss leaves a prefix of it (all of it
 * where every append is flushed); nothing comes from nowhere. After a clean stop log start and high watermark are as they were.
 *
 * Legal: a log whose checkpointed start lies beyond its end is emptied and begins at that start
 * (LogLoader.deleteSegmentsIfLogStartGreaterThanLogEnd). It comes to that when a replica started anew below a log start
 * that it had before, and stopped before the next checkpoint. And a log end is read off the last batch: offsets from
 * which compaction had taken all records are no records gone, nor are those that a truncation within a batch had left
 * without one.
 */
import { nodeName } from "../../core/ids.ts";
import { nextOffset } from "../../kafka/records.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { ReplicaGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "disk-model",
  sentence:
    "After a process crash a log is as it was, after a power loss it is a prefix of what it was, after a clean stop its log start and high watermark are as they were too.",
  formula: "crash: log' = log; power loss: log' is a prefix; clean stop: log', start', highWatermark' as before",
  source: "invariants 1.21 (DiskModel); L-20..L-26",
  kind: "monitor",
  guarantee: "protocol",
};

function judge(ghost: Ghost, replica: ReplicaGhost, logStart: number, logEnd: number, was: Was): void {
  const { partition, broker } = replica;
  const { lastEnd } = ghost.brokers[broker]!;
  const mustBeWhole = !was.wiped && (!was.lostPower || partition.topic.terms.alwaysFlushes);
  const role =
    logEnd > was.logEnd
      ? "log-grew"
      : mustBeWhole && logEnd < was.logEnd
        ? `records-gone-after-${lastEnd}`
        : logStart > was.logStart && !was.wiped && logStart > logEnd
          ? "start-beyond-end"
          : "";
  if (role === "") return;
  const isEmptiedAtStart = logStart === logEnd && logEnd > was.logEnd && logStart <= was.greatestStart;
  if (isEmptiedAtStart && excuse(ghost.excuses, "emptied-at-checkpointed-start")) return;
  const isEmptied = was.cleaned !== null && heldNothing(was.cleaned, logEnd, was.logEnd);
  if (isEmptied && excuse(ghost.excuses, "log-end-forgotten")) return;
  const isCut = was.cut !== null && was.cut.to === was.logEnd && was.cut.batchesEnd === logEnd;
  if (isCut && excuse(ghost.excuses, "cut-within-batch")) return;
  found(ghost, card, partition, {
    role,
    sentence: `${nodeName(broker)} opens ${named(partition)} from ${logStart} to ${logEnd} after a ${lastEnd}; it had ${was.logStart} to ${was.logEnd}`,
    subject: { kind: "replica", broker, leader: -1, offset: logEnd },
  });
}

/** Opened as a clean stop left it (the directory had its marker): what the checkpoints say is what was true. */
function judgeClean(ghost: Ghost, replica: ReplicaGhost, logStart: number, mark: number, was: Was): void {
  const expected = Math.max(logStart, Math.min(was.highWatermark, replica.logEnd));
  const role = logStart !== was.logStart ? "log-start-forgotten" : mark !== expected ? "high-watermark-forgotten" : "";
  if (role === "" || was.logEnd === was.logStart) return;
  const { partition, broker } = replica;
  found(ghost, card, partition, {
    role,
    sentence: `${nodeName(broker)} opens ${named(partition)} after a clean stop with log start ${logStart} and high watermark ${mark}; they were ${was.logStart} and ${was.highWatermark}`,
    subject: { kind: "replica", broker, leader: -1, offset: mark },
  });
}

/** No batch that compaction had left ended in (from, to], and the log ended inside the cleaned part. */
const heldNothing = (cleaned: Cleaned, from: number, to: number): boolean =>
  from < to && to <= cleaned.end && !cleaned.batchEnds.some((end) => end > from && end <= to);

/** What the last compaction of a replica left. */
interface Cleaned {
  readonly end: number;
  readonly batchEnds: readonly number[];
}

/** Where the last truncation of a replica cut, and where it left the last batch. */
interface Cut {
  readonly to: number;
  readonly batchesEnd: number;
}

/** A log as it was when its process ended. */
interface Was {
  logStart: number;
  logEnd: number;
  highWatermark: number;
  wiped: boolean;
  /** In one of the ends of a process since the log was last open. */
  lostPower: boolean;
  greatestStart: number;
  cleaned: Cleaned | null;
  cut: Cut | null;
}

export const diskModel: Check = {
  card,
  watch: (ghost) => {
    const closed = new Map<ReplicaGhost, Was>();
    const cleanings = new Map<ReplicaGhost, Cleaned>();
    const cuts = new Map<ReplicaGhost, Cut>();
    return {
      truncated: (_broker, _tp, to, _leaderEpoch, _highWatermark, _logStart, batchesEnd) => {
        if (batchesEnd < to) cuts.set(ghost.replica, { to, batchesEnd });
      },
      compacted: (_broker, _tp, before, after) => {
        const last = before.at(-1);
        if (last !== undefined)
          cleanings.set(ghost.replica, { end: nextOffset(last), batchEnds: after.map(nextOffset) });
      },
      nodeDown: (node, cause) => {
        for (const partition of ghost.partitionList) {
          const replica = partition.replicas[node];
          if (!replica?.present) continue;
          const before = closed.get(replica);
          const { logStart, logEnd, highWatermark, wiped } = before ?? replica;
          const lostPower = cause === "power-loss" || before?.lostPower === true;
          closed.set(replica, {
            logStart,
            logEnd,
            highWatermark,
            wiped: wiped || replica.wiped,
            lostPower,
            greatestStart: replica.greatestStart,
            cleaned: cleanings.get(replica) ?? null,
            cut: cuts.get(replica) ?? null,
          });
        }
      },
      logOpened: (_broker, _tp, logStartOffset, logEndOffset, highWatermark, unclean) => {
        const { replica } = ghost;
        const was = closed.get(replica);
        closed.delete(replica);
        const wiped = replica.wiped;
        replica.wiped = false;
        if (was === undefined) return;
        judge(ghost, replica, logStartOffset, logEndOffset, { ...was, wiped: was.wiped || wiped });
        if (!unclean && !was.wiped && !wiped) judgeClean(ghost, replica, logStartOffset, highWatermark, was);
      },
    };
  },
};
