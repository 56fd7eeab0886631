/**
 * 2.3 MinIsrRecoveryQuorum (VL kip_966), as Kafka has it: when ISR and ELR are both empty, the controller remembers
 * replicas from which the partition can be recovered. The model asks for min.insync.replicas of them; Kafka keeps the
 * last leader only (PartitionChangeBuilder), so one is asked for here.
 */
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "recovery-quorum",
  sentence: "When ISR and ELR are both empty, the last known leader is remembered.",
  formula: "isr = ∅ ∧ elr = ∅ ⇒ ∅ ≠ lastKnownElr ⊆ replicas",
  source: "invariants 2.3 (MinIsrRecoveryQuorum), weakened to what Kafka stores",
  kind: "invariant",
  guarantee: "protocol",
};

export const recoveryQuorum: Check = {
  card,
  watch: (ghost) => ({
    partitionTouched: (partition) => {
      const { registration } = partition;
      if (registration === null || partition.deleted || !ghost.options.eligibleLeaderReplicasEnable) return;
      const { isr, eligibleLeaderReplicas, lastKnownElr, replicas } = registration;
      if (isr.length > 0 || eligibleLeaderReplicas.length > 0) return;
      if (lastKnownElr.length > 0 && lastKnownElr.every((broker) => replicas.includes(broker))) return;
      if (partition.candidatesCleared && excuse(ghost.excuses, "candidates-cleared")) return;
      found(ghost, card, partition, {
        role: "nobody-remembered",
        sentence: `${named(partition)} has neither ISR nor ELR, and no last known leader among its replicas`,
        subject: { kind: "partition", leader: registration.leader },
      });
    },
  }),
};
