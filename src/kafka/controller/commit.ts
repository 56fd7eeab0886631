/**
 * The plumbing between decisions and the disk of one controller machine: append, flush, replay, and only then tell anybody
 * (K-20). With rule K-07 broken the answer leaves at once, and the flush comes when the disk gets to it.
 */
import type { KafkaResponse } from "../messages/index.ts";
import { metadataFetchAnswer } from "./api/metadata-fetch.ts";
import type { ControllerCommand } from "./command.ts";
import { appendAndFlush, appendBatch, type MetadataBatch } from "./metadata-log.ts";
import { replayObserved, tellJudged } from "./observe.ts";
import { unpark, waitingBrokers } from "./parked-fetches.ts";
import type { ControllerContext, ControllerState } from "./state.ts";
import { parkedFetchTimer } from "./timers.ts";

/** Decides, makes it durable, and returns what may now be answered; null also if the disk refused. */
export function execute(
  state: ControllerState,
  command: ControllerCommand,
  context: ControllerContext,
): KafkaResponse | null {
  const { ledger, image } = state;
  const decision = ledger.decide(image, command);
  if (decision.records.length > 0) {
    if (!append(state, decision.records)) {
      context.exit("the metadata log cannot be written");
      return null;
    }
    replayObserved(image, decision, context.observer);
    answerParked(state, context);
  }
  tellJudged(command, decision.reply, context.observer);
  return decision.reply;
}

function append(state: ControllerState, records: MetadataBatch): boolean {
  return state.policy.rules.repliesAfterCommit ? appendAndFlush(state.log, records) : appendUnflushed(state, records);
}

function appendUnflushed(state: ControllerState, records: MetadataBatch): boolean {
  if (!appendBatch(state.log, records)) return false;
  state.log.file.flushLater();
  return true;
}

/** Something committed: whoever waited for it hears of it. */
export function answerParked(state: ControllerState, context: ControllerContext): void {
  if (state.parked.size === 0) return;
  for (const brokerId of waitingBrokers(state.parked)) {
    const waiting = state.parked.get(brokerId);
    if (waiting !== undefined && waiting.request.fetchOffset < state.log.committedEnd)
      answerOne(state, brokerId, context);
  }
}

/** Answers the parked fetch of this broker with what there is, also nothing (its deadline passed). */
export function answerOne(state: ControllerState, brokerId: number, context: ControllerContext): void {
  const waiting = unpark(state.parked, brokerId);
  if (waiting === undefined) return;
  context.cancelTimer(parkedFetchTimer(brokerId));
  context.reply(waiting.connection, metadataFetchAnswer(state.log, waiting.request));
}
