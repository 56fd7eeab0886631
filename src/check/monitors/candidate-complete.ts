/**
 * 1.12 LeaderCandidateCompleteness† (VL): every running member of the controller's ISR and ELR holds all committed
 * records. One that lost data in an unclean stop is exempt until the controller has processed its registration.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "candidate-complete",
  sentence: "Every running replica that could be elected cleanly, from ISR or ELR, holds all committed records.",
  formula: "∀ running r ∈ isr ∪ elr, o < trueHighWatermark: log(r)[o] = committed[o]",
  source: "invariants 1.12† (LeaderCandidateCompleteness); R-44",
  kind: "monitor",
  guarantee: "protocol",
};

export const candidateComplete: Check = {
  card,
  watch: (ghost) => ({
    incomplete: (partition, member, offset, duty) => {
      if (duty === "local-isr" || offset >= partition.trueHighWatermark) return;
      found(ghost, card, partition, {
        role: duty === "elr" ? "eligible-replica-lacks-record" : "isr-member-lacks-record",
        sentence: `${nodeName(member.broker)} may be elected leader of the partition, but does not hold ${at(partition, offset)}, which is committed`,
        subject: { kind: "replica", broker: member.broker, leader: -1, offset },
      });
    },
  }),
};
