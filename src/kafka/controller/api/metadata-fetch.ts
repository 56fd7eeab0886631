/**
 * Fetch of the metadata log, broker to controller (KIP-595, KIP-631): a long poll.
 *
 * Records from `fetchOffset` up to the durable end at once; if there are none, when some are flushed or maxWaitMs passed.
 * An offset beyond the end of the log: OFFSET_OUT_OF_RANGE.
 *
 *   waiting --records are durable, or maxWaitMs passed--> answered
 *   waiting --its connection dies, or a newer fetch of the broker comes (the older connection is gone)--> dropped
 */
import { type ConnectionId, isBroker } from "../../../core/ids.ts";
import { invariant } from "../../../core/invariant.ts";
import { mix4 } from "../../../core/mix.ts";
import { Errors } from "../../errors.ts";
import type { MetadataFetchRequest, MetadataFetchResponse } from "../../messages/controller.ts";
import type { MetadataRecord } from "../../metadata/records.ts";
import type { ControllerContext, ControllerState } from "../state.ts";
import { parkedFetchTimer } from "../timers.ts";

/** A broker far behind reads in several rounds. */
const maxRecords = 1000;
const noRecords: readonly MetadataRecord[] = [];

export function handleMetadataFetch(
  state: ControllerState,
  request: MetadataFetchRequest,
  connection: ConnectionId,
  context: ControllerContext,
): void {
  if (request.maxWaitMs <= 0 || request.fetchOffset !== state.log.durableEnd) {
    context.reply(connection, answer(state, request));
    return;
  }
  invariant(isBroker(request.brokerId), "brokers alone follow the metadata log, one fetch each");
  state.parked.set(request.brokerId, { request, connection });
  context.setTimer(parkedFetchTimer(request.brokerId), request.maxWaitMs);
}

/** Something is durable: whoever waited for it hears of it. */
export function answerParked(state: ControllerState, context: ControllerContext): void {
  if (state.parked.size === 0) return;
  for (const brokerId of [...state.parked.keys()].sort((a, b) => a - b)) {
    const { fetchOffset } = state.parked.get(brokerId)!.request;
    invariant(fetchOffset <= state.log.durableEnd, "a fetch waits at the durable end, which never moves back");
    if (fetchOffset < state.log.durableEnd) answerOne(state, brokerId, context);
  }
}

/** Answers the parked fetch of this broker with what there is, also nothing (its deadline passed). */
export function answerOne(state: ControllerState, brokerId: number, context: ControllerContext): void {
  const waiting = state.parked.get(brokerId);
  if (waiting === undefined) return;
  state.parked.delete(brokerId);
  context.cancelTimer(parkedFetchTimer(brokerId));
  context.reply(waiting.connection, answer(state, waiting.request));
}

/** Drops what waits on a connection that is gone. */
export function dropConnection({ parked }: ControllerState, connection: ConnectionId): void {
  for (const [brokerId, fetch] of parked) if (fetch.connection === connection) parked.delete(brokerId);
}

function answer({ log, policy }: ControllerState, request: MetadataFetchRequest): MetadataFetchResponse {
  const { fetchOffset } = request;
  const { durableEnd } = log;
  const isInRange = fetchOffset >= 0 && fetchOffset <= durableEnd;
  const end = Math.min(durableEnd, fetchOffset + maxRecords);
  const errorCode = isInRange ? Errors.NONE : Errors.OFFSET_OUT_OF_RANGE;
  return {
    kind: "MetadataFetchResponse",
    name: mix4(request.name, policy.nodeId, errorCode, durableEnd),
    correlationId: request.correlationId,
    errorCode,
    baseOffset: fetchOffset,
    records: isInRange && end > fetchOffset ? log.records.slice(fetchOffset, end) : noRecords,
    endOffset: durableEnd,
  };
}
