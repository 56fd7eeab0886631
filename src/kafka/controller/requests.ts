/** From a request to its command: adds the soft facts and the chance that the decision depends on. */
import type { ConnectionId } from "../../core/ids.ts";
import { hashText, mix4 } from "../../core/mix.ts";
import type * as C from "../messages/controller.ts";
import type { KafkaMessage, KafkaResponse } from "../messages/index.ts";
import { brokerEpochOf, topicByName } from "../metadata/image.ts";
import { metadataFetchAnswer, mustWait } from "./api/metadata-fetch.ts";
import type { ControllerCommand } from "./command.ts";
import { execute } from "./commit.ts";
import { park } from "./parked-fetches.ts";
import { scheduleSessionCheck } from "./session-check.ts";
import { forget, hasLiveSession, lowestActiveOffset, touch } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";
import { parkedFetchTimer } from "./timers.ts";

/** Answers a request, at once or (MetadataFetch) later. Anything else is not the controller's. */
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
  const reply = handle(state, request, context);
  if (reply !== null) context.reply(connection, reply);
}

function handle(state: ControllerState, request: KafkaMessage, context: ControllerContext): KafkaResponse | null {
  switch (request.kind) {
    case "BrokerHeartbeat":
      return handleBrokerHeartbeat(state, request, context);
    case "BrokerRegistration":
      return handleBrokerRegistration(state, request, context);
    case "CreateTopics":
    case "CreatePartitions":
      return execute(state, withStarts(state, request, context), context);
    case "AlterPartition":
      return execute(state, { kind: "AlterPartition", request }, context);
    case "AllocateProducerIds":
      return execute(state, { kind: "AllocateProducerIds", request }, context);
    case "DeleteTopics":
      return execute(state, { kind: "DeleteTopics", request }, context);
    case "AlterPartitionReassignments":
      return execute(state, { kind: "AlterPartitionReassignments", request }, context);
    case "ElectLeaders":
      return execute(state, { kind: "ElectLeaders", request }, context);
    case "IncrementalAlterConfigs":
      return execute(state, { kind: "IncrementalAlterConfigs", request }, context);
    case "UnregisterBroker":
      forget(state.sessions, request.brokerId);
      return execute(state, { kind: "UnregisterBroker", request }, context);
    default:
      return null;
  }
}

function handleMetadataFetch(
  state: ControllerState,
  request: C.MetadataFetchRequest,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  if (!mustWait(state.log, request)) {
    context.reply(connection, metadataFetchAnswer(state.log, request));
    return;
  }
  park(state.parked, request, connection);
  context.setTimer(parkedFetchTimer(request.brokerId), request.maxWaitMs);
}

function handleBrokerRegistration(
  state: ControllerState,
  request: C.BrokerRegistrationRequest,
  context: ControllerContext,
): KafkaResponse | null {
  const { image, sessions } = state;
  const { brokerId } = request;
  const nowMs = context.nowMs();
  const isLive = hasLiveSession(sessions, brokerId, brokerEpochOf(image, brokerId), nowMs);
  const reply = execute(state, { kind: "BrokerRegistration", request, hasLiveSession: isLive }, context);
  if (image.brokers.get(brokerId)?.incarnationId === request.incarnationId) {
    touch(sessions, brokerId, brokerEpochOf(image, brokerId), nowMs);
    scheduleSessionCheck(state, context);
  }
  return reply;
}

function handleBrokerHeartbeat(
  state: ControllerState,
  request: C.BrokerHeartbeatRequest,
  context: ControllerContext,
): KafkaResponse | null {
  const { image, sessions } = state;
  const { brokerId, brokerEpoch, wantShutDown } = request;
  const known = sessions.byBroker.get(brokerId);
  const reply = execute(
    state,
    {
      kind: "BrokerHeartbeat",
      request,
      controlledShutdownOffset: known?.brokerEpoch === brokerEpoch ? known.controlledShutdownOffset : -1,
      lowestActiveOffset: wantShutDown ? lowestActiveOffset(sessions, image) : Infinity,
    },
    context,
  );
  const broker = image.brokers.get(brokerId);
  if (broker === undefined || broker.brokerEpoch !== brokerEpoch) return reply;
  if (reply?.kind === "BrokerHeartbeatResponse" && reply.shouldShutDown) {
    forget(sessions, brokerId);
    return reply;
  }
  const session = touch(sessions, brokerId, brokerEpoch, context.nowMs());
  session.metadataOffset = request.currentMetadataOffset;
  const isStopping = broker.inControlledShutdown && !broker.fenced;
  // Fixed once: an offset that moved with each heartbeat would never be reached (KAFKA-14292).
  if (!isStopping) session.controlledShutdownOffset = -1;
  else if (session.controlledShutdownOffset < 0) session.controlledShutdownOffset = image.lastOffset;
  scheduleSessionCheck(state, context);
  return reply;
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
