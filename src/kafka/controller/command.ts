/**
 * What the controller is asked to decide: requests, with the soft facts and the chance they depend on, and its own periodic
 * tasks. A decision is a function of the image and one of these, so that any control plane can make it.
 */
import type * as Admin from "../messages/admin.ts";
import type * as C from "../messages/controller.ts";

/** Requests whose decision depends on the image alone. */
type PlainRequest =
  | C.AlterPartitionRequest
  | C.AllocateProducerIdsRequest
  | Admin.DeleteTopicsRequest
  | Admin.AlterPartitionReassignmentsRequest
  | Admin.ElectLeadersRequest
  | Admin.IncrementalAlterConfigsRequest
  | Admin.UnregisterBrokerRequest;

export interface RegistrationCommand {
  readonly kind: "BrokerRegistration";
  readonly request: C.BrokerRegistrationRequest;
  /** The registered incarnation was heard of within the session timeout (K-21). */
  readonly hasLiveSession: boolean;
}

export interface HeartbeatCommand {
  readonly kind: "BrokerHeartbeat";
  readonly request: C.BrokerHeartbeatRequest;
  /** What all active brokers must have seen before this one stops; -1: it is not stopping (K-24). */
  readonly controlledShutdownOffset: number;
  /** The lowest metadata offset that the active brokers reported; Infinity without any. */
  readonly lowestActiveOffset: number;
}

export interface PlacingCommand<Kind extends "CreateTopics" | "CreatePartitions"> {
  readonly kind: Kind;
  readonly request: Extract<Admin.AdminRequest, { kind: Kind }>;
  /** One chosen number per topic of the request, where its placement begins. */
  readonly starts: readonly number[];
}

export type ControllerCommand =
  | PlainRequest
  | RegistrationCommand
  | HeartbeatCommand
  | PlacingCommand<"CreateTopics">
  | PlacingCommand<"CreatePartitions">
  | { readonly kind: "ExpireSession"; readonly brokerId: number }
  | { readonly kind: "BalanceLeaders" }
  | { readonly kind: "ElectUncleanly" };
