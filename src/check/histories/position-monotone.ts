/**
 * 3.10 PositionMonotone (Jepsen nonmonotonic-poll, poll-skip): between two settings of its position a reader is given
 * growing offsets and skips none, except those that compaction took (§6.8). A reset skips or repeats legally (§6.13), and
 * so does a truncation that the reader was told of. One that it was not told of does not, however legal the loss was: a
 * reader beyond the place where its history ended would silently miss what was written there since (KIP-320).
 */
import { nodeName } from "../../core/ids.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import { type AnomalyName, excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { positionsOf } from "../ghost/client-facts.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import { epochAt } from "../ghost/runs.ts";
import type { Check, Monitor } from "../monitor.ts";

const card: CheckCard = {
  name: "position-monotone",
  sentence: "Between two settings of its position a reader is given growing offsets without holes.",
  formula: "∀ reader, between two settings: next offset given = position",
  source: "invariants 3.10 (PositionMonotone), Jepsen nonmonotonic-poll and poll-skip",
  kind: "history",
  guarantee: "stable-reads",
};

/** By client and partition: the epoch of the last record that it was given since its position was set. */
const keyOf = (client: number, partition: PartitionGhost): number => client * 0x10000 + partition.index;

/**
 * Is this record of the batch, as far as one can tell by its epoch, in the committed history?
 *
 * Not so for a record that was fetched before its loss and returned after it: the Java consumer validates its position,
 * which lies before what it has buffered, and returns that. What comes next is then no unnoticed truncation of the
 * position, but the known weakness of the buffer.
 */
const isCommitted = ({ exposed, exposedEnd, base }: PartitionGhost, batch: RecordBatch, offset: number): boolean =>
  offset >= base && offset < exposedEnd && epochAt(exposed, offset) === batch.partitionLeaderEpoch;

/**
 * The epoch of the record right before this batch in the committed history, if the batch is of that history; else -1.
 * The reader was given that record, or another one at its place.
 */
const epochBefore = (partition: PartitionGhost, batch: RecordBatch, from: number): number =>
  from > partition.base && isCommitted(partition, batch, from) ? epochAt(partition.exposed, from - 1) : -1;

function watch(ghost: Ghost): Monitor {
  const givenEpochs = new Map<number, number>();
  return {
    positionSet: (client) => {
      givenEpochs.delete(keyOf(client, ghost.partition));
    },
    polled: (client, _tp, batch, fromOffset, toOffset, broker) => {
      const { partition } = ghost;
      const positions = positionsOf(ghost, client, partition.index);
      const position = positions[partition.index]!;
      const given = givenEpochs.get(keyOf(client, partition));
      positions[partition.index] = toOffset;
      if (isCommitted(partition, batch, toOffset - 1))
        givenEpochs.set(keyOf(client, partition), batch.partitionLeaderEpoch);
      else givenEpochs.delete(keyOf(client, partition));
      if (position < 0) return;
      const complain = (role: string, more = "", legal: AnomalyName | null = null): void =>
        found(ghost, card, partition, {
          role,
          legal,
          sentence: `${nodeName(client)} at position ${position} is given ${at(partition, fromOffset)} by ${nodeName(broker)}${more}`,
          subject: { kind: "position", client, broker, offset: fromOffset },
        });
      if (fromOffset < position) complain("reads-again");
      else if (fromOffset > position) {
        if (!partition.compacted || !excuse(ghost.excuses, "compaction-gap")) complain("skips");
      } else if (given !== undefined) {
        const before = epochBefore(partition, batch, fromOffset);
        if (before < 0 || before === given) return;
        if (fromOffset <= partition.deletedBelow && excuse(ghost.excuses, "reader-at-log-start")) return;
        const legal = before > given ? null : "unnoticed-older-history";
        complain("goes-on-behind-truncation", ", but what it was given before that is gone", legal);
      }
    },
  };
}

export const positionMonotone: Check = { card, watch };
