/**
 * 2.1 ValidControllerState (VL v3.5, kip_966): the ISR is a part of the replicas. Without ELR it is never empty, and a
 * fenced or stopping broker is in it only as its sole member. With ELR no fenced broker is in it, and it may be empty.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../card.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "valid-isr",
  sentence: "The ISR consists of live replicas of the partition; without ELR a dead one may stay only as the last.",
  source: "invariants 2.1 (ValidControllerState); R-41, KIP-841",
  kind: "invariant",
  guarantee: "protocol",
};

function judge(ghost: Ghost, partition: PartitionGhost): void {
  const { registration } = partition;
  if (registration === null || partition.deleted) return;
  const { isr, replicas } = registration;
  const wrong = (role: string, sentence: string): void =>
    found(ghost, card, partition, {
      role,
      sentence: `the ISR of ${named(partition)} is {${isr.map(nodeName).join(", ")}}: ${sentence}`,
      subject: { kind: "partition", leader: registration.leader },
      witness: { isr, replicas, leader: registration.leader, leaderEpoch: registration.leaderEpoch },
    });
  const elr = ghost.options.eligibleLeaderReplicasEnable;
  if (isr.length === 0 && !elr) wrong("empty", "without eligible leader replicas the last member stays");
  for (const broker of isr) {
    if (!replicas.includes(broker)) wrong("member-is-no-replica", `${nodeName(broker)} is not a replica`);
    const state = ghost.brokers[broker];
    if (state === undefined || (!elr && isr.length === 1)) continue;
    if (state.fenced) wrong("fenced-member", `${nodeName(broker)} is fenced`);
    else if (state.shuttingDown && isr.length > 1)
      wrong("stopping-member", `${nodeName(broker)} is in controlled shutdown`);
  }
}

export const validIsr: Check = {
  card,
  watch: (ghost) => ({ partitionTouched: (partition) => judge(ghost, partition) }),
};
