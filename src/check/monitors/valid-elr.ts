/** 2.2 ValidIsrAndElr (VL kip_966): ISR and ELR are disjoint; while the ISR has min.insync.replicas the ELR is empty. */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { countedMinIsr } from "../ghost/partition-ghost.ts";
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
    partitionChanged: (_tp, _before, after, election) => {
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
      for (const broker of elr) {
        if (replicas.includes(broker)) continue;
        if (partition.replicas[broker]?.leftEligible === true && excuse(ghost.excuses, "eligible-after-move")) continue;
        wrong("member-is-no-replica", `${nodeName(broker)} is no replica`);
      }
      // The controller counts before it elects.
      if (election !== "eligible" && isr.length >= countedMinIsr(ghost, partition))
        wrong("elr-beside-full-isr", "the ISR is large enough for the ELR to be empty");
    },
  }),
};
