/** Requests that got no answer, or none that makes sense. If their connection ended, nobody knows what became of them (Y-1). */
import type { NodeId } from "../core/ids.ts";
import type { Millis } from "../core/time.ts";
import { type ErrorCode, Errors } from "../kafka/errors.ts";
import type { ClientContext } from "./context.ts";
import type { ClientMetadata } from "./metadata/client-metadata.ts";
import {
  type MetadataUpdater,
  mustStartOver,
  onMetadataFailure,
  requestUpdate,
  startOver,
} from "./metadata/metadata-updater.ts";
import { closeLink, connectionLost, type NetworkClient, timedOutLink } from "./network/network-client.ts";

interface MetadataCall {
  readonly kind: "metadata";
}

/** What a client of every kind has. */
interface Client<Call> {
  readonly self: NodeId;
  readonly network: NetworkClient<Call | MetadataCall>;
  readonly metadata: ClientMetadata;
  readonly updater: MetadataUpdater;
}

/** What a client makes of the failure of a request of its own kind. */
type OnFailure<State, Call> = (state: State, call: Call, errorCode: ErrorCode, context: ClientContext) => void;

type AnyCall = { readonly kind: string };

export function failCall<Call extends AnyCall, State extends Client<Call>>(
  state: State,
  call: Call | MetadataCall,
  errorCode: ErrorCode,
  onFailure: OnFailure<State, Call>,
  context: ClientContext,
): void {
  if (isMetadata(call)) onMetadataFailure(state.updater, state.self, context);
  else onFailure(state, call, errorCode, context);
}

const isMetadata = (call: AnyCall): call is MetadataCall => call.kind === "metadata";

/** The connection is gone. */
export function failDisconnected<Call extends AnyCall, State extends Client<Call>>(
  state: State,
  { peer, channel }: { readonly peer: NodeId; readonly channel: number },
  onFailure: OnFailure<State, Call>,
  context: ClientContext,
): void {
  const calls = connectionLost(state.network, peer, channel, context);
  for (const call of calls) failCall(state, call, Errors.NETWORK_EXCEPTION, onFailure, context);
  lookForLeaders(state.updater);
}

/** Gives up the connections of requests that are older than request.timeout.ms. */
export function failTimedOut<Call extends AnyCall, State extends Client<Call>>(
  state: State,
  nowMs: Millis,
  onFailure: OnFailure<State, Call>,
  context: ClientContext,
): void {
  for (let link = timedOutLink(state.network, nowMs); link !== undefined; link = timedOutLink(state.network, nowMs)) {
    const calls = closeLink(state.network, link, context);
    for (const call of calls) failCall(state, call, Errors.REQUEST_TIMED_OUT, onFailure, context);
    lookForLeaders(state.updater);
  }
}

/** After metadata.recovery.rebootstrap.trigger.ms without metadata: its connections are closed (NetworkClient.handleRebootstrap). */
export function startOverIfDue<Call extends AnyCall, State extends Client<Call>>(
  state: State,
  nowMs: Millis,
  onFailure: OnFailure<State, Call>,
  context: ClientContext,
): void {
  if (!mustStartOver(state.updater, nowMs)) return;
  for (const link of state.network.links) {
    if (!state.metadata.nodes.includes(link.node) || (!link.isConnected && link.inFlight.length === 0)) continue;
    const calls = closeLink(state.network, link, context);
    for (const call of calls) failCall(state, call, Errors.NETWORK_EXCEPTION, onFailure, context);
  }
  startOver(state.updater, state.metadata, nowMs);
}

/** Whoever reads or writes topics needs their leaders, who may be others by now. */
function lookForLeaders(updater: MetadataUpdater): void {
  if (updater.topics !== null) requestUpdate(updater);
}
