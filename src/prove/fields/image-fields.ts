/** The metadata, field by field: as the controller has it, and as much of it as a broker needs. */
import { mapOf, nodeMap, record } from "../../explorer/compound.ts";
import {
  allUntold,
  derived,
  type Field,
  frozen,
  node,
  nodeSet,
  plain,
  unchanging,
  untold,
  word,
} from "../../explorer/shape.ts";
import type { BrokerRegistration, MetadataImage } from "../../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";

/** The order of the assignment is left open: see `orders` in controller.ts. */
const registration: Field<PartitionRegistration> = record<PartitionRegistration>({
  replicas: nodeSet,
  isr: nodeSet,
  eligibleLeaderReplicas: nodeSet,
  lastKnownElr: nodeSet,
  addingReplicas: nodeSet,
  removingReplicas: nodeSet,
  leader: node,
  leaderEpoch: plain,
  partitionEpoch: plain,
  leaderRecoveryState: word(),
});

const broker: Field<BrokerRegistration> = record<BrokerRegistration>({
  brokerId: node,
  incarnationId: plain,
  brokerEpoch: plain,
  registrationOffset: plain,
  rack: untold(),
  logDirs: frozen((dirs) => dirs.join()),
  offlineLogDirs: frozen((dirs) => dirs.join()),
  offlineReplicas: frozen((replicas) => replicas.join()),
  fenced: plain,
  inControlledShutdown: plain,
});

/** What another broker needs to know of it. */
const peer: Field<BrokerRegistration> = record<BrokerRegistration>({
  brokerId: node,
  ...allUntold("incarnationId", "registrationOffset", "rack", "logDirs", "offlineLogDirs", "offlineReplicas"),
  brokerEpoch: plain,
  fenced: plain,
  inControlledShutdown: plain,
});

type Partitions = MetadataImage["partitions"];
const partitions: Field<Partitions> = mapOf<number, PartitionRegistration>(registration);

/** Topics and settings never change in a model. */
const imageOf = (
  brokers: Field<MetadataImage["brokers"]>,
  told: Field<Partitions>,
  lastOffset: Field<number>,
): Field<MetadataImage> =>
  record<MetadataImage>({
    brokers,
    ...allUntold("topicsByName", "topicsById", "topicConfigs", "nextProducerId", "topicIdsByName", "nextTopicId"),
    partitions: told,
    lastOffset,
  });

const peers = nodeMap<BrokerRegistration>(peer);

export const imageField: Field<MetadataImage> = imageOf(nodeMap<BrokerRegistration>(broker), partitions, plain);
/** What the metadata says after one decision of the controller, to the brokers. */
export const versionField: Field<MetadataImage> = imageOf(peers, partitions, untold());
/** The version that a broker has applied: what it says of the partition stands in the replica. Replaced, never changed. */
export const appliedField: Field<MetadataImage> = unchanging(imageOf(peers, derived(partitions), untold()));
