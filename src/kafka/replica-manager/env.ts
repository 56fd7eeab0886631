/** What the logs and replicas of this broker see of it. One object for the life of the process. */
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { BrokerConfig } from "../config/resolve-broker.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { FetchRequest } from "../messages/fetch.ts";
import type { CurrentLeader } from "../messages/produce.ts";
import { brokerEpochOf, isActive, isUnfenced, partitionRegistration, rackOf, topicById } from "../metadata/image.ts";
import type { KafkaObserver } from "../observer.ts";
import type { Partition } from "../replication/partition.ts";
import type { Rules } from "../rules/rules.ts";
import { type TopicPartition, topicIdOf } from "../topic-partition.ts";
import { proposeIsr } from "./alter-partition-manager.ts";
import { type HostedPartition, onlinePartition } from "./hosted-partition.ts";
import { knownLeader } from "./known-leader.ts";
import type { ReplicaPort } from "./port.ts";
import type { ManagerEnv, ReplicaManager } from "./replica-manager.ts";

/** `manager` is called late, as the manager holds its environment. */
export const newManagerEnv = (port: ReplicaPort, manager: () => ReplicaManager): ManagerEnv =>
  new HostedReplicas(port, manager);

class HostedReplicas implements ManagerEnv {
  readonly brokerId: NodeId;
  readonly config: BrokerConfig;
  readonly rules: Rules;
  readonly observer: KafkaObserver;
  readonly lastSessionEpoch: number;
  readonly #port: ReplicaPort;
  readonly #manager: () => ReplicaManager;

  constructor(port: ReplicaPort, manager: () => ReplicaManager) {
    this.brokerId = port.options.brokerId;
    this.config = port.options.brokerConfig;
    this.rules = port.options.rules;
    this.observer = port.context.observer;
    this.lastSessionEpoch = port.lastSessionEpoch;
    this.#port = port;
    this.#manager = manager;
  }

  nowMs(): Millis {
    return this.#port.context.nowMs();
  }

  wallClockMs(): Millis {
    return this.#port.context.wallClockMs();
  }

  brokerEpoch(): number {
    return this.#port.brokerEpoch();
  }

  aliveBrokerEpoch(id: NodeId): number {
    return this.isUnfenced(id) ? brokerEpochOf(this.#port.image(), id) : -1;
  }

  isActive(id: NodeId): boolean {
    return isActive(this.#port.image(), id);
  }

  isUnfenced(id: NodeId): boolean {
    return isUnfenced(this.#port.image(), id);
  }

  sessionId(nth: number, request: FetchRequest): number {
    return this.#port.sessionId(nth, request);
  }

  rackOf(id: NodeId): string {
    return rackOf(this.#port.image(), id);
  }

  isrProposed({ topicPartition }: Partition): void {
    proposeIsr(this.#manager().alterPartitions, topicPartition);
  }

  partitionMoved({ topicPartition }: Partition): void {
    const hosted = this.#manager().partitions.byKey.get(topicPartition);
    if (hosted !== undefined) this.hostedMoved(hosted);
  }

  logDirFailed(disk: number): void {
    noteFailure(this.#manager(), disk);
  }

  replicaOf(tp: TopicPartition): Partition | null {
    return onlinePartition(this.#manager().partitions, tp);
  }

  whyMissing(tp: TopicPartition): ErrorCode {
    return whyMissing(this.#manager(), tp);
  }

  leaderOf(tp: TopicPartition): CurrentLeader | null {
    return knownLeader(this.#manager(), tp);
  }

  hostedMoved(hosted: HostedPartition): void {
    if (hosted.moved) return;
    hosted.moved = true;
    this.#manager().moved.push(hosted);
  }
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
