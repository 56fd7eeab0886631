/** 2.2 ValidIsrAndElr (VL kip_966): ISR and ELR are disjoint; while the ISR has min.insync.replicas the ELR is empty. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { effectiveMinIsr } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "valid-elr",
  sentence:
    "ISR and ELR share no member, the ELR holds replicas only, and it is empty while the ISR has min.insync.replicas members.",
  formula: "isr ∩ elr = ∅ ∧ elr ⊆ replicas ∧ (|isr| ≥ minIsr ⇒ elr = ∅)",
  source: "invariants 2.2 (ValidIsrAndElr); R-44",
  kind: "invariant",
  guarantee: "protocol",
};

export const validElr: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after) => {
      const { partition } = ghost;
      const { isr, eligibleLeaderReplicas: elr, replicas } = after;
      if (elr.length === 0) return;
      const wrong = (role: string, sentence: string): void =>
        found(ghost, card, partition, {
          role,
          sentence: `${named(partition)} has ISR {${isr.map(nodeName).join(", ")}} and ELR {${elr.map(nodeName).join(", ")}}: ${sentence}`,
          subject: { kind: "partition", leader: after.leader },
        });
      if (elr.some((broker) => isr.includes(broker))) wrong("shared-member", "they share a member");
      if (elr.some((broker) => !replicas.includes(broker)))
        wrong("member-is-no-replica", "a member of the ELR is no replica");
      if (isr.length >= effectiveMinIsr(partition))
        wrong("elr-beside-full-isr", "the ISR is large enough for the ELR to be empty");
    },
  }),
};
