/**
 * The controller as a ledger: `decide` reads, `replay` changes. Which control plane keeps the log (this one machine, later
 * a quorum or a ZooKeeper ensemble) is none of its business.
 */
import type { Ledger } from "../../core/ledger.ts";
import type { KafkaResponse } from "../messages/index.ts";
import { emptyImage, type MetadataImage, replay } from "../metadata/image.ts";
import type { MetadataRecord } from "../metadata/records.ts";
import { decideAllocateProducerIds } from "./api/allocate-producer-ids.ts";
import { decideAlterPartition } from "./api/alter-partition.ts";
import { decideAlterPartitionReassignments } from "./api/alter-partition-reassignments.ts";
import { decideBrokerHeartbeat } from "./api/broker-heartbeat.ts";
import { decideBrokerRegistration } from "./api/broker-registration.ts";
import { decideCreatePartitions } from "./api/create-partitions.ts";
import { decideCreateTopics } from "./api/create-topics.ts";
import { decideDeleteTopics } from "./api/delete-topics.ts";
import { decideElectLeaders } from "./api/elect-leaders.ts";
import { decideIncrementalAlterConfigs } from "./api/incremental-alter-configs.ts";
import { decideUnregisterBroker } from "./api/unregister-broker.ts";
import type { ControllerCommand } from "./command.ts";
import { type ControllerDecision, type ControllerFact, type Draft, openDraft } from "./decision.ts";
import { decideBalanceLeaders, decideElectUncleanly, decideExpireSession } from "./periodic-decisions.ts";
import type { Policy } from "./policy.ts";

export type ControllerLedger = Ledger<
  MetadataImage,
  ControllerCommand,
  MetadataRecord,
  KafkaResponse | null,
  ControllerFact
>;

type Deciders = {
  readonly [Kind in ControllerCommand["kind"]]: (
    draft: Draft,
    command: Extract<ControllerCommand, { kind: Kind }>,
  ) => ControllerDecision;
};

const deciders: Deciders = {
  AllocateProducerIds: decideAllocateProducerIds,
  AlterPartition: decideAlterPartition,
  AlterPartitionReassignments: decideAlterPartitionReassignments,
  BalanceLeaders: decideBalanceLeaders,
  BrokerHeartbeat: decideBrokerHeartbeat,
  BrokerRegistration: decideBrokerRegistration,
  CreatePartitions: decideCreatePartitions,
  CreateTopics: decideCreateTopics,
  DeleteTopics: decideDeleteTopics,
  ElectLeaders: decideElectLeaders,
  ElectUncleanly: decideElectUncleanly,
  ExpireSession: decideExpireSession,
  IncrementalAlterConfigs: decideIncrementalAlterConfigs,
  UnregisterBroker: decideUnregisterBroker,
};

export const controllerLedger = (policy: Policy): ControllerLedger => ({
  empty: emptyImage,
  decide: (image, command) => {
    const decide = deciders[command.kind] as (draft: Draft, command: ControllerCommand) => ControllerDecision;
    return decide(openDraft(image, policy), command);
  },
  replay,
});
