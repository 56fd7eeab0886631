/** What a broker answers about a partition of which it has no usable replica (ReplicaManager.getPartitionOrError). */
import { type ErrorCode, Errors } from "../errors.ts";
import { partitionRegistration, topicById } from "../metadata/image.ts";
import { type TopicPartition, topicIdOf } from "../topic-partition.ts";
import type { BrokerState } from "./state.ts";

/** Offline replica: 56. Known to the metadata: 6, the client has old metadata. Else 3, or 100 if the topic id is unknown. */
export function missingReplicaError(state: BrokerState, tp: TopicPartition): ErrorCode {
  if (state.partitions.byKey.get(tp)?.status === "offline") return Errors.KAFKA_STORAGE_ERROR;
  const { image } = state.loader;
  if (partitionRegistration(image, tp) !== undefined) return Errors.NOT_LEADER_OR_FOLLOWER;
  return topicById(image, topicIdOf(tp)) === undefined ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
}
