/** The controller's timers: kind + 32 * broker. */
import type { TimerKey } from "../../core/machine.ts";

export const Timer = {
  sessionCheck: 0,
  balanceLeaders: 1,
  uncleanElections: 2,
  /** The deadline of a broker's parked metadata fetch. */
  parkedFetch: 3,
} as const;

const kinds = 32;

export const parkedFetchTimer = (brokerId: number): TimerKey => Timer.parkedFetch + kinds * brokerId;
export const timerKind = (timer: TimerKey): number => timer % kinds;
export const timerBroker = (timer: TimerKey): number => Math.floor(timer / kinds);

export function timerName(timer: TimerKey): string {
  switch (timerKind(timer)) {
    case Timer.sessionCheck:
      return "session-check";
    case Timer.balanceLeaders:
      return "balance-leaders";
    case Timer.uncleanElections:
      return "unclean-elections";
    case Timer.parkedFetch:
      return `metadata-fetch-deadline b${timerBroker(timer)}`;
    default:
      return `timer ${timer}`;
  }
}
