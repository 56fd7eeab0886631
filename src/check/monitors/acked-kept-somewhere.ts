/**
 * 1.13 NoCommittedRecordLostGlobally† (VL): what was acknowledged with acks=all is in the log of at least one broker, up
 * or down, also while nobody leads.
 */
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { findOwed } from "../ghost/completeness.ts";
import { exposedRecordAt } from "../ghost/exposure.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { isLossLegal } from "../ghost/loss.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "acked-kept-somewhere",
  sentence: "Every record acknowledged with acks=all is in the log of at least one broker.",
  formula: "∃ r: ∀ o < ackedEnd: log(r)[o] = committed[o]",
  source: "invariants 1.13† (NoCommittedRecordLostGlobally)",
  kind: "monitor",
  guarantee: "no-acked-loss",
};

function judge(ghost: Ghost, partition: PartitionGhost, from: number): void {
  if (partition.deleted || from >= partition.ackedEnd) return;
  let reaches = Math.max(from, partition.leader?.logStart ?? 0);
  for (const replica of partition.replicaList) {
    if (!replica.present) continue;
    const missing = findOwed(ghost, replica, from, partition.ackedEnd);
    if (missing < 0) return;
    if (missing > reaches) reaches = missing;
  }
  if (isLossLegal(ghost, partition)) return;
  found(ghost, card, partition, {
    role: "no-replica-holds-it",
    sentence: `no broker holds ${at(partition, reaches)} any more, which was acknowledged`,
    subject: { kind: "records", offset: reaches, records: [exposedRecordAt(partition, reaches)], nodes: [] },
  });
}

export const ackedKeptSomewhere: Check = {
  card,
  watch: (ghost) => ({ shrunk: (partition, _replica, from) => judge(ghost, partition, from) }),
};
