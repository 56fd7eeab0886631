/**
 * A partition of a topic, as one small integer: topic id and partition number. Topic ids are never used twice
 * (KIP-516), so a re-created topic has other partitions, whatever its name.
 */
export type TopicId = number;
export type TopicPartition = number;

/** How many partitions a topic can have here; Kafka's own bound is an int32. */
export const maxPartitions = 1 << 16;

export const topicPartition = (topicId: TopicId, partition: number): TopicPartition =>
  topicId * maxPartitions + partition;
export const topicIdOf = (tp: TopicPartition): TopicId => Math.floor(tp / maxPartitions);
export const partitionOf = (tp: TopicPartition): number => tp % maxPartitions;
