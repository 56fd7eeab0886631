/** The controller's own timers: when it looks at sessions, preferred leaders and leaderless partitions. */

import { invariant } from "../../core/invariant.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { answerOne } from "./api/metadata-fetch.ts";
import { submit } from "./commit.ts";
import { forget, nextExpiryMs, oldestExpired } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";
import { Timer } from "./timers.ts";

export function startPeriodicTasks(state: ControllerState, context: ControllerContext): void {
  scheduleSessionCheck(state, context);
  scheduleBalancing(state, context);
  context.setTimer(Timer.uncleanElections, state.policy.config.uncleanLeaderElectionIntervalMs);
}

/**
 * Looks for sessions that are over (K-22): one timer, set for the earliest possible end and set again when it fires, as a
 * heartbeat only moves the end further.
 */
export function scheduleSessionCheck(state: ControllerState, context: ControllerContext): void {
  if (state.sessionCheckMs !== Infinity) return;
  const next = nextExpiryMs(state.sessions);
  if (next === Infinity) return;
  state.sessionCheckMs = next;
  context.setTimer(Timer.sessionCheck, Math.max(0, next - context.nowMs()));
}

function scheduleBalancing(state: ControllerState, context: ControllerContext): void {
  const { autoLeaderRebalanceEnable, leaderImbalanceCheckIntervalSeconds } = state.policy.config;
  if (autoLeaderRebalanceEnable) context.setTimer(Timer.balanceLeaders, leaderImbalanceCheckIntervalSeconds * 1000);
}

export function onTimer(state: ControllerState, timer: number, context: ControllerContext): void {
  switch (timerKind(timer)) {
    case Timer.sessionCheck:
      expireSessions(state, context);
      return;
    case Timer.balanceLeaders:
      submit(state, { kind: "BalanceLeaders" }, null, context);
      scheduleBalancing(state, context);
      return;
    case Timer.uncleanElections:
      submit(state, { kind: "ElectUncleanly" }, null, context);
      context.setTimer(Timer.uncleanElections, state.policy.config.uncleanLeaderElectionIntervalMs);
      return;
    case Timer.parkedFetch:
      answerOne(state, timerObject(timer), context);
  }
}

function expireSessions(state: ControllerState, context: ControllerContext): void {
  const nowMs = context.nowMs();
  invariant(state.sessionCheckMs !== Infinity, "the session timer fires when it was set");
  state.sessionCheckMs = Infinity;
  for (let id = oldestExpired(state.sessions, nowMs); id >= 0; id = oldestExpired(state.sessions, nowMs)) {
    forget(state.sessions, id);
    invariant(state.image.brokers.has(id), "only a registered broker has a session");
    submit(state, { kind: "ExpireSession", brokerId: id }, null, context);
  }
  scheduleSessionCheck(state, context);
}
