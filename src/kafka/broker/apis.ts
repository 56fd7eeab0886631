/**
 * What clients, other brokers and admins may ask of a broker: one handler for each kind of request. To add one: its
 * message, its handler, and one line here or, if it is about replicas alone, in replica-manager/apis.ts; of a group, in
 * group/group-coordinator.ts.
 */
import type { ApiTable } from "../api-table.ts";
import { handleListGroups } from "../group/admin-of-groups.ts";
import type { ControllerRequest } from "../messages/controller.ts";
import type { GroupRequest } from "../messages/groups.ts";
import type { KafkaRequest } from "../messages/index.ts";
import type { ReplicaRequestKind } from "../replica-manager/apis.ts";
import { handleAdmin } from "./api/admin.ts";
import { handleFindCoordinator } from "./api/find-coordinator.ts";
import { handleInitProducerId } from "./api/init-producer-id.ts";
import { handleMetadata } from "./api/metadata.ts";
import type { BrokerState } from "./state.ts";

/** Beside what its replicas and its coordinators serve. */
type BrokerRequestKind = Exclude<
  KafkaRequest["kind"],
  ControllerRequest["kind"] | ReplicaRequestKind | GroupRequest["kind"]
>;

export const brokerApis: ApiTable<BrokerState, BrokerRequestKind> = {
  Metadata: handleMetadata,
  InitProducerId: handleInitProducerId,
  FindCoordinator: handleFindCoordinator,
  ListGroups: (state, connection, request) => handleListGroups(state.groups, connection, request),
  CreateTopics: handleAdmin,
  DeleteTopics: handleAdmin,
  CreatePartitions: handleAdmin,
  AlterPartitionReassignments: handleAdmin,
  ElectLeaders: handleAdmin,
  IncrementalAlterConfigs: handleAdmin,
  UnregisterBroker: handleAdmin,
};
