/**
 * Records of the metadata log (KIP-631), as the controller decides them and as every broker replays them.
 * The offset of a record is its place in the log; a broker's epoch is the offset of its registration record.
 */
import type { TopicId, TopicPartition } from "../topic-partition.ts";

export type MetadataRecord =
  | {
      readonly type: "RegisterBrokerRecord";
      readonly brokerId: number;
      readonly incarnationId: number;
      readonly brokerEpoch: number;
      readonly rack: string;
      readonly logDirs: readonly number[];
      readonly fenced: boolean;
      readonly inControlledShutdown: boolean;
    }
  | { readonly type: "UnregisterBrokerRecord"; readonly brokerId: number; readonly brokerEpoch: number }
  | {
      readonly type: "BrokerRegistrationChangeRecord";
      readonly brokerId: number;
      readonly brokerEpoch: number;
      /** undefined: unchanged. */
      readonly fenced?: boolean;
      readonly inControlledShutdown?: boolean;
      /** The directories that still work; those that were known before and are missing here have failed. */
      readonly logDirs?: readonly number[];
      /** All replicas of this broker that are offline with their directory (KIP-858 keeps a directory per replica instead). */
      readonly offlineReplicas?: readonly TopicPartition[];
    }
  | { readonly type: "TopicRecord"; readonly name: string; readonly topicId: TopicId }
  | { readonly type: "RemoveTopicRecord"; readonly topicId: TopicId }
  | {
      readonly type: "PartitionRecord";
      readonly topicPartition: TopicPartition;
      readonly registration: PartitionRegistration;
    }
  /** `changes` holds only what changed; the partition epoch grows by one, the leader epoch too if `leader` is present. */
  | {
      readonly type: "PartitionChangeRecord";
      readonly topicPartition: TopicPartition;
      readonly changes: PartitionChange;
    }
  | { readonly type: "ConfigRecord"; readonly topicId: TopicId; readonly name: string; readonly value: string | null }
  | { readonly type: "ProducerIdsRecord"; readonly brokerId: number; readonly nextProducerId: number }
  | { readonly type: "NoOpRecord" };

/** What the controller knows of a partition (org.apache.kafka.metadata.PartitionRegistration). */
export interface PartitionRegistration {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly eligibleLeaderReplicas: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
  /** -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  /** RECOVERING after an unclean election, until the leader says otherwise. */
  readonly leaderRecoveryState: "RECOVERED" | "RECOVERING";
}

export type PartitionChange = Partial<Omit<PartitionRegistration, "leaderEpoch" | "partitionEpoch">>;
