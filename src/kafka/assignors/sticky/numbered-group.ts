/** A group in small integers: members in the order in which Kafka's hash map walks them, partitions topic by topic. */
import { invariant } from "../../../core/invariant.ts";
import { hashOrder } from "../../java-hash.ts";
import type { TopicPartitions } from "../../messages/consumer-protocol.ts";
import type { JoinedMember } from "../../messages/groups.ts";
import { type AssignableTopics, compareText, type GroupAssignment, subscribedTopics } from "../assignor.ts";

export interface NumberedGroup {
  readonly members: readonly JoinedMember[];
  /** By member: its place in the order of member ids. */
  readonly rank: Int32Array;
  /** By name. */
  readonly topics: readonly string[];
  readonly topicNumbers: ReadonlyMap<string, number>;
  /** By topic: the number of its partition 0; one more entry for the end. */
  readonly firstOf: Int32Array;
  /** By partition. */
  readonly topicOf: Int32Array;
  readonly partitionCount: number;
  /** By partition, the racks of its replicas. */
  readonly racksOf: readonly (readonly string[])[];
}

const noRacks: readonly string[] = [];

export function numberGroup(known: AssignableTopics, listed: readonly JoinedMember[]): NumberedGroup {
  invariant(listed.length > 0, "a group that is assigned has members");
  const members = hashOrder(listed, ({ memberId }) => memberId);
  const topics = subscribedTopics(known, members);
  const firstOf = new Int32Array(topics.length + 1);
  topics.forEach((name, topic) => {
    firstOf[topic + 1] = firstOf[topic]! + known.get(name)!.partitionCount;
  });
  const partitionCount = firstOf[topics.length]!;
  const topicOf = new Int32Array(partitionCount);
  for (let topic = 0; topic < topics.length; topic++) topicOf.fill(topic, firstOf[topic], firstOf[topic + 1]);
  const racksOf = topics.flatMap((name) => {
    const { racks, partitionCount: count } = known.get(name)!;
    return racks ?? Array.from({ length: count }, () => noRacks);
  });
  const topicNumbers = new Map(topics.map((name, topic) => [name, topic]));
  return { members, rank: ranksOf(members), topics, topicNumbers, firstOf, topicOf, partitionCount, racksOf };
}

function ranksOf(members: readonly JoinedMember[]): Int32Array {
  const rank = new Int32Array(members.length);
  members
    .map((_, member) => member)
    .sort((a, b) => compareText(members[a]!.memberId, members[b]!.memberId))
    .forEach((member, place) => {
      rank[member] = place;
    });
  return rank;
}

/** The numbers of those that there are. */
export function numbersOf(group: NumberedGroup, partitions: readonly TopicPartitions[]): number[] {
  const numbers: number[] = [];
  for (const { topic, partitions: ofTopic } of partitions) {
    const number = group.topicNumbers.get(topic);
    if (number === undefined) continue;
    const first = group.firstOf[number]!;
    const end = group.firstOf[number + 1]!;
    for (const partition of ofTopic) if (first + partition < end) numbers.push(first + partition);
  }
  return numbers;
}

/** `owners`: by partition, the member; -1: none. */
export function assignmentOf(
  { members, topics, firstOf, topicOf }: NumberedGroup,
  owners: Int32Array,
): GroupAssignment {
  const shares = members.map(() => [] as { topic: string; partitions: number[] }[]);
  for (let partition = 0; partition < owners.length; partition++) {
    if (owners[partition] === -1) continue;
    const share = shares[owners[partition]!]!;
    const topic = topicOf[partition]!;
    if (share.at(-1)?.topic !== topics[topic]) share.push({ topic: topics[topic]!, partitions: [] });
    share.at(-1)!.partitions.push(partition - firstOf[topic]!);
  }
  return new Map(members.map(({ memberId }, member) => [memberId, shares[member]!]));
}
