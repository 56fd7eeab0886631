/**
 * Sticky: as even as can be, and as little moved as that allows. Under the eager protocol members give up all they hold, so what they
 * held comes with what the assignor had them remember (StickyAssignor).
 */
import type { ConsumerSubscription } from "../messages/consumer-protocol.ts";
import type { JoinedMember } from "../messages/groups.ts";
import type { AssignableTopics, GroupAssignment, PartitionAssignor } from "./assignor.ts";
import { type Claim, type Claims, judgeClaims } from "./sticky/claims.ts";
import { assignConstrained } from "./sticky/constrained.ts";
import { assignGeneral } from "./sticky/general.ts";
import { assignmentOf, type NumberedGroup, numberGroup } from "./sticky/numbered-group.ts";
import { racksOf } from "./sticky/racks.ts";

export const stickyAssignor: PartitionAssignor = {
  name: "sticky",
  isCooperative: false,
  userData: "assignment",
  assign,
};

function assign(topics: AssignableTopics, members: readonly JoinedMember[]): GroupAssignment {
  const group = numberGroup(topics, members);
  return assignmentOf(group, assignSticky(group, judgeClaims(group, claimOf)).owners);
}

const claimOf = ({ userData }: ConsumerSubscription): Claim => ({
  partitions: userData?.previousAssignment ?? [],
  generation: userData?.generation ?? -1,
});

interface StickyAssignment {
  /** By partition. */
  readonly owners: Int32Array;
  /** Partitions that somebody must give up first; null: not looked at. */
  readonly transferring: readonly number[] | null;
}

export function assignSticky(group: NumberedGroup, claims: Claims): StickyAssignment {
  const racks = racksOf(group);
  if (claims.areSubscriptionsEqual) return assignConstrained(group, racks, claims);
  return { owners: assignGeneral(group, racks, claims), transferring: null };
}
