/** How the coordinator divides the partitions of a group of the next generation among its members (KIP-848, ConsumerGroupPartitionAssignor). */
import type { TopicId } from "../../topic-partition.ts";

/** By topic; partitions ascending. A member whose target stays keeps the same object. */
export type MemberTarget = ReadonlyMap<TopicId, readonly number[]>;

export interface ServerMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** Those that exist. */
  readonly topicIds: ReadonlySet<TopicId>;
  /** Its target until now. */
  readonly target: MemberTarget;
}

export interface GroupSpec {
  /** In the order in which the coordinator walks them. */
  readonly members: readonly ServerMember[];
  /** All members subscribe to the same topics. */
  readonly isHomogeneous: boolean;
  /** At least 1. */
  readonly partitionCountOf: (topicId: TopicId) => number;
}

/** By member id; a member without an entry gets nothing. */
export type TargetAssignment = ReadonlyMap<string, MemberTarget>;

export interface ServerAssignor {
  readonly name: "uniform" | "range";
  readonly assign: (group: GroupSpec) => TargetAssignment;
}
