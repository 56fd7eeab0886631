/**
 * 4.5 SendContiguity: what is visible of an idempotent session has no hole: if a send is visible, all earlier ones of
 * the session that were acknowledged are visible, too. (That those which surely failed are absent is 4.6.)
 *
 * Seen from the log: within one producer id and epoch sequences follow one another; the leader refuses others (P-13).
 * Legal: any first sequence where the leader knows nothing of the producer (P-14, or it expired), and what a partition has whose loss is legal.
 */
import { nodeName } from "../../core/ids.ts";
import { Known } from "../../history/record-table.ts";
import { addSequence, lastSequence, noProducerId, type RecordBatch } from "../../kafka/records.ts";
import { type AnomalyName, excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import type { FinalReplica } from "../final-state.ts";
import { at, found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { isLossLegal } from "../ghost/loss.ts";
import { orderOf, type PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "send-contiguity",
  sentence:
    "If a send of an idempotent session is visible, every earlier acknowledged one is visible, and sequences follow one another.",
  formula: "∀ i < j of one session: acked(i) ∧ visible(j) ⇒ visible(i)",
  source: "invariants 4.5 (SendContiguity); P-13",
  kind: "history",
  guarantee: "per-key-order",
};

function judgeLog(ghost: Ghost, partition: PartitionGhost, replica: FinalReplica): void {
  const last = new Map<number, RecordBatch>();
  for (const batch of replica.batches) {
    if (batch.producerId === noProducerId || batch.isControl || batch.baseOffset >= replica.highWatermark) continue;
    const before = last.get(batch.producerId);
    last.set(batch.producerId, batch);
    if (before === undefined || before.producerEpoch !== batch.producerEpoch) continue;
    if (addSequence(lastSequence(before), 1) === batch.baseSequence) continue;
    const gap = legalGap(partition);
    if (gap !== null && excuse(ghost.excuses, gap)) return;
    found(ghost, card, partition, {
      role: "sequence-gap-in-log",
      sentence: `${at(partition, batch.baseOffset)} has sequence ${batch.baseSequence} of producer ${batch.producerId}, epoch ${batch.producerEpoch}; the one before ends with ${lastSequence(before)}`,
      legal: ghost.remembersProducers ? null : "settings-forget-producers",
      subject: {
        kind: "session",
        client: -1,
        producerId: batch.producerId,
        broker: replica.broker,
        offset: batch.baseOffset,
        records: batch.records.map((record) => record.id),
      },
    });
    return;
  }
}

/** Why the sequences of its log need not follow one another; null: they must. */
function legalGap({ legalLoss, compacted, sequencesSkipped, rebaseEpoch }: PartitionGhost): AnomalyName | null {
  if (legalLoss !== null) return legalLoss;
  if (compacted) return "compaction-gap";
  if (sequencesSkipped) return "forgotten-producer";
  return rebaseEpoch >= 0 ? "ended-history" : null;
}

export const sendContiguity: Check = {
  card,
  watch: (ghost) => ({
    sendCompleted: (client, record, tp, outcome, _errorCode, offset) => {
      if (outcome !== "ok" || offset < 0 || tp < 0 || ghost.clients.get(client)?.idempotent !== true) return;
      const { partition } = ghost;
      const { chunk, place } = ghost.sent;
      if ((chunk.flags[place]! & Known.visible) !== 0 || offset < partition.base) return;
      const order = orderOf(partition, client);
      if (chunk.orders[place]! >= order.lastOrder || isLossLegal(ghost, partition)) return;
      if (partition.rebaseEpoch >= 0 && excuse(ghost.excuses, "ended-history")) return;
      if (chunk.orders[place]! < order.brokenBelow && excuse(ghost.excuses, order.brokenBy)) return;
      found(ghost, card, partition, {
        role: "acknowledged-hole",
        sentence: `record ${record} of ${nodeName(client)}, acknowledged at ${at(partition, offset)}, is not visible, though its later record ${order.lastRecord} is`,
        subject: { kind: "session", client, producerId: -1, broker: -1, offset, records: [record, order.lastRecord] },
      });
    },
    finish: (final) => {
      for (const { topicPartition, replicas, registration } of final.partitions) {
        const partition = ghost.partitions.get(topicPartition);
        if (partition === undefined) continue;
        const ruling = replicas.find((replica) => replica.isLeader && replica.broker === registration.leader);
        if (ruling !== undefined) judgeLog(ghost, partition, ruling);
      }
    },
  }),
};
