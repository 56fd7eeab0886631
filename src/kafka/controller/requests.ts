/** From a request to its command: adds the soft facts and the chance that the decision depends on. */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { hashText, mix4 } from "../../core/mix.ts";
import type * as C from "../messages/controller.ts";
import type { KafkaMessage } from "../messages/index.ts";
import { type BrokerRegistration, topicByName } from "../metadata/image.ts";
import { handleMetadataFetch } from "./api/metadata-fetch.ts";
import type { ControllerCommand } from "./command.ts";
import { submit } from "./commit.ts";
import { lowestActiveOffset, noteHeartbeat, noteRegistration } from "./heartbeat-states.ts";
import { fenceOverdue, scheduleSessionCheck } from "./periodic-tasks.ts";
import { forget, isLive, touch } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";

/** The ledger's host answers, once what it decided is committed. Anything else is not the controller's. */
export function handleRequest(
  state: ControllerState,
  request: KafkaMessage,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  if (request.kind === "MetadataFetch") {
    handleMetadataFetch(state, request, connection, context);
    return;
  }
  fenceOverdue(state, context);
  switch (request.kind) {
    case "BrokerHeartbeat":
      handleBrokerHeartbeat(state, request, connection, context);
      return;
    case "BrokerRegistration":
      handleBrokerRegistration(state, request, connection, context);
      return;
    case "CreateTopics":
    case "CreatePartitions":
      submit(state, withStarts(state, request, context), connection, context);
      return;
    case "UnregisterBroker":
      submit(state, request, connection, context);
      if (!state.image.brokers.has(request.brokerId)) state.heartbeats.delete(request.brokerId);
      return;
    case "AlterPartition":
    case "AllocateProducerIds":
    case "DeleteTopics":
    case "AlterPartitionReassignments":
    case "ElectLeaders":
    case "IncrementalAlterConfigs":
      submit(state, request, connection, context);
  }
}

function handleBrokerRegistration(
  state: ControllerState,
  request: C.BrokerRegistrationRequest,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  const { brokerId } = request;
  const before = state.image.brokers.get(brokerId);
  const command = {
    kind: "BrokerRegistration" as const,
    request,
    hasLiveSession: hasLiveSession(state, before, context),
  };
  submit(state, command, connection, context);
  const after = state.image.brokers.get(brokerId);
  if (after === undefined || after === before) return;
  invariant(after.incarnationId === request.incarnationId, "who asked is registered");
  noteRegistration(state.heartbeats, brokerId);
  if (state.policy.rules.sessions === "of-incarnations") return;
  if (before !== undefined) forget(state.sessions, brokerId, before.brokerEpoch);
  touchUnfenced(state, after, context);
}

/** The registered incarnation was heard of within the session timeout. */
function hasLiveSession(
  { sessions, policy }: ControllerState,
  broker: BrokerRegistration | undefined,
  context: ControllerContext,
): boolean {
  if (broker === undefined) return false;
  if (broker.fenced && policy.rules.sessions === "of-unfenced-brokers") return false;
  return isLive(sessions, broker.brokerId, broker.brokerEpoch, context.nowMs());
}

/** As up to 3.9: a session of a fenced broker is none. */
function touchUnfenced(state: ControllerState, broker: BrokerRegistration, context: ControllerContext): void {
  const { brokerId, brokerEpoch, fenced } = broker;
  if (fenced) forget(state.sessions, brokerId, brokerEpoch);
  else touch(state.sessions, brokerId, brokerEpoch, context.nowMs());
  scheduleSessionCheck(state, context);
}

/** It counts as contact when it arrives, whatever becomes of it (KAFKA-17793); up to 3.9 when it is taken. */
function handleBrokerHeartbeat(
  state: ControllerState,
  request: C.BrokerHeartbeatRequest,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  const { heartbeats, image } = state;
  const { brokerId, brokerEpoch } = request;
  const ofIncarnations = state.policy.rules.sessions === "of-incarnations";
  if (ofIncarnations) touch(state.sessions, brokerId, brokerEpoch, context.nowMs());
  const before = image.brokers.get(brokerId);
  const isKnown = before?.brokerEpoch === brokerEpoch;
  const controlledShutdownOffset = isKnown ? (heartbeats.get(brokerId)?.controlledShutdownOffset ?? -1) : -1;
  const lowest = controlledShutdownOffset < 0 ? Infinity : lowestActiveOffset(heartbeats, image);
  const command = { request, controlledShutdownOffset, lowestActiveOffset: lowest };
  const reply = submit(state, { kind: "BrokerHeartbeat", ...command }, connection, context);
  const after = state.image.brokers.get(brokerId);
  if (!isKnown || after === undefined || reply === null) return;
  invariant(after.brokerEpoch === brokerEpoch, "a heartbeat makes no other incarnation");
  const isStopping = request.wantShutDown || controlledShutdownOffset >= 0;
  noteHeartbeat(heartbeats, state.image, request, isStopping, after !== before);
  if (!ofIncarnations) touchUnfenced(state, after, context);
}

type Placing = Extract<KafkaMessage, { kind: "CreateTopics" | "CreatePartitions" }>;

const placementName = 0x9ace;
const startsBelow = 1 << 20;

/** Where each topic's placement starts, by the name of the topic and the first partition that is placed. */
function withStarts(state: ControllerState, request: Placing, context: ControllerContext): ControllerCommand {
  const { image } = state;
  const starts: number[] = [];
  for (const { name } of request.topics) {
    const topic = topicByName(image, name);
    const first = topic?.partitions.length ?? 0;
    const id = topic?.topicId ?? image.topicIdsByName.get(name) ?? 0;
    starts.push(context.choose(mix4(placementName, hashText(name), id, first), startsBelow));
  }
  return request.kind === "CreateTopics"
    ? { kind: "CreateTopics", request, starts }
    : { kind: "CreatePartitions", request, starts };
}
