/**
 * The broker's timers. All but the fetchers' have one object; periodic ones arm themselves again,
 * deadlines are armed lazily (one timer for the earliest, none per request).
 */
import type { NodeId } from "../../core/ids.ts";
import type { TimerKey } from "../../core/machine.ts";
import { timerKey, timerKind, timerObject } from "../../core/timer.ts";

export const Timer = {
  recovered: 1,
  communicate: 2,
  controllerTimeout: 3,
  registrationTimeout: 4,
  shutdownTimeout: 5,
  metadataRetry: 6,
  metadataTimeout: 7,
  alterPartitionRetry: 8,
  alterPartitionTimeout: 9,
  producerIdsRetry: 10,
  producerIdsTimeout: 11,
  forwardingRetry: 12,
  forwardingTimeout: 13,
  fetchTimeout: 14,
  fetchRetry: 15,
  isrCheck: 16,
  highWatermarkCheckpoint: 17,
  recoveryPointCheckpoint: 18,
  logStartCheckpoint: 19,
  retention: 20,
  cleaner: 21,
  flush: 22,
  producerExpiry: 23,
  produceDeadline: 24,
  fetchDeadline: 25,
  deleteRecordsDeadline: 26,
} as const;

const names = new Map<number, string>(
  Object.entries(Timer).map(([name, kind]) => [kind, name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)]),
);

/** The timer of a kind for the fetcher of this leader. */
export const timerFor = (kind: number, leader: NodeId): TimerKey => timerKey(kind, leader);

/** As written in traces: `retention`, `fetch-timeout(b2)`. */
export function timerName(timer: TimerKey): string {
  const name = names.get(timerKind(timer)) ?? `timer-${timerKind(timer)}`;
  return timerObject(timer) === 0 ? name : `${name}(b${timerObject(timer)})`;
}
