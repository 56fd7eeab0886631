/**
 * Looks for sessions that are over (K-22). One timer, set for the earliest possible end and set again when it fires: a
 * heartbeat only moves the end further.
 */
import { execute } from "./commit.ts";
import { forget, nextExpiryMs, oldestExpired } from "./sessions.ts";
import type { ControllerContext, ControllerState } from "./state.ts";
import { Timer } from "./timers.ts";

export function scheduleSessionCheck(state: ControllerState, context: ControllerContext): void {
  if (state.sessionCheckMs !== Infinity) return;
  const next = nextExpiryMs(state.sessions);
  if (next === Infinity) return;
  state.sessionCheckMs = next;
  context.setTimer(Timer.sessionCheck, Math.max(0, next - context.nowMs()));
}

export function onSessionCheckTimer(state: ControllerState, context: ControllerContext): void {
  state.sessionCheckMs = Infinity;
  const nowMs = context.nowMs();
  for (let id = oldestExpired(state.sessions, nowMs); id >= 0; id = oldestExpired(state.sessions, nowMs)) {
    forget(state.sessions, id);
    execute(state, { kind: "ExpireSession", brokerId: id }, context);
  }
  scheduleSessionCheck(state, context);
}
