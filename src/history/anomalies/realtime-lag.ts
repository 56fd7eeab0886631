/**
 * Realtime lag, a lower bound, never judged: how long the record after the last one that a process polled had been known
 * to exist when its next poll began. Known to exist: some send or poll had shown its offset or a higher one.
 *
 * A process is measured on the keys that it was assigned: assign keeps the positions of kept keys and starts new ones
 * before offset 0; subscribe ends the measuring, since a group moves partitions without telling.
 */
import { Role } from "../operation-kind.ts";
import type { Evidence } from "./evidence.ts";
import { Fail, Ok, type Recording, rowCount, startOf, type Touches } from "./recording.ts";
import { offerPoint, type Series } from "./series.ts";

export interface Lag {
  readonly time: number;
  readonly process: number;
  readonly key: string;
  readonly lag: number;
}

/** Per key: offsets that were higher than any before, and when they became known. */
interface Known {
  readonly offsets: number[];
  readonly times: number[];
}

/** Per key, the highest offset that a process polled. */
type Assigned = Map<number, number>;

/** The worst lag; null if nothing was measured. */
export function measureLag({ recording }: Evidence, series: Series<Lag>): Lag | null {
  const known: readonly Known[] = recording.records.keys.map(() => ({ offsets: [], times: [] }));
  const byProcess = new Map<number, Assigned>();
  let worst: Lag | null = null;
  for (let row = 0; row < rowCount(recording); row++) {
    if (recording.rows.outcomes.data[row] === Fail) continue;
    const process = recording.rows.processes.data[row]!;
    const roles = recording.rows.roles.data[row]!;
    if ((roles & Role.subscribes) !== 0) byProcess.delete(process);
    else if ((roles & Role.binds) !== 0) byProcess.set(process, reassigned(recording, row, byProcess.get(process)));
    else {
      learn(recording, recording.sends, row, known);
      learn(recording, recording.reads, row, known);
      const assigned = byProcess.get(process);
      if (assigned !== undefined) worst = measure(recording, row, assigned, known, series, worst);
    }
  }
  return worst;
}

function reassigned(recording: Recording, row: number, before: Assigned | undefined): Assigned {
  const after: Assigned = new Map();
  for (const key of recording.bindings.get(row)!.keys) after.set(key, before?.get(key) ?? -1);
  return after;
}

function learn({ rows, records }: Recording, touches: Touches, row: number, known: readonly Known[]): void {
  for (let i = startOf(touches, row); i < touches.ends.data[row]!; i++) {
    const { offsets, times } = known[records.keyOf.data[touches.records.data[i]!]!]!;
    const offset = touches.offsets.data[i]!;
    if (offset < 0 || (offsets.length > 0 && offset <= offsets[offsets.length - 1]!)) continue;
    offsets.push(offset);
    times.push(rows.times.data[row]!);
  }
}

/** What this poll itself returned counts as polled: it was there to be had. */
function measure(
  recording: Recording,
  row: number,
  assigned: Assigned,
  known: readonly Known[],
  series: Series<Lag>,
  worst: Lag | null,
): Lag | null {
  const { rows, reads, records } = recording;
  if (rows.outcomes.data[row] !== Ok || (rows.roles.data[row]! & Role.polls) === 0) return worst;
  for (let i = startOf(reads, row); i < reads.ends.data[row]!; i++) {
    const key = records.keyOf.data[reads.records.data[i]!]!;
    const highest = assigned.get(key);
    if (highest !== undefined && reads.offsets.data[i]! > highest) assigned.set(key, reads.offsets.data[i]!);
  }
  const time = rows.invokedTimes.data[row]!;
  const process = rows.processes.data[row]!;
  let worstSoFar = worst;
  for (const [key, highest] of assigned) {
    const lag = Math.max(0, time - knownSince(known[key]!, highest + 1));
    const make = (): Lag => ({ time, process, key: records.keys[key]!, lag });
    offerPoint(series, lag, make);
    if (worstSoFar === null || lag > worstSoFar.lag) worstSoFar = make();
  }
  return worstSoFar;
}

/** Infinity: no such offset was ever seen. */
function knownSince({ offsets, times }: Known, offset: number): number {
  if (offsets.length === 0 || offsets[offsets.length - 1]! < offset) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return times[low]!;
}
