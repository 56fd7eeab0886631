/**
 * How the leader of a classic group divides the partitions of its topics among the members (ConsumerPartitionAssignor). An assignor is a
 * pure function: the same topics and members, in whatever order they come, give the same assignment.
 */
import type { AssignorName } from "../config/resolve-group.ts";
import type { TopicPartitions } from "../messages/consumer-protocol.ts";
import type { JoinedMember } from "../messages/groups.ts";

/** What the leader's metadata knows of a topic. */
export interface AssignableTopic {
  readonly partitionCount: number;
  /** By partition: the racks of its replicas, none twice; null: no broker has a rack. */
  readonly racks: readonly (readonly string[])[] | null;
}

/** By name. Topics without partitions count as unknown. */
export type AssignableTopics = ReadonlyMap<string, AssignableTopic>;

/** By member id; each member has an entry. Topics by name, partitions ascending. */
export type GroupAssignment = ReadonlyMap<string, readonly TopicPartitions[]>;

export interface PartitionAssignor {
  readonly name: AssignorName;
  /** Members keep what they hold while they join, and give up afterwards what the leader took away (KIP-429). */
  readonly isCooperative: boolean;
  /** What a member puts into its subscription for this assignor: nothing, the generation of its last assignment, or that assignment. */
  readonly userData: "none" | "generation" | "assignment";
  readonly assign: (topics: AssignableTopics, members: readonly JoinedMember[]) => GroupAssignment;
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Identified {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** Static members first, by instance id, then the others by member id (AbstractPartitionAssignor.MemberInfo). */
export function compareMembers(a: Identified, b: Identified): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null)
    return compareText(a.groupInstanceId, b.groupInstanceId);
  if (a.groupInstanceId !== null) return -1;
  if (b.groupInstanceId !== null) return 1;
  return compareText(a.memberId, b.memberId);
}

/** The topics that someone subscribes to and that have partitions, by name. */
export function subscribedTopics(topics: AssignableTopics, members: readonly JoinedMember[]): string[] {
  const names = new Set<string>();
  for (const { metadata } of members) for (const topic of metadata.topics) names.add(topic);
  return [...names].filter((name) => (topics.get(name)?.partitionCount ?? 0) > 0).sort(compareText);
}
