/**
 * 5.5 LogsConverge: in the end all healthy replicas have the same records, high watermark and leader epochs. Their log
 * starts may differ (each deletes segments on its own), and where compaction runs so may what it has left.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import type { FinalReplica } from "../final-state.ts";
import { at, found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions } from "./final-view.ts";

const card: CheckCard = {
  name: "logs-converge",
  sentence: "In the end the logs of all healthy replicas hold the same records in the same epochs.",
  formula: "◇□ ∀ healthy r: log(r) = log(leader)",
  source: "invariants 5.5 (LogsConverge)",
  kind: "liveness",
  guarantee: "progress",
};

interface Cell {
  readonly record: number;
  readonly epoch: number;
}

function cellsOf(replica: FinalReplica, from: number): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  for (const batch of replica.batches) {
    for (const record of batch.records) {
      const offset = batch.baseOffset + record.offsetDelta;
      if (offset >= from) cells.set(offset, { record: record.id, epoch: batch.partitionLeaderEpoch });
    }
  }
  return cells;
}

function compare(ghost: Ghost, partition: PartitionGhost, leader: FinalReplica, follower: FinalReplica): void {
  const start = Math.max(leader.logStartOffset, follower.logStartOffset);
  const end = Math.min(leader.logEndOffset, follower.logEndOffset);
  const mine = cellsOf(leader, start);
  const theirs = cellsOf(follower, start);
  const difference = firstDifference(ghost, mine, theirs, end, partition.compacted);
  if (difference === null) {
    compareCaches(ghost, partition, leader, follower, start, end);
    return;
  }
  const { role, offset } = difference;
  const told = (cell: Cell | undefined): string =>
    cell === undefined ? "nothing" : `record ${cell.record} of epoch ${cell.epoch}`;
  found(ghost, card, partition, {
    role,
    sentence: `${nodeName(follower.broker)} has ${told(theirs.get(offset))} at ${at(partition, offset)} in the end, ${nodeName(leader.broker)}, the leader, ${told(mine.get(offset))}`,
    subject: {
      kind: "records",
      offset,
      records: [mine.get(offset)?.record ?? -1, theirs.get(offset)?.record ?? -1],
      nodes: [follower.broker, leader.broker],
    },
  });
}

interface Difference {
  readonly role: "record-missing" | "another-record" | "another-epoch" | "record-too-many";
  readonly offset: number;
}

function firstDifference(
  { excuses }: Ghost,
  mine: ReadonlyMap<number, Cell>,
  theirs: ReadonlyMap<number, Cell>,
  end: number,
  compacted: boolean,
): Difference | null {
  let gap: Difference | null = null;
  for (const [offset, cell] of mine) {
    if (offset >= end) break;
    const other = theirs.get(offset);
    if (other === undefined) {
      gap ??= { role: "record-missing", offset };
      if (!compacted) return gap;
    } else if (other.record !== cell.record) return { role: "another-record", offset };
    else if (other.epoch !== cell.epoch) return { role: "another-epoch", offset };
  }
  for (const offset of theirs.keys()) {
    if (offset < end && !mine.has(offset)) gap ??= { role: "record-too-many", offset };
  }
  return compacted && gap !== null && excuse(excuses, "compaction-gap") ? null : gap;
}

/**
 * The epochs in force from the common start to the common end, each with where it begins. Where records were deleted the cache is cut
 * at the start, and a crash may leave a file in which the first epoch begins later (LeaderEpochFileCache): what a cache does
 * not say, it does not contradict.
 */
function compareCaches(
  ghost: Ghost,
  partition: PartitionGhost,
  leader: FinalReplica,
  follower: FinalReplica,
  start: number,
  end: number,
): void {
  const known = start === 0 ? 0 : Math.max(leader.epochStarts[0] ?? end, follower.epochStarts[0] ?? end);
  const mine = withRecords(leader, Math.max(start, known), end);
  const theirs = withRecords(follower, Math.max(start, known), end);
  if (mine.join() === theirs.join() || (partition.compacted && excuse(ghost.excuses, "compaction-gap"))) return;
  found(ghost, card, partition, {
    role: "another-epoch-cache",
    sentence: `${nodeName(follower.broker)} has another leader-epoch cache of ${named(partition)} than the leader`,
    subject: { kind: "replica", broker: follower.broker, leader: leader.broker, offset: -1 },
  });
}

/** Epochs that own offsets: a follower learns of an epoch with its first record only (L-61 is the leader's). */
function withRecords(replica: FinalReplica, start: number, end: number): readonly number[] {
  const flat: number[] = [];
  for (let i = 0; i < replica.epochs.length; i++) {
    const begin = Math.max(replica.epochStarts[i]!, start);
    if (Math.min(end, replica.epochStarts[i + 1] ?? end) > begin) flat.push(replica.epochs[i]!, begin);
  }
  return flat;
}

export const logsConverge: Check = {
  card,
  watch: (ghost) => ({
    finish: (final) => {
      for (const { partition, final: one, need, isHealthy, leader } of judgedPartitions(ghost, final)) {
        if (need.leader !== "required" || leader === null) continue;
        for (const replica of one.replicas) {
          if (replica !== leader && isHealthy(replica.broker)) compare(ghost, partition, leader, replica);
        }
      }
    },
  }),
};
