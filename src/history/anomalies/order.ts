/**
 * The order in which a process polled or sent the records of a partition, against their order in the log: between
 * consecutive operations (outer) and inside one (inner). The usual step is one place ahead.
 *
 * What a process remembers of a partition: nothing → the last place of an operation that advances it (polls: only `ok`
 * ones, since a client that failed rewinds; sends: `ok` and `info`) → nothing, when an assignment or subscription does
 * not name the partition, or (polls) seeks to the beginning.
 */
import type { Evidence } from "./evidence.ts";
import { reportInner, reportOuter, type Track } from "./order-findings.ts";
import { type Binding, Fail, Info, rowCount, startOf } from "./recording.ts";

/** An entry of the sends or reads, and its row. */
interface Position {
  at: number;
  row: number;
}

/** What one process remembers, by key. */
type Positions = Map<number, Position>;

/** Entry per key that the operation in hand touched last, and its row. */
interface Here {
  readonly at: Int32Array;
  readonly row: Int32Array;
}

export function checkPollOrder(evidence: Evidence): void {
  const { recording, order } = evidence;
  walk(evidence, { touches: recording.reads, places: order.readPlaces, verb: "polled" });
}

export function checkSendOrder(evidence: Evidence): void {
  const { recording, order } = evidence;
  walk(evidence, { touches: recording.sends, places: order.sendPlaces, verb: "sent" });
}

function walk(evidence: Evidence, track: Track): void {
  const { recording } = evidence;
  const keys = recording.records.keys.length;
  const byProcess = new Map<number, Positions>();
  const here: Here = { at: new Int32Array(keys), row: new Int32Array(keys).fill(-1) };
  for (let row = 0; row < rowCount(recording); row++) {
    const process = recording.rows.processes.data[row]!;
    const mine = byProcess.get(process) ?? new Map<number, Position>();
    byProcess.set(process, mine);
    const binding = recording.bindings.get(row);
    if (binding !== undefined) rebind(mine, binding, recording.rows.outcomes.data[row]!, track);
    else walkRow(evidence, track, row, mine, here);
  }
}

function rebind(mine: Positions, binding: Binding, outcome: number, track: Track): void {
  if (outcome === Fail) return;
  const forgetAll = binding.seekToBeginning && track.verb === "polled";
  for (const key of mine.keys()) if (forgetAll || !binding.keys.has(key)) mine.delete(key);
}

function walkRow(evidence: Evidence, track: Track, row: number, mine: Positions, here: Here): void {
  const { recording } = evidence;
  const { touches, verb } = track;
  const outcome = recording.rows.outcomes.data[row]!;
  const end = touches.ends.data[row]!;
  const start = startOf(touches, row);
  for (let at = start; at < end; at++) {
    const key = recording.records.keyOf.data[touches.records.data[at]!]!;
    if (here.row[key] === row) reportInner(evidence, track, key, { a: here.at[key]!, b: at, rowA: row, rowB: row });
    else if (verb === "polled" || outcome !== Fail) {
      const before = mine.get(key);
      if (before !== undefined) reportOuter(evidence, track, key, { a: before.at, b: at, rowA: before.row, rowB: row });
    }
    here.row[key] = row;
    here.at[key] = at;
  }
  if (outcome === Fail || (outcome === Info && verb === "polled")) return;
  for (let at = start; at < end; at++) {
    const key = recording.records.keyOf.data[touches.records.data[at]!]!;
    if (here.at[key] !== at) continue;
    const known = mine.get(key);
    if (known === undefined) mine.set(key, { at, row });
    else {
      known.at = at;
      known.row = row;
    }
  }
}
