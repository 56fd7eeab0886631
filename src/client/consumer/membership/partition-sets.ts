/** Sets of partitions, by topic. */
import type { TopicPartitions } from "../../../kafka/messages/consumer-protocol.ts";

/** Those of `from` that are not in `taken`. */
export function without(
  from: readonly TopicPartitions[],
  taken: readonly TopicPartitions[],
): readonly TopicPartitions[] {
  const left: TopicPartitions[] = [];
  for (const { topic, partitions } of from) {
    const others = taken.find((other) => other.topic === topic)?.partitions ?? [];
    const kept = partitions.filter((partition) => !others.includes(partition));
    if (kept.length > 0) left.push({ topic, partitions: kept });
  }
  return left;
}
