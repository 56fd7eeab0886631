/**
 * The plumbing of a controller that is one machine: a decision is flushed before anybody hears of it (K-20). With rule K-07
 * broken the log says that it is committed before that.
 */

import type { ConnectionId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import { execute, type LedgerPort } from "../ledger/ledger-host.ts";
import type { KafkaResponse } from "../messages/index.ts";
import { answerParked } from "./api/metadata-fetch.ts";
import type { ControllerCommand } from "./command.ts";
import { tellFact } from "./decision.ts";
import type { ControllerContext, ControllerState, ControllerTypes } from "./state.ts";

export const controllerPort: LedgerPort<ControllerTypes> = {
  tell: (fact, context) => tellFact(context.observer, fact),
  answer: (connection, reply, context) => {
    if (reply !== null) context.reply(connection, reply);
  },
  fail: (_waiter, _errorCode, context) => context.exit("the metadata log cannot be written"),
};

/** Returns the reply that `waiter` (null: nobody) is given; null also if the disk refused. */
export function submit(
  state: ControllerState,
  command: ControllerCommand,
  waiter: ConnectionId | null,
  context: ControllerContext,
): KafkaResponse | null {
  const durableBefore = state.log.durableEnd;
  const reply = execute(state.host, command, waiter, context) ?? null;
  invariant(state.log.durableEnd >= durableBefore, "what is durable stays so");
  invariant(state.host.waiting.length === 0, "a log that commits in append lets no command wait");
  if (state.log.durableEnd > durableBefore) answerParked(state, context);
  return reply;
}
