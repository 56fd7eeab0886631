/** Range on the coordinator: of each topic every subscriber gets a run of partitions, static members first (RangeAssignor of KIP-848). */
import type { TopicId } from "../../topic-partition.ts";
import { compareMembers } from "../assignor.ts";
import type { GroupSpec, ServerAssignor, TargetAssignment } from "./server-assignor.ts";

export const rangeServerAssignor: ServerAssignor = { name: "range", assign };

interface Division {
  readonly quota: number;
  /** How many subscribers get one more. */
  readonly extras: number;
  /** Subscribers that have theirs. */
  served: number;
  next: number;
}

function assign({ members, partitionCountOf }: GroupSpec): TargetAssignment {
  const subscribers = new Map<TopicId, number>();
  for (const { topicIds } of members) {
    for (const topicId of topicIds) subscribers.set(topicId, (subscribers.get(topicId) ?? 0) + 1);
  }
  const divisions = new Map<TopicId, Division>();
  for (const [topicId, count] of subscribers) {
    const partitions = partitionCountOf(topicId);
    divisions.set(topicId, { quota: Math.floor(partitions / count), extras: partitions % count, served: 0, next: 0 });
  }
  const targets = [...members].sort(compareMembers).map(({ memberId, topicIds }) => {
    const target = new Map<TopicId, readonly number[]>();
    for (const topicId of topicIds) {
      const share = nextShare(divisions.get(topicId)!);
      if (share.length > 0) target.set(topicId, share);
    }
    return [memberId, target] as const;
  });
  return new Map(targets);
}

function nextShare(division: Division): readonly number[] {
  const { quota, extras, next } = division;
  const count = quota + (division.served++ < extras ? 1 : 0);
  division.next += count;
  return Array.from({ length: count }, (_, i) => next + i);
}
