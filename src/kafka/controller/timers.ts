/** The controller's timers; what a parked fetch is about is its broker. */
import type { TimerKey } from "../../core/machine.ts";
import { timerKey, timerKind, timerObject } from "../../core/timer.ts";

export const Timer = {
  sessionCheck: 0,
  balanceLeaders: 1,
  uncleanElections: 2,
  /** The deadline of a broker's parked metadata fetch. */
  parkedFetch: 3,
} as const;

export const parkedFetchTimer = (brokerId: number): TimerKey => timerKey(Timer.parkedFetch, brokerId);

export function timerName(timer: TimerKey): string {
  switch (timerKind(timer)) {
    case Timer.sessionCheck:
      return "session-check";
    case Timer.balanceLeaders:
      return "balance-leaders";
    case Timer.uncleanElections:
      return "unclean-elections";
    case Timer.parkedFetch:
      return `metadata-fetch-deadline b${timerObject(timer)}`;
    default:
      return `timer ${timer}`;
  }
}
