/**
 * The controller: one machine whose state is a ledger on its own disk (K-20..K-28). It decides by the same functions as a
 * quorum would; its log is committed by a flush instead of a majority.
 */
import type { Input, Machine } from "../../core/machine.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import type { KafkaMessage } from "../messages/index.ts";
import { brokerIds } from "../metadata/image.ts";
import type { KafkaObserver } from "../observer.ts";
import { answerOne, answerParked, execute } from "./commit.ts";
import { controllerLedger } from "./ledger.ts";
import { onFlushed, openMetadataLog } from "./metadata-log.ts";
import { dropConnection } from "./parked-fetches.ts";
import { type ControllerOptions, policyOf } from "./policy.ts";
import { handleRequest } from "./requests.ts";
import { onSessionCheckTimer, scheduleSessionCheck } from "./session-check.ts";
import { newSessions, touch } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";
import { Timer, timerName } from "./timers.ts";

export type { ControllerOptions, ControllerState };

/** The machine of the node `controllerId`; its disk 0 holds the metadata log. */
export const controllerMachine = (
  options: ControllerOptions,
): Machine<ControllerState, KafkaMessage, KafkaObserver> => ({
  boot: (_self, context) => boot(options, context),
  step,
  timerName,
});

/** Folds the log. Every registered broker gets a fresh session: a dead one is fenced a session timeout from now (K-28). */
function boot(options: ControllerOptions, context: ControllerContext): ControllerState {
  const policy = policyOf(options);
  const ledger = controllerLedger(policy);
  const log = openMetadataLog(context.disks[0]!);
  const image = ledger.empty();
  for (let offset = 0; offset < log.records.length; offset++) ledger.replay(image, log.records[offset]!, offset);

  const sessions = newSessions(policy.config.brokerSessionTimeoutMs);
  const nowMs = context.nowMs();
  for (const id of brokerIds(image)) touch(sessions, id, image.brokers.get(id)!.brokerEpoch, nowMs);
  const state: ControllerState = { policy, ledger, log, image, sessions, parked: new Map(), sessionCheckMs: Infinity };
  scheduleSessionCheck(state, context);
  scheduleBalancing(state, context);
  context.setTimer(Timer.uncleanElections, policy.config.uncleanLeaderElectionIntervalMs);
  context.observer.controllerStarted(image.lastOffset);
  return state;
}

function step(state: ControllerState, input: Input<KafkaMessage>, context: ControllerContext): void {
  switch (input.kind) {
    case "message":
      handleRequest(state, input.body, input.connection, context);
      return;
    case "disconnect":
      if (!input.outgoing) dropConnection(state.parked, input.connection);
      return;
    case "timer":
      onTimer(state, input.timer, context);
      return;
    case "flushed":
      if (input.file !== state.log.file.name) return;
      onFlushed(state.log, input.count);
      answerParked(state, context);
  }
}

function onTimer(state: ControllerState, timer: number, context: ControllerContext): void {
  switch (timerKind(timer)) {
    case Timer.sessionCheck:
      onSessionCheckTimer(state, context);
      return;
    case Timer.balanceLeaders:
      execute(state, { kind: "BalanceLeaders" }, context);
      scheduleBalancing(state, context);
      return;
    case Timer.uncleanElections:
      execute(state, { kind: "ElectUncleanly" }, context);
      context.setTimer(Timer.uncleanElections, state.policy.config.uncleanLeaderElectionIntervalMs);
      return;
    case Timer.parkedFetch:
      answerOne(state, timerObject(timer), context);
  }
}

function scheduleBalancing(state: ControllerState, context: ControllerContext): void {
  const { autoLeaderRebalanceEnable, leaderImbalanceCheckIntervalSeconds } = state.policy.config;
  if (autoLeaderRebalanceEnable) context.setTimer(Timer.balanceLeaders, leaderImbalanceCheckIntervalSeconds * 1000);
}
