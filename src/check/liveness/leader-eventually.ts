/**
 * 5.1 LeaderEventually (VL): a partition with a healthy complete replica has a leader in the end, one that has taken
 * office. And the other way round: where the oracle forbids a leader, nobody healthy leads.
 */
import type { CheckCard } from "../check.ts";
import type { FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";
import { isNews, judgedPartitions } from "./final-view.ts";

const card: CheckCard = {
  name: "leader-eventually",
  sentence: "In the end every partition with a healthy replica in ISR or ELR has a leader that acts as such.",
  formula: "◇□ (required ⇒ leader ≠ none ∧ it leads in the current epoch)",
  source: "invariants 5.1 (LeaderEventually)",
  kind: "liveness",
  guarantee: "progress",
};

function judge(ghost: Ghost, final: FinalState): void {
  for (const { partition, final: one, need, isHealthy, leader } of judgedPartitions(ghost, final)) {
    const { registration } = one;
    const { leader: elected, leaderEpoch } = registration;
    const leads = elected >= 0 && isHealthy(elected) && leader !== null && leader.leaderEpoch === leaderEpoch;
    if (need.leader !== "required" || leads || (elected >= 0 && isNews(ghost, partition, final))) continue;
    found(ghost, card, partition, {
      role: elected < 0 ? "nobody-elected" : isHealthy(elected) ? "elected-does-not-lead" : "dead-leader-stays",
      sentence: `${named(partition)} has no acting leader in the end (elected: ${elected}, epoch ${leaderEpoch})`,
      subject: { kind: "partition", leader: elected },
    });
  }
}

export const leaderEventually: Check = {
  card,
  watch: (ghost) => ({
    coreRested: (state) => judge(ghost, state),
    finish: (final) => judge(ghost, final),
  }),
};
