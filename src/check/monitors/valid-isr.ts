/**
 * 2.1 ValidControllerState (VL v3.5, kip_966): the ISR is a part of the replicas. Without ELR it is never empty, and a
 * fenced or stopping broker is in it only as its sole member. With ELR no fenced broker is in it, and it may be empty.
 */
import { nodeName } from "../../core/ids.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "valid-isr",
  sentence: "The ISR consists of live replicas of the partition; without ELR a dead one may stay only as the last.",
  formula: "isr ⊆ replicas; elr off: isr ≠ ∅; |isr| > 1 ∨ elr on ⇒ no member fenced",
  source: "invariants 2.1 (ValidControllerState); R-41, KIP-841",
  kind: "invariant",
  guarantee: "protocol",
};

/** What is wrong with a member; null: nothing. Without ELR the last member stays, whatever becomes of its broker. */
export function faultOfMember(
  broker: number,
  { isr, replicas }: Pick<PartitionRegistration, "isr" | "replicas">,
  state: { readonly fenced: boolean; readonly shuttingDown: boolean } | undefined,
  elr: boolean,
): "member-is-no-replica" | "fenced-member" | "stopping-member" | null {
  if (!replicas.includes(broker)) return "member-is-no-replica";
  if (state === undefined || (!elr && isr.length === 1)) return null;
  if (state.fenced) return "fenced-member";
  return state.shuttingDown && isr.length > 1 ? "stopping-member" : null;
}

const told = {
  "member-is-no-replica": "is not a replica",
  "fenced-member": "is fenced",
  "stopping-member": "is in controlled shutdown",
};

function judge(ghost: Ghost, partition: PartitionGhost): void {
  const { registration } = partition;
  if (registration === null || partition.deleted) return;
  const { isr } = registration;
  const wrong = (role: string, sentence: string): void =>
    found(ghost, card, partition, {
      role,
      sentence: `the ISR of ${named(partition)} is {${isr.map(nodeName).join(", ")}}: ${sentence}`,
      subject: { kind: "partition", leader: registration.leader },
    });
  const elr = ghost.options.eligibleLeaderReplicasEnable;
  if (isr.length === 0 && !elr) wrong("empty", "without eligible leader replicas the last member stays");
  for (const broker of isr) {
    const fault = faultOfMember(broker, registration, ghost.brokers[broker], elr);
    if (fault !== null) wrong(fault, `${nodeName(broker)} ${told[fault]}`);
  }
}

export const validIsr: Check = {
  card,
  watch: (ghost) => ({ partitionTouched: (partition) => judge(ghost, partition) }),
};
