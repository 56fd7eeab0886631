/**
 * 1.15 TruncationSafety†: no replica that is in the controller's ISR, or that its leader counts for the high watermark,
 * truncates below the true high watermark. Others do so legally: they are behind.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { isLossLegal } from "../ghost/loss.ts";
import { wasMinIsrRaised } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "truncation-safe",
  sentence: "No member of the ISR or ELR, and none that counts for the high watermark, truncates committed records.",
  formula: "r ∈ isr ∪ elr ∪ isr(leader) ⇒ truncatedTo(r) ≥ min(trueHighWatermark, logEnd(r))",
  source: "invariants 1.15† (TruncationSafety); L-80",
  kind: "monitor",
  guarantee: "protocol",
};

function judge(ghost: Ghost, broker: number, toOffset: number, leaderEpoch: number): void {
  const { partition, before, excuses } = ghost;
  const { registration, leader } = partition;
  if (toOffset >= before.logEnd || toOffset >= partition.trueHighWatermark || toOffset < partition.base) return;
  if (registration === null) return;
  const isRaised = wasMinIsrRaised(partition);
  const isEligible = registration.eligibleLeaderReplicas.includes(broker);
  const isMember = registration.isr.includes(broker) || (isEligible && !isRaised);
  const counts =
    leader?.online === true && leader.leaderEpoch === registration.leaderEpoch && leader.localIsr.includes(broker);
  if (!isMember && !counts && !(isEligible && !excuse(excuses, "changed-min-insync-replicas"))) return;
  if (isLossLegal(ghost, partition) || (leaderEpoch < partition.rebaseEpoch && excuse(excuses, "ended-history")))
    return;
  found(ghost, card, partition, {
    role: isMember ? "candidate-truncates" : "counted-replica-truncates",
    sentence: `${nodeName(broker)} truncates to ${at(partition, toOffset)} in epoch ${leaderEpoch}, below the high watermark ${partition.trueHighWatermark}`,
    subject: { kind: "range", broker, from: toOffset, to: before.logEnd },
  });
}

export const truncationSafe: Check = {
  card,
  watch: (ghost) => ({
    truncated: (broker, _tp, toOffset, leaderEpoch) => judge(ghost, broker, toOffset, leaderEpoch),
    restartedAt: (broker, _tp, offset, leaderEpoch) => {
      // Starting anew beyond the log end is how a replica follows a log start that overtook it.
      if (offset < ghost.before.logEnd) judge(ghost, broker, ghost.before.logStart, leaderEpoch);
    },
  }),
};
