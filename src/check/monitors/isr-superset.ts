/**
 * 1.10 ReplicationQuorumSuperset (VL v3.5, kip_966), for a leader whose leader epoch is the controller's: (b) its maximal
 * ISR contains the controller's ISR; (c) with ELR, while its ISR has min.insync.replicas members, the ELR too. Below
 * that its high watermark is frozen, so it need not.
 *
 * Legal: a leader that has not heard of a member that the controller took out. A proposal counts until it is answered.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { effectiveMinIsr, type PartitionGhost, Role } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "isr-superset",
  sentence:
    "The maximal ISR of a current leader contains the controller's ISR, and its ELR while the high watermark may advance.",
  formula: "∀ leader L of the current epoch: maximalIsr(L) ⊇ isr; |isr(L)| ≥ minIsr ⇒ maximalIsr(L) ⊇ elr",
  source: "invariants 1.10 (ReplicationQuorumSuperset); R-21, KIP-497",
  kind: "invariant",
  guarantee: "protocol",
};

/** The first of the candidates that a leader with these two ISRs does not wait for; -1: it waits for all. */
export function firstUncounted(
  candidates: readonly number[],
  isr: readonly number[],
  proposedIsr: readonly number[] | null,
): number {
  for (let i = 0; i < candidates.length; i++) {
    const broker = candidates[i]!;
    if (!isr.includes(broker) && proposedIsr?.includes(broker) !== true) return broker;
  }
  return -1;
}

function judge(ghost: Ghost, partition: PartitionGhost): void {
  const { registration } = partition;
  const leader = registration === null ? undefined : partition.replicas[registration.leader];
  if (
    registration === null ||
    leader === undefined ||
    leader.role !== Role.leader ||
    leader.leaderEpoch !== registration.leaderEpoch
  )
    return;
  const { localIsr, proposedIsr } = leader;
  const missing = firstUncounted(registration.isr, localIsr, proposedIsr);
  const mayAdvance = localIsr.length >= effectiveMinIsr(partition);
  const broker =
    missing >= 0 || !mayAdvance ? missing : firstUncounted(registration.eligibleLeaderReplicas, localIsr, proposedIsr);
  if (broker < 0) return;
  const isNewSetting = missing < 0 && partition.topic.terms.minIsrChanged;
  if (isNewSetting && excuse(ghost.excuses, "changed-min-insync-replicas")) return;
  found(ghost, card, partition, {
    role: missing < 0 ? "eligible-replica-not-counted" : "isr-member-not-counted",
    sentence: `${nodeName(leader.broker)}, leader of ${named(partition)} in epoch ${leader.leaderEpoch}, does not wait for ${nodeName(broker)}, which the controller may elect`,
    subject: { kind: "isr-change", leader: leader.broker, member: broker, offset: -1 },
  });
}

export const isrSuperset: Check = {
  card,
  watch: (ghost) => ({ partitionTouched: (partition) => judge(ghost, partition) }),
};
