/**
 * Cooperative sticky: the sticky assignment, but what goes from one member to another is assigned to nobody yet: who holds it gives it up,
 * joins again, and then the other gets it (CooperativeStickyAssignor, KIP-429).
 */
import type { ConsumerSubscription } from "../messages/consumer-protocol.ts";
import type { JoinedMember } from "../messages/groups.ts";
import type { AssignableTopics, GroupAssignment, PartitionAssignor } from "./assignor.ts";
import { type Claim, judgeClaims } from "./sticky/claims.ts";
import { assignmentOf, type NumberedGroup, numberGroup, numbersOf } from "./sticky/numbered-group.ts";
import { assignSticky } from "./sticky-assignor.ts";

export const cooperativeStickyAssignor: PartitionAssignor = {
  name: "cooperative-sticky",
  isCooperative: true,
  userData: "generation",
  assign,
};

function assign(topics: AssignableTopics, members: readonly JoinedMember[]): GroupAssignment {
  const group = numberGroup(topics, members);
  const { owners, transferring } = assignSticky(group, judgeClaims(group, claimOf));
  for (const partition of transferring ?? transferringIn(group, owners)) owners[partition] = -1;
  return assignmentOf(group, owners);
}

/** The generation stands in the subscription since its version 2, before in what the assignor had the member remember. */
const claimOf = ({ ownedPartitions, generationId, userData }: ConsumerSubscription): Claim => ({
  partitions: ownedPartitions,
  generation: generationId >= 0 ? generationId : (userData?.generation ?? -1),
});

/** Given to a member that does not say that it owns it, while another says so. */
function transferringIn(group: NumberedGroup, owners: Int32Array): number[] {
  const isKept = new Uint8Array(owners.length);
  const isRevoked = new Uint8Array(owners.length);
  group.members.forEach(({ metadata }, member) => {
    for (const partition of numbersOf(group, metadata.ownedPartitions)) {
      if (owners[partition] === member) isKept[partition] = 1;
      else isRevoked[partition] = 1;
    }
  });
  const transferring: number[] = [];
  for (let partition = 0; partition < owners.length; partition++) {
    if (isRevoked[partition] === 1 && isKept[partition] === 0) transferring.push(partition);
  }
  return transferring;
}
