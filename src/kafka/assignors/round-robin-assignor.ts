/**
 * Round robin: all partitions in the order of topics and numbers, one to each member in turn, past those that do not subscribe. The turn
 * goes on from topic to topic (RoundRobinAssignor).
 */
import type { JoinedMember } from "../messages/groups.ts";
import {
  type AssignableTopics,
  compareMembers,
  type GroupAssignment,
  type PartitionAssignor,
  subscribedTopics,
} from "./assignor.ts";

export const roundRobinAssignor: PartitionAssignor = {
  name: "roundrobin",
  isCooperative: false,
  userData: "none",
  assign,
};

function assign(topics: AssignableTopics, members: readonly JoinedMember[]): GroupAssignment {
  const ordered = [...members].sort(compareMembers);
  const subscriptions = ordered.map(({ metadata }) => new Set(metadata.topics));
  const shares = ordered.map(() => [] as { topic: string; partitions: number[] }[]);
  let turn = 0;
  for (const topic of subscribedTopics(topics, members)) {
    const { partitionCount } = topics.get(topic)!;
    for (let partition = 0; partition < partitionCount; partition++) {
      while (!subscriptions[turn]!.has(topic)) turn = (turn + 1) % ordered.length;
      const share = shares[turn]!;
      if (share.at(-1)?.topic !== topic) share.push({ topic, partitions: [] });
      share.at(-1)!.partitions.push(partition);
      turn = (turn + 1) % ordered.length;
    }
  }
  return new Map(ordered.map(({ memberId }, index) => [memberId, shares[index]!]));
}
