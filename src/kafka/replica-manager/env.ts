/** What the logs and replicas of this broker see of it. One object for the life of the process. */
import { type ErrorCode, Errors } from "../errors.ts";
import { brokerEpochOf, isActive, isUnfenced, partitionRegistration, rackOf, topicById } from "../metadata/image.ts";
import { type TopicPartition, topicIdOf } from "../topic-partition.ts";
import { proposeIsr } from "./alter-partition-manager.ts";
import { type HostedPartition, onlinePartition } from "./hosted-partition.ts";
import type { ReplicaPort } from "./port.ts";
import type { ManagerEnv, ReplicaManager } from "./replica-manager.ts";

/** `manager` is called late, as the manager holds its environment. */
export function newManagerEnv(port: ReplicaPort, manager: () => ReplicaManager): ManagerEnv {
  const { options } = port;
  return {
    brokerId: options.brokerId,
    config: options.brokerConfig,
    rules: options.rules,
    observer: port.context.observer,
    nowMs: () => port.context.nowMs(),
    wallClockMs: () => port.context.wallClockMs(),
    brokerEpoch: () => port.brokerEpoch(),
    aliveBrokerEpoch: (id) => (isUnfenced(port.image(), id) ? brokerEpochOf(port.image(), id) : -1),
    isActive: (id) => isActive(port.image(), id),
    isUnfenced: (id) => isUnfenced(port.image(), id),
    sessionId: (nth, request) => port.sessionId(nth, request),
    lastSessionEpoch: port.lastSessionEpoch,
    rackOf: (id) => rackOf(port.image(), id),
    isrProposed: (partition) => proposeIsr(manager().alterPartitions, partition.topicPartition),
    partitionMoved(partition) {
      const hosted = manager().partitions.byKey.get(partition.topicPartition);
      if (hosted !== undefined) noteMoved(manager(), hosted);
    },
    logDirFailed: (disk) => noteFailure(manager(), disk),
    replicaOf: (tp) => onlinePartition(manager().partitions, tp),
    whyMissing: (tp) => whyMissing(manager(), tp),
    hostedMoved: (hosted) => noteMoved(manager(), hosted),
  };
}

function noteMoved(manager: ReplicaManager, hosted: HostedPartition): void {
  if (hosted.moved) return;
  hosted.moved = true;
  manager.moved.push(hosted);
}

function noteFailure(manager: ReplicaManager, disk: number): void {
  const directory = manager.directories[disk]!;
  if (!directory.offline && !manager.failedDirectories.includes(directory)) manager.failedDirectories.push(directory);
}

/**
 * What a broker answers about a partition of which it has no usable replica (ReplicaManager.getPartitionOrError). Offline
 * replica: 56. Known to the metadata: 6, the client has old metadata. Else 3, or 100 if the topic id is unknown.
 */
function whyMissing({ partitions, port }: ReplicaManager, tp: TopicPartition): ErrorCode {
  if (partitions.byKey.get(tp)?.status === "offline") return Errors.KAFKA_STORAGE_ERROR;
  const image = port.image();
  if (partitionRegistration(image, tp) !== undefined) return Errors.NOT_LEADER_OR_FOLLOWER;
  return topicById(image, topicIdOf(tp)) === undefined ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
}
