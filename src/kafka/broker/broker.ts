/**
 * A Kafka broker as a machine: one process on one host with one or several log directories.
 *
 * Each input is one step, which runs to its end: the handler changes logs and replicas and notes what moved, then
 * `settleStep` answers what waited and sends what is due. Requests that arrive before the broker serves (it still
 * recovers or has not caught up with the metadata) end in a closed connection, as before the acceptors start.
 */
import type { ConnectionId, NodeId } from "../../core/ids.ts";
import { unreachable } from "../../core/invariant.ts";
import type { Input, Machine } from "../../core/machine.ts";
import type { AdminRequest } from "../messages/admin.ts";
import type { FetchRequest, FetchResponse } from "../messages/fetch.ts";
import type { KafkaMessage } from "../messages/index.ts";
import type { MetadataRequest } from "../messages/metadata.ts";
import type {
  DeleteRecordsRequest,
  InitProducerIdRequest,
  ListOffsetsRequest,
  ListOffsetsResponse,
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "../messages/offsets.ts";
import type { ProduceRequest } from "../messages/produce.ts";
import type { KafkaObserver } from "../observer.ts";
import { onAlterPartitionAnswer } from "./alter-partition-manager.ts";
import { handleAdmin } from "./api/admin.ts";
import { handleDeleteRecords } from "./api/delete-records.ts";
import { handleFetch } from "./api/fetch.ts";
import { handleInitProducerId } from "./api/init-producer-id.ts";
import { handleListOffsets } from "./api/list-offsets.ts";
import { handleMetadata } from "./api/metadata.ts";
import { handleOffsetForLeaderEpoch } from "./api/offset-for-leader-epoch.ts";
import { handleProduce } from "./api/produce.ts";
import { bootBroker } from "./boot.ts";
import type { BrokerContext } from "./context.ts";
import { onDisconnect } from "./disconnect.ts";
import { onLeaderResponse } from "./fetcher-manager.ts";
import { onFlushedFile } from "./flushed.ts";
import { onForwardedResponse } from "./forwarding.ts";
import { handleControlledShutdown, onBrokerHeartbeatResponse, onBrokerRegistrationResponse } from "./lifecycle.ts";
import { onMetadataFetchResponse } from "./metadata-loader.ts";
import { onTimer } from "./on-timer.ts";
import type { BrokerOptions } from "./options.ts";
import { onAllocateProducerIdsResponse } from "./producer-ids.ts";
import { settleStep } from "./settle.ts";
import type { BrokerState } from "./state.ts";
import { timerName } from "./timers.ts";

export function brokerMachine(options: BrokerOptions): Machine<BrokerState, KafkaMessage, KafkaObserver> {
  return {
    boot: (self, context) => bootBroker(self, options, context),
    step,
    timerName,
  };
}

function step(state: BrokerState, input: Input<KafkaMessage>, context: BrokerContext): void {
  if (state.lifecycle.phase === "SHUTTING_DOWN") return;
  state.context = context;
  switch (input.kind) {
    case "message":
      onMessage(state, input.from, input.connection, input.body);
      break;
    case "timer":
      onTimer(state, input.timer);
      break;
    case "flushed":
      onFlushedFile(state, input.disk, input.file, input.count);
      break;
    case "disconnect":
      if (input.outgoing) onDisconnect(state, input.peer, input.channel);
      break;
    default:
      unreachable(input);
  }
  settleStep(state);
}

function onMessage(state: BrokerState, from: NodeId, connection: ConnectionId, body: KafkaMessage): void {
  switch (body.kind) {
    case "Produce":
    case "Fetch":
    case "Metadata":
    case "ListOffsets":
    case "OffsetForLeaderEpoch":
    case "DeleteRecords":
    case "InitProducerId":
    case "CreateTopics":
    case "DeleteTopics":
    case "CreatePartitions":
    case "AlterPartitionReassignments":
    case "ElectLeaders":
    case "IncrementalAlterConfigs":
    case "UnregisterBroker":
      if (state.loader.published) handleRequest(state, connection, body);
      else state.context.closeIncoming(connection);
      return;
    case "FetchResponse":
    case "ListOffsetsResponse":
    case "OffsetForLeaderEpochResponse":
      onLeaderResponse(state, from, body);
      return;
    default:
      onOtherMessage(state, body);
  }
}

type Served =
  | ProduceRequest
  | FetchRequest
  | MetadataRequest
  | ListOffsetsRequest
  | OffsetForLeaderEpochRequest
  | DeleteRecordsRequest
  | InitProducerIdRequest
  | AdminRequest;

/** What clients, other brokers and admins ask. */
function handleRequest(state: BrokerState, connection: ConnectionId, request: Served): void {
  switch (request.kind) {
    case "Produce":
      handleProduce(state, connection, request);
      return;
    case "Fetch":
      handleFetch(state, connection, request);
      return;
    case "Metadata":
      handleMetadata(state, connection, request);
      return;
    case "ListOffsets":
      handleListOffsets(state, connection, request);
      return;
    case "OffsetForLeaderEpoch":
      handleOffsetForLeaderEpoch(state, connection, request);
      return;
    case "DeleteRecords":
      handleDeleteRecords(state, connection, request);
      return;
    case "InitProducerId":
      handleInitProducerId(state, connection, request);
      return;
    default:
      handleAdmin(state, connection, request);
  }
}

type FromLeader = FetchResponse | ListOffsetsResponse | OffsetForLeaderEpochResponse;

/** The controller's answers, and the operator. */
function onOtherMessage(state: BrokerState, body: Exclude<KafkaMessage, Served | FromLeader>): void {
  switch (body.kind) {
    case "BrokerRegistrationResponse":
      onBrokerRegistrationResponse(state, body);
      return;
    case "BrokerHeartbeatResponse":
      onBrokerHeartbeatResponse(state, body);
      return;
    case "AlterPartitionResponse":
      onAlterPartitionAnswer(state, body);
      return;
    case "AllocateProducerIdsResponse":
      onAllocateProducerIdsResponse(state, body);
      return;
    case "MetadataFetchResponse":
      onMetadataFetchResponse(state, body);
      return;
    case "AdminResponse":
      onForwardedResponse(state, body);
      return;
    case "ControlledShutdown":
      handleControlledShutdown(state);
      return;
    // Nobody sends these to a broker.
    case "AdminCommand":
    case "SeekCommand":
    case "ProduceResponse":
    case "MetadataResponse":
    case "DeleteRecordsResponse":
    case "InitProducerIdResponse":
    case "BrokerRegistration":
    case "BrokerHeartbeat":
    case "AlterPartition":
    case "AllocateProducerIds":
    case "MetadataFetch":
      return;
    default:
      unreachable(body);
  }
}
