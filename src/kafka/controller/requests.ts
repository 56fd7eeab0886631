/** From a request to its command: adds the soft facts and the chance that the decision depends on. */
import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { hashText, mix4 } from "../../core/mix.ts";
import type * as C from "../messages/controller.ts";
import type { KafkaMessage } from "../messages/index.ts";
import { brokerEpochOf, topicByName } from "../metadata/image.ts";
import { handleMetadataFetch } from "./api/metadata-fetch.ts";
import type { ControllerCommand } from "./command.ts";
import { submit } from "./commit.ts";
import { scheduleSessionCheck } from "./periodic-tasks.ts";
import { forget, hasLiveSession, lowestActiveOffset, touch } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";

/** The ledger's host answers, once what it decided is committed. Anything else is not the controller's. */
export function handleRequest(
  state: ControllerState,
  request: KafkaMessage,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  switch (request.kind) {
    case "MetadataFetch":
      handleMetadataFetch(state, request, connection, context);
      return;
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
      forget(state.sessions, request.brokerId);
      submit(state, request, connection, context);
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
  const { sessions } = state;
  const { brokerId, incarnationId } = request;
  const nowMs = context.nowMs();
  const isLive = hasLiveSession(sessions, brokerId, brokerEpochOf(state.image, brokerId), nowMs);
  submit(state, { kind: "BrokerRegistration", request, hasLiveSession: isLive }, connection, context);
  if (state.image.brokers.get(brokerId)?.incarnationId !== incarnationId) return;
  touch(sessions, brokerId, brokerEpochOf(state.image, brokerId), nowMs);
  scheduleSessionCheck(state, context);
}

function handleBrokerHeartbeat(
  state: ControllerState,
  request: C.BrokerHeartbeatRequest,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  const { sessions } = state;
  const { brokerId, brokerEpoch } = request;
  const known = sessions.byBroker.get(brokerId);
  const reply = submit(
    state,
    {
      kind: "BrokerHeartbeat",
      request,
      controlledShutdownOffset: known?.brokerEpoch === brokerEpoch ? known.controlledShutdownOffset : -1,
      lowestActiveOffset: request.wantShutDown ? lowestActiveOffset(sessions, state.image) : Infinity,
    },
    connection,
    context,
  );
  const broker = state.image.brokers.get(brokerId);
  if (broker === undefined || broker.brokerEpoch !== brokerEpoch) return;
  if (reply?.kind === "BrokerHeartbeatResponse" && reply.shouldShutDown) {
    invariant(broker.fenced, "a broker that may stop is fenced");
    forget(sessions, brokerId);
    return;
  }
  const session = touch(sessions, brokerId, brokerEpoch, context.nowMs());
  session.metadataOffset = request.currentMetadataOffset;
  const isStopping = broker.inControlledShutdown && !broker.fenced;
  // Fixed once: an offset that moved with each heartbeat would never be reached (KAFKA-14292).
  if (!isStopping) session.controlledShutdownOffset = -1;
  else if (session.controlledShutdownOffset < 0) session.controlledShutdownOffset = state.image.lastOffset;
  invariant(session.controlledShutdownOffset <= state.image.lastOffset, "nobody waits for what is not written");
  scheduleSessionCheck(state, context);
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
