/**
 * 1.20 ProducerStateReplicated, as far as it can be seen: a batch is answered as a duplicate only with the offset where
 * it lies, and at the end the producer state of each replica is the replay of its own log (L-70..L-73).
 *
 * The state may know producers whose records retention took (KAFKA-7190), and may have forgotten idle ones. In a compacted
 * log it may also be ahead of the replay: the batch with the last sequence is kept (L-55), but when a power loss takes
 * it, the one before may have been compacted away, and only the snapshot remembers.
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import { lastSequence, noProducerId } from "../../kafka/records.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import type { FinalReplica } from "../final-state.ts";
import { at, found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { identityAt } from "../ghost/identities.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import { epochAt } from "../ghost/runs.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "producer-state-replayed",
  sentence:
    "The producer state of a replica is the replay of its own log, and a duplicate is answered with the offset of the original.",
  formula: "∀ r, producer p known to log(r): state(r)[p] = replay(log(r))[p]",
  source: "invariants 1.20 (ProducerStateReplicated); L-11, L-70..L-73",
  kind: "monitor",
  guarantee: "protocol",
};

function judgeFinal(ghost: Ghost, partition: PartitionGhost, replica: FinalReplica): void {
  const replayed = new Map<number, { epoch: number; sequence: number }>();
  for (const batch of replica.batches) {
    if (batch.producerId === noProducerId || batch.isControl) continue;
    replayed.set(batch.producerId, { epoch: batch.producerEpoch, sequence: lastSequence(batch) });
  }
  for (const { producerId, producerEpoch, lastSequence: sequence } of replica.producers) {
    const expected = replayed.get(producerId);
    if (expected === undefined || (expected.epoch === producerEpoch && expected.sequence === sequence)) continue;
    if (partition.compacted && excuse(ghost.excuses, "snapshot-ahead-of-log")) return;
    found(ghost, card, partition, {
      role: "state-is-not-the-replay",
      sentence: `${nodeName(replica.broker)} knows producer ${producerId} of ${named(partition)} at epoch ${producerEpoch}, sequence ${sequence}; its log says epoch ${expected.epoch}, sequence ${expected.sequence}`,
      subject: { kind: "session", client: -1, producerId, broker: replica.broker, offset: -1, records: [] },
    });
    return;
  }
}

export const producerStateReplayed: Check = {
  card,
  watch: (ghost) => ({
    produceAnswered: (leader, _tp, batch, _acks, errorCode, baseOffset, duplicate) => {
      const { replica } = ghost;
      const { partition } = replica;
      if (!duplicate || errorCode !== Errors.NONE || baseOffset < replica.logStart || batch.records.length === 0)
        return;
      const { id, offsetDelta } = batch.records[0]!;
      const offset = baseOffset + offsetDelta;
      const record = identityAt(partition.identities, offset, epochAt(replica.runs, offset));
      if (record === id || record < 0) return;
      found(ghost, card, partition, {
        role: "duplicate-answered-with-wrong-offset",
        sentence: `${nodeName(leader)} takes record ${id} for the one at ${at(partition, offset)}, which is record ${record}`,
        subject: { kind: "records", offset, records: [id, record], nodes: [leader] },
      });
    },
    finish: (final) => {
      for (const { topicPartition, replicas } of final.partitions) {
        const partition = ghost.partitions.get(topicPartition);
        if (partition === undefined) continue;
        for (const replica of replicas) judgeFinal(ghost, partition, replica);
      }
    },
  }),
};
