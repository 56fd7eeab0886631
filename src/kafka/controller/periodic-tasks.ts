/** The controller's own timers: when it looks at sessions, preferred leaders and leaderless partitions. */

import { invariant } from "../../core/invariant.ts";
import { mix3 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { brokerEpochOf } from "../metadata/image.ts";
import { answerOne } from "./api/metadata-fetch.ts";
import { submit } from "./commit.ts";
import { noteFence } from "./heartbeat-states.ts";
import { endOf, expiredSessions, forget, oldestUnfenced, type Session } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";
import { Timer } from "./timers.ts";

/** A task that found more than one event may do comes again after this; the queue is not to be kept busy by it alone. */
const againMs: Millis = 10;
/** Looks at sessions per session timeout (QuorumController.maybeFenceStaleBrokerPeriodNs). */
const checksPerSession = 8;

/** The first run of each is one period after the controller starts (PeriodicTaskControlManager, since 4.0). */
export function startPeriodicTasks(state: ControllerState, context: ControllerContext): void {
  scheduleSessionCheck(state, context);
  scheduleBalancing(state, context);
  context.setTimer(Timer.uncleanElections, state.policy.config.uncleanLeaderElectionIntervalMs);
}

/**
 * The next look for sessions that are over (K-22): a period after the last one. Up to 3.9 at the end of the oldest session,
 * set again when it fires, as a heartbeat only moves the end further.
 */
export function scheduleSessionCheck(state: ControllerState, context: ControllerContext): void {
  if (state.isSessionCheckSet) return;
  const { sessions, image, policy } = state;
  if (policy.rules.fencesPeriodically) {
    setSessionCheck(state, Math.max(1, Math.floor(sessions.timeoutMs / checksPerSession)), context);
    return;
  }
  const oldest = oldestUnfenced(sessions, image);
  if (oldest !== null) setSessionCheck(state, Math.max(0, endOf(sessions, oldest) - context.nowMs()), context);
}

function setSessionCheck(state: ControllerState, delayMs: Millis, context: ControllerContext): void {
  invariant(!state.isSessionCheckSet, "one look at the sessions is scheduled");
  state.isSessionCheckSet = true;
  context.setTimer(Timer.sessionCheck, delayMs);
}

function scheduleBalancing(state: ControllerState, context: ControllerContext): void {
  const { autoLeaderRebalanceEnable, leaderImbalanceCheckIntervalSeconds } = state.policy.config;
  if (autoLeaderRebalanceEnable) context.setTimer(Timer.balanceLeaders, leaderImbalanceCheckIntervalSeconds * 1000);
}

export function onTimer(state: ControllerState, timer: number, context: ControllerContext): void {
  switch (timerKind(timer)) {
    case Timer.sessionCheck:
      checkSessions(state, context);
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

function checkSessions(state: ControllerState, context: ControllerContext): void {
  invariant(state.isSessionCheckSet, "the session timer fires when it was set");
  state.isSessionCheckSet = false;
  if (!state.policy.rules.fencesPeriodically) fenceAllExpired(state, context);
  else if (fenceOneExpired(state, context)) setSessionCheck(state, againMs, context);
  scheduleSessionCheck(state, context);
}

/** One per event, so that each sees what the former did; which of several is chance, in Kafka the order of a hash map. */
function fenceOneExpired(state: ControllerState, context: ControllerContext): boolean {
  const expired = expiredSessions(state.sessions, context.nowMs());
  if (expired.length === 0) return false;
  const name = mix3(expiryName, expired[0]!.brokerId, expired.length);
  expire(state, expired[expired.length > 1 ? context.choose(name, expired.length) : 0]!, context);
  return true;
}

const expiryName = 0xe8b1;

/** As up to 3.9: the oldest first, all at once. */
function fenceAllExpired(state: ControllerState, context: ControllerContext): void {
  const { sessions } = state;
  for (;;) {
    const oldest = oldestUnfenced(sessions, state.image);
    if (oldest === null || endOf(sessions, oldest) > context.nowMs()) return;
    expire(state, oldest, context);
  }
}

function expire(state: ControllerState, { brokerId, brokerEpoch }: Session, context: ControllerContext): void {
  forget(state.sessions, brokerId, brokerEpoch);
  if (brokerEpochOf(state.image, brokerId) !== brokerEpoch) return;
  submit(state, { kind: "ExpireSession", brokerId }, null, context);
  noteFence(state.heartbeats, brokerId);
}
