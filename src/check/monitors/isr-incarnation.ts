/**
 * 2.5 IsrIncarnation (KIP-903): who joins the ISR has reached the high watermark in its present life; what an earlier
 * process had fetched does not count.
 *
 * Leaders tell of fetches that move a follower's end. A follower that comes back with its whole log need not move, so
 * one whose log does reach the high watermark passes as well. A process that the controller does not know to be gone may still join
 * in name: its successor is thrown out when it registers.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { isLossLegal } from "../ghost/loss.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "isr-incarnation",
  sentence: "A broker joins an ISR only on the strength of what its present incarnation has fetched.",
  formula: "r ∈ isr' \\ (isr ∪ elr) ⇒ max(fetchedTo(r), logEnd(r)) ≥ committedEnd",
  source: "invariants 2.5 (IsrIncarnation); KIP-903, I-02",
  kind: "invariant",
  guarantee: "protocol",
};

export const isrIncarnation: Check = {
  card,
  watch: (ghost) => ({
    partitionChanged: (_tp, _before, after, election) => {
      const { partition, before } = ghost;
      const { registration } = before;
      if (registration === null || election === "unclean" || election === "last-known") return;
      const reach = partition.exposedEnd;
      for (const broker of after.isr) {
        if (registration.isr.includes(broker) || registration.eligibleLeaderReplicas.includes(broker)) continue;
        const replica = partition.replicas[broker];
        if (replica === undefined || replica.fetchedTo >= reach || replica.logEnd >= reach) continue;
        const isGone = ghost.brokers[broker]?.registeredSinceDown === false;
        if (isLossLegal(ghost, partition) || (isGone && excuse(ghost.excuses, "joins-for-earlier-process"))) continue;
        found(ghost, card, partition, {
          role: "joins-without-fetching",
          sentence: `${nodeName(broker)} joins the ISR of ${named(partition)}, but this process has fetched up to ${replica.fetchedTo} only, not to ${reach}`,
          subject: { kind: "isr-change", leader: -1, member: broker, offset: Math.max(replica.logEnd, 0) },
        });
      }
    },
  }),
};
