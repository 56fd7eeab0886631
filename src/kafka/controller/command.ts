/**
 * What the controller is asked to decide: requests with the soft facts they depend on, and its own periodic tasks. A
 * decision is a function of the image and one of these, so that any control plane can make it.
 */
import type * as Admin from "../messages/admin.ts";
import type * as C from "../messages/controller.ts";

export type ControllerCommand =
  | {
      readonly kind: "BrokerRegistration";
      readonly request: C.BrokerRegistrationRequest;
      /** The registered incarnation was heard of within the session timeout. */
      readonly hasLiveSession: boolean;
    }
  | {
      readonly kind: "BrokerHeartbeat";
      readonly request: C.BrokerHeartbeatRequest;
      /** -1: not fixed yet (K-24). */
      readonly controlledShutdownOffset: number;
      /** The lowest metadata offset that the active brokers reported; Infinity without any. */
      readonly lowestActiveOffset: number;
    }
  | { readonly kind: "AlterPartition"; readonly request: C.AlterPartitionRequest }
  | { readonly kind: "AllocateProducerIds"; readonly request: C.AllocateProducerIdsRequest }
  /** `starts`: one chosen number per topic of the request, where its placement begins. */
  | { readonly kind: "CreateTopics"; readonly request: Admin.CreateTopicsRequest; readonly starts: readonly number[] }
  | {
      readonly kind: "CreatePartitions";
      readonly request: Admin.CreatePartitionsRequest;
      readonly starts: readonly number[];
    }
  | { readonly kind: "DeleteTopics"; readonly request: Admin.DeleteTopicsRequest }
  | { readonly kind: "AlterPartitionReassignments"; readonly request: Admin.AlterPartitionReassignmentsRequest }
  | { readonly kind: "ElectLeaders"; readonly request: Admin.ElectLeadersRequest }
  | { readonly kind: "IncrementalAlterConfigs"; readonly request: Admin.IncrementalAlterConfigsRequest }
  | { readonly kind: "UnregisterBroker"; readonly request: Admin.UnregisterBrokerRequest }
  | { readonly kind: "ExpireSession"; readonly brokerId: number }
  | { readonly kind: "BalanceLeaders" }
  | { readonly kind: "ElectUncleanly" };
