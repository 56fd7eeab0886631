/** The APIs that conversations use, by their key in Kafka's protocol. */
export const apiKeys = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  ApiVersions: 18,
  CreateTopics: 19,
  DeleteTopics: 20,
  DeleteRecords: 21,
  InitProducerId: 22,
  OffsetForLeaderEpoch: 23,
  ElectLeaders: 43,
  IncrementalAlterConfigs: 44,
  AlterPartitionReassignments: 45,
  AlterPartition: 56,
  BrokerRegistration: 62,
  BrokerHeartbeat: 63,
  DescribeTopicPartitions: 75,
} as const;

export type ApiName = keyof typeof apiKeys;
