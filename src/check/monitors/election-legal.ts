/**
 * Elections follow: without a leader before, a clean or preferred one comes from the ISR, an
 * eligible one from the ELR, a last-known one from the remembered; an unclean one needs the setting or an operator. Whoever
 * may lack committed records has to recover first (KIP-704), and nobody else has; a move that is taken back makes nobody recover.
 */
import { nodeName } from "../../core/ids.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ElectionKind } from "../../kafka/observer.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "election-legal",
  sentence:
    "Who is elected comes from the set that the kind of election allows: ISR, ELR, or the last known leader; who may lack committed records recovers.",
  formula: "leader' ∈ isr (clean, preferred), isr ∪ elr (eligible), lastKnownElr; RECOVERING' ⇔ unclean, last-known",
  source: "R-40, R-44, R-47; availability oracle: an election that is forbidden",
  kind: "invariant",
  guarantee: "protocol",
};

function isRecoveryWrong(before: PartitionRegistration, after: PartitionRegistration, election: ElectionKind): boolean {
  const isRecovering = after.leaderRecoveryState === "RECOVERING";
  const isTakenBack = before.replicas.length !== after.replicas.length;
  if (election === "last-known" || (election === "unclean" && !isTakenBack)) return !isRecovering;
  return election !== "unclean" && isRecovering && before.leaderRecoveryState !== "RECOVERING";
}

export const electionLegal: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after, election) => {
      const { partition, before } = ghost;
      const { registration } = before;
      if (registration !== null && isRecoveryWrong(registration, after, election)) {
        const { leaderRecoveryState } = after;
        found(ghost, card, partition, {
          role: `${election}-election-${leaderRecoveryState.toLowerCase()}`,
          sentence: `${nodeName(after.leader)}, leader of ${named(partition)} (${election} election), is to be ${leaderRecoveryState}; it was ${registration.leaderRecoveryState} before`,
          subject: { kind: "partition", leader: after.leader },
        });
      }
      // With a leader in office the same change may have let the elected replica into the ISR.
      if (registration === null || registration.leader >= 0 || after.leader < 0) return;
      const { isr, eligibleLeaderReplicas, lastKnownElr } = registration;
      const { leader } = after;
      const isLegal =
        election === "clean" || election === "preferred"
          ? isr.includes(leader)
          : election === "eligible"
            ? eligibleLeaderReplicas.includes(leader) || isr.includes(leader)
            : election === "last-known"
              ? lastKnownElr.includes(leader)
              : true;
      if (isLegal) return;
      found(ghost, card, partition, {
        role: `${election}-election-of-stranger`,
        sentence: `${nodeName(leader)} is elected leader of ${named(partition)} (${election}) from outside the set that may lead`,
        subject: { kind: "partition", leader },
      });
    },
  }),
};
