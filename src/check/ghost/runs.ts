/**
 * Which leader epoch wrote each offset of a log, as runs: the epoch cache of a log as an outsider keeps it.
 *
 * A record is named by (offset, leader epoch), which check `same-epoch-same-record` watches. Hence two logs that agree in
 * their runs hold the same records, and a log of a million records compares in as many steps as it has seen leaders.
 *
 *     epochs [0, 2, 3], starts [0, 5, 9]:    0 0 0 0 0 2 2 2 2 3 3 ...
 */
import { invariant } from "../../core/invariant.ts";

export interface Runs {
  readonly epochs: number[];
  readonly starts: number[];
}

/** Stands for offsets that compaction has taken away: equal to anything. */
export const hole = -2;

export const newRuns = (): Runs => ({ epochs: [], starts: [] });

/** Offsets from `start` on are of `epoch`. */
export function addRun(runs: Runs, epoch: number, start: number): void {
  const last = runs.epochs.length - 1;
  if (last >= 0 && runs.epochs[last] === epoch) return;
  runs.epochs.push(epoch);
  runs.starts.push(start);
}

/** The offsets [start, end), within the log, are of `epoch`; what comes after stays as it is. */
export function setRun(runs: Runs, start: number, end: number, epoch: number): void {
  invariant(start < end, "a run has an offset");
  const after = epochAt(runs, end);
  const from = runs.starts.findIndex((one) => one >= start);
  const first = from < 0 ? runs.starts.length : from;
  let count = 0;
  while (first + count < runs.starts.length && runs.starts[first + count]! <= end) count++;
  runs.starts.splice(first, count, start, end);
  runs.epochs.splice(first, count, epoch, after);
}

/** Forgets the offsets from `end` on. */
export function cutRuns(runs: Runs, end: number): void {
  let count = runs.starts.length;
  while (count > 0 && runs.starts[count - 1]! >= end) count--;
  runs.starts.length = count;
  runs.epochs.length = count;
}

/** Forgets runs that end at or below `start`. */
export function dropRunsBelow(runs: Runs, start: number): void {
  let gone = 0;
  while (gone + 1 < runs.starts.length && runs.starts[gone + 1]! <= start) gone++;
  if (gone === 0) return;
  runs.starts.splice(0, gone);
  runs.epochs.splice(0, gone);
}

/** The epoch that wrote `offset`; a hole if unknown. Cheap near the end of the log. */
export function epochAt(runs: Runs, offset: number): number {
  const i = runAt(runs, offset);
  return i < 0 ? hole : runs.epochs[i]!;
}

function runAt(runs: Runs, offset: number): number {
  let i = runs.starts.length - 1;
  while (i >= 0 && runs.starts[i]! > offset) i--;
  return i;
}

/** The first offset in [from, end) at which two logs differ; `end` if none. Holes differ from nothing. */
export function firstDifference(a: Runs, b: Runs, from: number, end: number): number {
  let i = runAt(a, from);
  let j = runAt(b, from);
  for (let offset = from; offset < end; ) {
    const x = i < 0 ? hole : a.epochs[i]!;
    const y = j < 0 ? hole : b.epochs[j]!;
    if (x !== y && x !== hole && y !== hole) return offset;
    const nextA = i + 1 < a.starts.length ? a.starts[i + 1]! : end;
    const nextB = j + 1 < b.starts.length ? b.starts[j + 1]! : end;
    offset = Math.min(nextA, nextB);
    if (nextA === offset) i++;
    if (nextB === offset) j++;
  }
  return end;
}

/** Copies what `from` knows of the offsets [start, end) to the end of `to`. */
export function copyRuns(to: Runs, from: Runs, start: number, end: number): void {
  invariant(start <= end, "runs are copied forwards");
  let i = runAt(from, start);
  if (i < 0) {
    addRun(to, hole, start);
    i = 0;
  }
  for (; i < from.starts.length && from.starts[i]! < end; i++) {
    const begin = from.starts[i]!;
    addRun(to, from.epochs[i]!, Math.max(begin, start));
  }
}
