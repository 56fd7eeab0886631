/**
 * 2.4 UncleanExclusion (VL, R-45): with ELR, a replica whose broker registered after an unclean stop is in neither ISR
 * nor ELR until it has caught up in its new life, or was itself elected as the last resort.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { isCandidate } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "unclean-exclusion",
  sentence: "With ELR, a replica that restarted uncleanly is in neither ISR nor ELR until it has caught up again.",
  formula: "elr on ∧ unclean(r) ⇒ r ∉ isr ∪ elr",
  source: "invariants 2.4, 2.2 (UncleanExclusion); R-45, KIP-966",
  kind: "invariant",
  guarantee: "protocol",
};

export const uncleanExclusion: Check = {
  card,
  watch: (ghost) => ({
    partitionTouched: (partition) => {
      const { registration } = partition;
      if (registration === null || !ghost.options.eligibleLeaderReplicasEnable) return;
      for (const replica of partition.replicaList) {
        if (!replica.unclean || !isCandidate(partition, replica.broker)) continue;
        found(ghost, card, partition, {
          role: registration.isr.includes(replica.broker) ? "unclean-replica-in-isr" : "unclean-replica-in-elr",
          sentence: `${nodeName(replica.broker)} registered after an unclean stop, has not caught up, and may be elected leader of ${named(partition)}`,
          subject: { kind: "replica", broker: replica.broker, leader: -1, offset: -1 },
        });
      }
    },
  }),
};
