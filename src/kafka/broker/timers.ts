/** The broker's timers: its dealings with the controller, those of its replicas and of its coordinators. */
import type { TimerKey } from "../../core/machine.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { GroupTimerKind } from "../group/timers.ts";
import { ReplicaTimer } from "../replica-manager/timers.ts";

export const Timer = {
  recovered: 1,
  communicate: 2,
  controllerTimeout: 3,
  registrationTimeout: 4,
  shutdownTimeout: 5,
  metadataRetry: 6,
  metadataTimeout: 7,
  producerIdsRetry: 10,
  producerIdsTimeout: 11,
  forwardingRetry: 12,
  forwardingTimeout: 13,
} as const;

const names = new Map<number, string>(
  Object.entries({ ...Timer, ...ReplicaTimer, ...GroupTimerKind }).map(([name, kind]) => [
    kind,
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  ]),
);

/** As written in traces: `retention`, `fetch-timeout(b2)`. */
export function timerName(timer: TimerKey): string {
  const name = names.get(timerKind(timer)) ?? `timer-${timerKind(timer)}`;
  return timerObject(timer) === 0 ? name : `${name}(b${timerObject(timer)})`;
}
