/** The key of a timer: its kind, and what it is about (an id, an index; 0 if there is only one). */
import { invariant } from "./invariant.ts";
import type { TimerKey } from "./machine.ts";

/** Of one machine. Timers are digested and ordered by their key, so another number makes every run another one. */
const timerKinds = 32;

export function timerKey(kind: number, object: number): TimerKey {
  invariant(kind >= 0 && kind < timerKinds, "the kinds of a machine's timers are below 32");
  invariant(object >= 0, "a timer is about something with a number");
  return kind + timerKinds * object;
}

export const timerKind = (timer: TimerKey): number => timer % timerKinds;
export const timerObject = (timer: TimerKey): number => Math.floor(timer / timerKinds);
