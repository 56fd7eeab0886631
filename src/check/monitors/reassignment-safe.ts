/**
 * 2.12 ReassignmentSafe (KIP-455, KAFKA-15665, KAFKA-19975, VL): a reassignment completes only when what it adds is in the
 * ISR, and if it leaves fewer replicas, all of its target; no replica drops its log while it could be elected. Taking a
 * reassignment back completes nothing.
 */
import { nodeName } from "../../core/ids.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { isLossLegal } from "../ghost/loss.ts";
import { isCandidate } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "reassignment-safe",
  sentence:
    "A reassignment completes only with what it adds in the ISR, and with all of its target if it leaves fewer replicas; no replica deletes its log while it may be elected.",
  formula:
    "reassignment ends ⇒ adding ⊆ isr' ∧ (|adding| ≥ |removing| ∨ replicas' ⊆ isr'); r ∈ isr ∪ elr ⇒ r keeps its log",
  source: "invariants 2.12 (ReassignmentSafe); R-50, KIP-455, KAFKA-15665, KAFKA-19975",
  kind: "invariant",
  guarantee: "protocol",
};

/** The move under way, or the one that the record itself starts and completes. */
function moveOf(before: PartitionRegistration, after: PartitionRegistration) {
  const { addingReplicas, removingReplicas, replicas } = before;
  if (addingReplicas.length + removingReplicas.length > 0)
    return { adding: addingReplicas, removing: removingReplicas };
  return {
    adding: after.replicas.filter((broker) => !replicas.includes(broker)),
    removing: replicas.filter((broker) => !after.replicas.includes(broker)),
  };
}

export const reassignmentSafe: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after, election) => {
      const { partition, before } = ghost;
      const { registration } = before;
      if (registration === null) return;
      const { adding, removing } = moveOf(registration, after);
      if (adding.length + removing.length === 0) return;
      if (after.addingReplicas.length + after.removingReplicas.length > 0) return;
      // The move was complete before the same change made another ISR.
      if (election === "unclean" || election === "last-known") return;
      const isTaken = removing.every((broker) => !after.replicas.includes(broker));
      const isKept = adding.every((broker) => after.replicas.includes(broker));
      const needed = adding.length < removing.length ? after.replicas : adding;
      const missing = needed.find((broker) => !after.isr.includes(broker));
      if (!isTaken || !isKept || missing === undefined) return;
      found(ghost, card, partition, {
        role: "completes-without-target",
        sentence: `the reassignment of ${named(partition)} completes although ${nodeName(missing)} is not in the ISR`,
        subject: { kind: "isr-change", leader: after.leader, member: missing, offset: -1 },
      });
    },
    logDeleted: (broker) => {
      const { partition } = ghost;
      // An unclean election may bring back a replica that has yet to hear that it was moved away.
      if (partition.deleted || !isCandidate(partition, broker) || isLossLegal(ghost, partition)) return;
      found(ghost, card, partition, {
        role: "candidate-deletes-log",
        sentence: `${nodeName(broker)} deletes its log of ${named(partition)} while it may be elected leader`,
        subject: { kind: "replica", broker, leader: -1, offset: -1 },
      });
    },
  }),
};
