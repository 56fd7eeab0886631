/**
 * 1.1 TypeOk (HK TypeOk, VL ValidReplicaState): offsets of a log grow without gaps, leader epochs along it never fall,
 * the leader-epoch cache grows in both columns and fits the batches.
 *
 * Gaps are legal where compaction took records (invariants §6.8), and at the start of an empty log (L-12). Epochs that the
 * log start cut from the cache do not come back when that start goes back over a crash.
 */
import { nodeName } from "../../core/ids.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import type { FinalReplica } from "../final-state.ts";
import { at, found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check, Monitor } from "../monitor.ts";

const card: CheckCard = {
  name: "offset-epoch-order",
  sentence:
    "Along every log offsets grow without gaps and leader epochs never fall; the leader-epoch cache fits the batches.",
  formula: "∀ i: base(i) = end(i-1) ∧ epoch(i) ≥ epoch(i-1); cache(base(i)) = epoch(i)",
  source: "invariants 1.1 (TypeOk, ValidReplicaState); L-10, L-12, L-60",
  kind: "invariant",
  guarantee: "protocol",
};

function watch(ghost: Ghost): Monitor {
  return {
    appended: (broker, _tp, batch, asLeader, leaderEpoch) => {
      const { replica, before } = ghost;
      const { partition, runs } = replica;
      const role = asLeader ? "leader" : "follower";
      const wrong = (what: string, sentence: string): void =>
        found(ghost, card, partition, {
          role: `${what}-on-${role}`,
          sentence: `${nodeName(broker)} (${role}, epoch ${leaderEpoch}) appends ${at(partition, batch.baseOffset)} of epoch ${batch.partitionLeaderEpoch}: ${sentence}`,
          subject: { kind: "replica", broker, leader: -1, offset: batch.baseOffset },
        });
      if (batch.baseOffset < before.logEnd) wrong("overlap", `its log ends at ${before.logEnd}`);
      else if (batch.baseOffset > before.logEnd && (asLeader || !isGapLegal(ghost, partition)))
        wrong("gap", `its log ends at ${before.logEnd}`);
      const count = runs.epochs.length;
      if (
        count > 1 &&
        runs.starts[count - 1] === batch.baseOffset &&
        runs.epochs[count - 2]! > batch.partitionLeaderEpoch &&
        (before.logStart < batch.baseOffset || !excuse(ghost.excuses, "empty-log-begins-anywhere"))
      ) {
        wrong("epoch-falls", `the epoch before is ${runs.epochs[count - 2]}`);
      }
      if (asLeader ? batch.partitionLeaderEpoch !== leaderEpoch : batch.partitionLeaderEpoch > leaderEpoch) {
        wrong("foreign-epoch", `it acts in epoch ${leaderEpoch}`);
      }
      if (!isDense(batch)) wrong("disorder-in-batch", "its records are not in order");
    },
    finish: (final) => {
      for (const { topicPartition, replicas } of final.partitions) {
        const partition = ghost.partitions.get(topicPartition);
        if (partition === undefined) continue;
        for (const replica of replicas) judgeCache(ghost, partition, replica);
      }
    },
  };
}

const isGapLegal = ({ before, excuses }: Ghost, { compacted }: PartitionGhost): boolean =>
  (before.logEnd === before.logStart && excuse(excuses, "empty-log-begins-anywhere")) ||
  (compacted && excuse(excuses, "compaction-gap"));

/** Sparse batches are those that compaction rewrote. */
function isDense(batch: RecordBatch): boolean {
  let last = -1;
  for (let i = 0; i < batch.records.length; i++) {
    const delta = batch.records[i]!.offsetDelta;
    if (delta <= last || delta > batch.lastOffsetDelta) return false;
    last = delta;
  }
  return true;
}

function judgeCache(ghost: Ghost, partition: PartitionGhost, replica: FinalReplica): void {
  const { broker, epochs, epochStarts, batches } = replica;
  const wrong = (role: string, sentence: string): void =>
    found(ghost, card, partition, {
      role,
      sentence: `${nodeName(broker)}: ${named(partition)}: ${sentence}`,
      subject: { kind: "replica", broker, leader: -1, offset: -1 },
    });
  for (let i = 1; i < epochs.length; i++) {
    if (epochs[i]! > epochs[i - 1]! && epochStarts[i]! > epochStarts[i - 1]!) continue;
    wrong(
      "epoch-cache-order",
      `the leader-epoch cache does not grow: epoch ${epochs[i - 1]} from ${epochStarts[i - 1]}, epoch ${epochs[i]} from ${epochStarts[i]}`,
    );
    return;
  }
  let entry = -1;
  for (const batch of batches) {
    // Wholly below the log start: it waits for its segment to go, and its epoch has left the cache.
    if (batch.baseOffset + batch.lastOffsetDelta < replica.logStartOffset) continue;
    while (entry + 1 < epochs.length && epochStarts[entry + 1]! <= batch.baseOffset) entry++;
    // A batch that spans the log start may begin below the first entry, which moved to the log start (L-62).
    const known = entry >= 0 ? epochs[entry] : epochs[0];
    if (known === batch.partitionLeaderEpoch) continue;
    const wasBelowStart = entry < 0 && batch.baseOffset < (partition.replicas[broker]?.greatestStart ?? 0);
    if (wasBelowStart && excuse(ghost.excuses, "epochs-cut-with-start")) continue;
    wrong(
      "epoch-cache-misfit",
      `the batch at ${batch.baseOffset} is of epoch ${batch.partitionLeaderEpoch}, the cache says ${known}`,
    );
    return;
  }
}

export const offsetEpochOrder: Check = { card, watch };
