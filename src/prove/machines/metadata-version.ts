/** What the metadata says after one decision of the controller: what a broker knows once it has applied that much of it. */
import { byNode, record } from "../../explorer/compound.ts";
import { type Field, node, nodeSet, plain, word } from "../../explorer/shape.ts";
import type { MetadataImage } from "../../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import { modelPartition } from "../settings.ts";

export interface MetadataVersion {
  readonly registration: PartitionRegistration;
  readonly brokers: readonly BrokerView[];
}

/** A registered broker as the others need to know it. */
export interface BrokerView {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}

/** The order of the assignment is left open: see `orders` in controller.ts. */
export const registrationField: Field<PartitionRegistration> = record<PartitionRegistration>({
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

const brokerView: Field<BrokerView> = record<BrokerView>({
  brokerId: node,
  brokerEpoch: plain,
  fenced: plain,
  inControlledShutdown: plain,
});

export const brokerViews = byNode<BrokerView>(brokerView, (broker) => broker.brokerId);

export const versionField: Field<MetadataVersion> = record<MetadataVersion>({
  registration: registrationField,
  brokers: brokerViews,
});

export const versionOf = (image: MetadataImage): MetadataVersion => ({
  registration: image.partitions.get(modelPartition)!,
  brokers: [...image.brokers.values()].map(({ brokerId, brokerEpoch, fenced, inControlledShutdown }) => ({
    brokerId,
    brokerEpoch,
    fenced,
    inControlledShutdown,
  })),
});
