/** Members of a classic group as the leader of a test hears of them. */
import type { AssignableTopic, AssignableTopics, GroupAssignment } from "../../../src/kafka/assignors/assignor.ts";
import type { TopicPartitions } from "../../../src/kafka/messages/consumer-protocol.ts";
import type { JoinedMember } from "../../../src/kafka/messages/groups.ts";

/** Partitions by topic. */
export type Share = Readonly<Record<string, readonly number[]>>;

export interface TestMember {
  readonly id: string;
  readonly instanceId?: string;
  readonly topics: readonly string[];
  readonly owned?: Share;
  readonly generation?: number;
  readonly rack?: string;
}

export const partitionsIn = (share: Share): TopicPartitions[] =>
  Object.entries(share).map(([topic, partitions]) => ({ topic, partitions }));

/** What it owned stands in the subscription and in what the sticky assignor had it remember. */
export function member({ id, instanceId, topics, owned = {}, generation = -1, rack }: TestMember): JoinedMember {
  const ownedPartitions = partitionsIn(owned);
  return {
    memberId: id,
    groupInstanceId: instanceId ?? null,
    metadata: {
      topics,
      userData: { previousAssignment: ownedPartitions, generation },
      ownedPartitions,
      generationId: generation,
      rackId: rack ?? null,
    },
  };
}

export const topicsOf = (
  counts: Readonly<Record<string, number>>,
  racks: Readonly<Record<string, readonly (readonly string[])[]>> = {},
): AssignableTopics =>
  new Map(
    Object.entries(counts).map(([topic, partitionCount]): [string, AssignableTopic] => [
      topic,
      { partitionCount, racks: racks[topic] ?? null },
    ]),
  );

/** By member id, with partitions ascending, for comparison. */
export function sharesOf(assignment: GroupAssignment): Record<string, Share> {
  return Object.fromEntries(
    [...assignment].map(([id, partitions]) => [
      id,
      Object.fromEntries(partitions.map((one) => [one.topic, [...one.partitions]])),
    ]),
  );
}
