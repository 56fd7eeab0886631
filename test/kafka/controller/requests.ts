/** Requests with the fields that a test cares about. */
import type {
  AdminResponse,
  ConfigEntries,
  CreateTopicsRequest,
  UnregisterBrokerRequest,
} from "../../../src/kafka/messages/admin.ts";
import type * as C from "../../../src/kafka/messages/controller.ts";
import type { KafkaResponse } from "../../../src/kafka/messages/index.ts";
import type { TopicPartition } from "../../../src/kafka/topic-partition.ts";
import type { ControllerHost } from "./host.ts";

const named = { name: 7, correlationId: 1 };

export const registration = (
  brokerId: number,
  incarnationId: number,
  more: Partial<C.BrokerRegistrationRequest> = {},
): C.BrokerRegistrationRequest => ({
  ...named,
  kind: "BrokerRegistration",
  brokerId,
  incarnationId,
  previousBrokerEpoch: -1,
  rack: "",
  logDirs: [brokerId * 10],
  ...more,
});

export const heartbeat = (
  brokerId: number,
  brokerEpoch: number,
  more: Partial<C.BrokerHeartbeatRequest> = {},
): C.BrokerHeartbeatRequest => ({
  ...named,
  kind: "BrokerHeartbeat",
  brokerId,
  brokerEpoch,
  currentMetadataOffset: 1 << 30,
  wantFence: false,
  wantShutDown: false,
  offlineLogDirs: [],
  offlineReplicas: [],
  ...more,
});

export const alterPartition = (
  brokerId: number,
  brokerEpoch: number,
  partitions: readonly C.AlterPartition[],
): C.AlterPartitionRequest => ({ ...named, kind: "AlterPartition", brokerId, brokerEpoch, partitions });

export const metadataFetch = (brokerId: number, fetchOffset: number, maxWaitMs = 500): C.MetadataFetchRequest => ({
  ...named,
  kind: "MetadataFetch",
  brokerId,
  fetchOffset,
  maxWaitMs,
});

export const allocateProducerIds = (brokerId: number, brokerEpoch: number): C.AllocateProducerIdsRequest => ({
  ...named,
  kind: "AllocateProducerIds",
  brokerId,
  brokerEpoch,
});

type NewTopic = CreateTopicsRequest["topics"][number];

export const newTopic = (name: string, more: Partial<NewTopic> = {}): NewTopic => ({
  name,
  numPartitions: 1,
  replicationFactor: 3,
  assignments: null,
  configs: {},
  ...more,
});

/** A topic with given replicas by partition. */
export const assignedTopic = (name: string, assignments: number[][], configs: ConfigEntries = {}): NewTopic =>
  newTopic(name, { numPartitions: -1, replicationFactor: -1, assignments, configs });

export const createTopics = (...topics: readonly NewTopic[]): CreateTopicsRequest => ({
  ...named,
  kind: "CreateTopics",
  topics,
});

export const deleteTopics = (...names: string[]) => ({ ...named, kind: "DeleteTopics", names }) as const;
export const createPartitions = (name: string, count: number) =>
  ({ ...named, kind: "CreatePartitions", topics: [{ name, count }] }) as const;
export const reassign = (topicPartition: TopicPartition, replicas: readonly number[] | null) =>
  ({ ...named, kind: "AlterPartitionReassignments", partitions: [{ topicPartition, replicas }] }) as const;
export const electLeaders = (electionType: "preferred" | "unclean", partitions: readonly TopicPartition[] | null) =>
  ({ ...named, kind: "ElectLeaders", electionType, partitions }) as const;
export const alterConfigs = (name: string, configs: ConfigEntries) =>
  ({ ...named, kind: "IncrementalAlterConfigs", topics: [{ name, configs }] }) as const;

export function adminErrors(reply: KafkaResponse | null): number[] {
  if (reply?.kind !== "AdminResponse") throw new Error(`expected an AdminResponse, got ${reply?.kind}`);
  return reply.results.map((result: AdminResponse["results"][number]) => result.errorCode);
}

/** Registers and unfences brokers; their epochs by id. */
export function startBrokers(host: ControllerHost, ...ids: number[]): Map<number, number> {
  const epochs = new Map<number, number>();
  for (const id of ids) epochs.set(id, startBroker(host, id, id * 100));
  return epochs;
}

export function startBroker(
  host: ControllerHost,
  id: number,
  incarnationId: number,
  more: Partial<C.BrokerRegistrationRequest> = {},
): number {
  const reply = host.send(registration(id, incarnationId, more));
  if (reply?.kind !== "BrokerRegistrationResponse" || reply.errorCode !== 0) throw new Error(JSON.stringify(reply));
  host.send(heartbeat(id, reply.brokerEpoch));
  return reply.brokerEpoch;
}

/** The AlterPartition of the present leader, as it would send it now. */
export function proposeIsr(host: ControllerHost, tp: TopicPartition, isr: readonly number[]): KafkaResponse | null {
  const partition = host.image.partitions.get(tp)!;
  const epochOf = (id: number): number => host.image.brokers.get(id)?.brokerEpoch ?? -1;
  return host.send(
    alterPartition(partition.leader, epochOf(partition.leader), [
      {
        topicPartition: tp,
        leaderEpoch: partition.leaderEpoch,
        partitionEpoch: partition.partitionEpoch,
        newIsr: isr.map((brokerId) => ({ brokerId, brokerEpoch: epochOf(brokerId) })),
      },
    ]),
  );
}

export const unregisterBroker = (brokerId: number): UnregisterBrokerRequest => ({
  ...named,
  kind: "UnregisterBroker",
  brokerId,
});
