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
import { type ControllerDecision, type ControllerFact, openDraft } from "./decision.ts";
import { decideBalanceLeaders, decideElectUncleanly, decideExpireSession } from "./periodic-decisions.ts";
import type { Policy } from "./policy.ts";

export type ControllerLedger = Ledger<
  MetadataImage,
  ControllerCommand,
  MetadataRecord,
  KafkaResponse | null,
  ControllerFact
>;

export const controllerLedger = (policy: Policy): ControllerLedger => ({
  empty: emptyImage,
  decide: (image, command) => decide(image, command, policy),
  replay,
});

function decide(image: MetadataImage, command: ControllerCommand, policy: Policy): ControllerDecision {
  const draft = openDraft(image, policy);
  switch (command.kind) {
    case "BrokerHeartbeat":
      return decideBrokerHeartbeat(draft, command);
    case "AlterPartition":
      return decideAlterPartition(draft, command);
    case "BrokerRegistration":
      return decideBrokerRegistration(draft, command);
    case "AllocateProducerIds":
      return decideAllocateProducerIds(draft, command);
    case "CreateTopics":
      return decideCreateTopics(draft, command.request, command.starts);
    case "CreatePartitions":
      return decideCreatePartitions(draft, command.request, command.starts);
    case "DeleteTopics":
      return decideDeleteTopics(draft, command);
    case "AlterPartitionReassignments":
      return decideAlterPartitionReassignments(draft, command);
    case "ElectLeaders":
      return decideElectLeaders(draft, command);
    case "IncrementalAlterConfigs":
      return decideIncrementalAlterConfigs(draft, command);
    case "UnregisterBroker":
      return decideUnregisterBroker(draft, command);
    case "ExpireSession":
      return decideExpireSession(draft, command.brokerId);
    case "BalanceLeaders":
      return decideBalanceLeaders(draft);
    case "ElectUncleanly":
      return decideElectUncleanly(draft);
  }
}
