/**
 * 4.17 BumpHasReason (P-18): an idempotent producer gives its session up for a partition only after something there went wrong: a
 * send that ended in an error, or an answer that its sequences have a gap or its leader does not know it. Each bump ends the
 * promise of order, so one without need is a promise broken in silence.
 *
 * A producer knows a partition by its topic's name (TransactionManager.partitionsToRewriteSequences): what failed in a topic
 * that was deleted is a reason for a bump that comes when it knows the topic made anew.
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import { partitionOf, type TopicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import { isSameByName } from "../ghost/client-facts.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "bump-has-reason",
  sentence:
    "A producer bumps its epoch for a partition only after a send to it failed, or its leader missed a sequence.",
  formula: "bump(c, p) ⇒ ∃ since the last one: failed(send(c, p)) ∨ answer(c, p) ∈ {45, 59}",
  source: "invariants 4.17 (BumpHasReason); P-18, KIP-360, KAFKA-8805",
  kind: "history",
  guarantee: "protocol",
};

/** Takes the reasons to bump for a partition; false: there was none. */
function takeReasons(ghost: Ghost, troubled: Set<TopicPartition>, tp: TopicPartition): boolean {
  const bumped = ghost.partitions.get(tp);
  let hadReason = troubled.delete(tp);
  for (const other of troubled) {
    const partition = ghost.partitions.get(other);
    if (bumped === undefined || partition === undefined || !isSameByName(bumped, partition)) continue;
    troubled.delete(other);
    hadReason = true;
  }
  return hadReason;
}

export const bumpHasReason: Check = {
  card,
  watch: (ghost) => {
    /** By producer id: where something went wrong since its last bump. */
    const troubled = new Map<number, Set<TopicPartition>>();
    const idOf = new Map<number, number>();
    const note = (producerId: number, tp: TopicPartition): void => {
      const partitions = troubled.get(producerId) ?? new Set();
      troubled.set(producerId, partitions.add(tp));
    };
    return {
      sendAttempted: (client, _tp, batch) => {
        if (batch.producerId >= 0) idOf.set(client, batch.producerId);
      },
      sendCompleted: (client, _record, tp, outcome) => {
        const producerId = idOf.get(client);
        if (outcome !== "ok" && producerId !== undefined) note(producerId, tp);
      },
      produceAnswered: (_leader, tp, batch, _acks, errorCode) => {
        if (errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER || errorCode === Errors.UNKNOWN_PRODUCER_ID)
          note(batch.producerId, tp);
      },
      producerEpochBumped: (client, producerId, producerEpoch, tp) => {
        const partitions = troubled.get(producerId);
        if (partitions !== undefined && takeReasons(ghost, partitions, tp)) return;
        found(ghost, card, ghost.partitions.get(tp) ?? null, {
          role: "bump-without-reason",
          sentence: `${nodeName(client)} raises its epoch to ${producerEpoch} for partition ${partitionOf(tp)}, where nothing had failed`,
          subject: { kind: "send", client, record: -1 },
        });
      },
    };
  },
};
