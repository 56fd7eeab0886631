/** The controller's own timers: when it looks at sessions, preferred leaders and leaderless partitions. */

import { invariant } from "../../core/invariant.ts";
import { mix3 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { brokerEpochOf } from "../metadata/image.ts";
import { answerOne } from "./api/metadata-fetch.ts";
import type { ControllerCommand } from "./command.ts";
import { submit } from "./commit.ts";
import { noteFence } from "./heartbeat-states.ts";
import { isAnyImbalanced, isAnyLeaderless, maxElections } from "./periodic-decisions.ts";
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
  if (!state.policy.rules.runsTasksPeriodically) return;
  scheduleBalancing(state, context);
  scheduleUncleanElections(state, context);
}

/** As up to 3.9, after each event: a task is due one period after there was first something for it to do. */
export function scheduleOnDemand(state: ControllerState, context: ControllerContext): void {
  if (state.policy.rules.runsTasksPeriodically) return;
  if (!state.isBalancingSet && isAnyImbalanced(state.image)) scheduleBalancing(state, context);
  if (!state.isElectionSet && isAnyLeaderless(state.image)) scheduleUncleanElections(state, context);
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

function scheduleBalancing(state: ControllerState, context: ControllerContext, delayMs?: Millis): void {
  const { autoLeaderRebalanceEnable, leaderImbalanceCheckIntervalSeconds } = state.policy.config;
  if (!autoLeaderRebalanceEnable) return;
  state.isBalancingSet = true;
  context.setTimer(Timer.balanceLeaders, delayMs ?? leaderImbalanceCheckIntervalSeconds * 1000);
}

function scheduleUncleanElections(state: ControllerState, context: ControllerContext, delayMs?: Millis): void {
  const { config, rules } = state.policy;
  if (!rules.electsUncleanlyByTask) return;
  state.isElectionSet = true;
  context.setTimer(Timer.uncleanElections, delayMs ?? config.uncleanLeaderElectionIntervalMs);
}

type Round = Extract<ControllerCommand, { kind: "BalanceLeaders" | "ElectUncleanly" }>;

/** How soon the next round comes: at once after one that had to leave something; undefined: a period later, or on demand. */
function runRound(state: ControllerState, round: Round, context: ControllerContext): Millis | undefined {
  const before = state.image.lastOffset;
  submit(state, round, null, context);
  invariant(state.image.lastOffset - before <= maxElections, "a round elects at most so many");
  return state.image.lastOffset - before === maxElections ? againMs : undefined;
}

export function onTimer(state: ControllerState, timer: number, context: ControllerContext): void {
  switch (timerKind(timer)) {
    case Timer.sessionCheck:
      checkSessions(state, context);
      return;
    case Timer.balanceLeaders:
      state.isBalancingSet = false;
      scheduleNext(scheduleBalancing, runRound(state, { kind: "BalanceLeaders" }, context), state, context);
      return;
    case Timer.uncleanElections:
      state.isElectionSet = false;
      scheduleNext(scheduleUncleanElections, runRound(state, { kind: "ElectUncleanly" }, context), state, context);
      return;
    case Timer.parkedFetch:
      answerOne(state, timerObject(timer), context);
  }
}

function scheduleNext(
  schedule: typeof scheduleBalancing,
  delayMs: Millis | undefined,
  state: ControllerState,
  context: ControllerContext,
): void {
  if (delayMs !== undefined || state.policy.rules.runsTasksPeriodically) schedule(state, context, delayMs);
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

/**
 * As up to 3.9: what is due goes before what waits in the queue, so a session that is over has ended before the next request
 * is looked at (KafkaEventQueue, QuorumController.rescheduleMaybeFenceStaleBrokers).
 */
export function fenceOverdue(state: ControllerState, context: ControllerContext): void {
  if (!state.policy.rules.fencesPeriodically) fenceAllExpired(state, context);
}

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
