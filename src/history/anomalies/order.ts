/**
 * The order in which a process polled or sent the records of a partition, against their order in the log: between
 * consecutive operations (outer) and inside one (inner). The usual step is one place ahead.
 *
 * What a process remembers of a partition: nothing → the last place of an operation that advances it (polls: only `ok`
 * ones, since a client that failed rewinds; sends: `ok` and `info`) → nothing, when an assignment or subscription does
 * not name the partition, or (polls) seeks to the beginning.
 */
import type { Value } from "./client-operation.ts";
import { between, type Evidence, lineOf, listText, valueText, who } from "./evidence.ts";
import { addFinding } from "./findings.ts";
import { type Binding, Fail, Info, Ok, rowCount, startOf, type Touches } from "./recording.ts";

interface Kind {
  readonly touches: Touches;
  readonly places: Int32Array;
  readonly verb: "polled" | "sent";
}

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

function walk(evidence: Evidence, kind: Kind): void {
  const { recording } = evidence;
  const keys = recording.records.keys.length;
  const byProcess = new Map<number, Positions>();
  const here: Here = { at: new Int32Array(keys), row: new Int32Array(keys).fill(-1) };
  for (let row = 0; row < rowCount(recording); row++) {
    const process = recording.rows.processes.data[row]!;
    const mine = byProcess.get(process) ?? new Map<number, Position>();
    byProcess.set(process, mine);
    const binding = recording.bindings.get(row);
    if (binding !== undefined) rebind(mine, binding, recording.rows.outcomes.data[row]!, kind);
    else walkRow(evidence, kind, row, mine, here);
  }
}

function rebind(mine: Positions, binding: Binding, outcome: number, kind: Kind): void {
  if (outcome === Fail) return;
  const forgetAll = binding.seekToBeginning && kind.verb === "polled";
  for (const key of mine.keys()) if (forgetAll || !binding.keys.has(key)) mine.delete(key);
}

function walkRow(evidence: Evidence, kind: Kind, row: number, mine: Positions, here: Here): void {
  const { recording } = evidence;
  const { touches, verb } = kind;
  const outcome = recording.rows.outcomes.data[row]!;
  const end = touches.ends.data[row]!;
  const start = startOf(touches, row);
  for (let at = start; at < end; at++) {
    const key = recording.records.keyOf.data[touches.records.data[at]!]!;
    if (here.row[key] === row) inner(evidence, kind, row, key, here.at[key]!, at);
    else if (verb === "polled" || outcome !== Fail) {
      const before = mine.get(key);
      if (before !== undefined) outer(evidence, kind, key, before, { at, row });
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

/** The step from one entry to the next; 1, the usual one, if either place is unknown. */
function deltaOf({ places }: Kind, a: number, b: number): number {
  return places[a]! < 0 || places[b]! < 0 ? 1 : places[b]! - places[a]!;
}

function inner(evidence: Evidence, kind: Kind, row: number, key: number, a: number, b: number): void {
  const { findings, recording } = evidence;
  const delta = deltaOf(kind, a, b);
  if (delta === 1) return;
  const polls = kind.verb === "polled";
  if (polls && recording.rebalanced.get(row)?.has(key) === true) return;
  const values = [valueAt(evidence, kind, a), valueAt(evidence, kind, b)] as const;
  const base = { key: recording.records.keys[key]!, values, delta, op: lineOf(evidence, row) };
  const size = Math.abs(delta);
  const step = `${valueText(values[0])} and next ${valueText(values[1])} ${polls ? "of" : "to"} partition ${base.key} in one operation`;
  if (delta < 1) {
    addFinding(
      findings,
      polls ? "int-nonmonotonic-poll" : "int-nonmonotonic-send",
      base,
      { size, weight: size },
      () =>
        `${who(evidence, row)} ${kind.verb} ${step}, though the log has ${delta === 0 ? "both at one offset" : "them the other way round"} (offsets ${offsetsText(evidence, kind, key, a, b)})`,
    );
    return;
  }
  const skipped = between(evidence, key, kind.places[a]!, kind.places[b]!);
  addFinding(findings, polls ? "int-poll-skip" : "int-send-skip", { ...base, skipped }, { size, weight: size }, () =>
    polls
      ? `${who(evidence, row)} polled ${step}, without ${listText(skipped, delta - 1)} in between`
      : `${who(evidence, row)} sent ${step}, and ${listText(skipped, delta - 1)} of another sender came in between`,
  );
}

function outer(evidence: Evidence, kind: Kind, key: number, before: Position, now: Position): void {
  const { findings, recording } = evidence;
  const delta = deltaOf(kind, before.at, now.at);
  const polls = kind.verb === "polled";
  if (delta === 1 || (delta > 1 && !polls)) return;
  const name = recording.records.keys[key]!;
  const values = [valueAt(evidence, kind, before.at), valueAt(evidence, kind, now.at)] as const;
  const ops = [lineOf(evidence, before.row), lineOf(evidence, now.row)] as const;
  const size = Math.abs(delta);
  const process = `process ${recording.rows.processes.data[now.row]}`;
  const offsets = (): string => offsetsText(evidence, kind, key, before.at, now.at);
  if (delta > 1) {
    const skipped = between(evidence, key, kind.places[before.at]!, kind.places[now.at]!);
    addFinding(
      findings,
      "poll-skip",
      { key: name, delta, skipped, ops },
      { size, weight: size },
      () =>
        `${process} polled partition ${name} up to record ${valueText(values[0])} (line ${ops[0]}) and went on with ${valueText(values[1])} (line ${ops[1]}; offsets ${offsets()}): it skipped ${listText(skipped, delta - 1)}`,
    );
    return;
  }
  const anomaly = { key: name, values, delta, ops };
  if (polls) {
    addFinding(
      findings,
      "nonmonotonic-poll",
      anomaly,
      { size, weight: size },
      () =>
        `${process} polled partition ${name} up to record ${valueText(values[0])} (line ${ops[0]}) and ${delta === 0 ? "got the same place again" : `went back to ${valueText(values[1])}`} (line ${ops[1]}; offsets ${offsets()})`,
    );
  } else {
    addFinding(
      findings,
      "nonmonotonic-send",
      anomaly,
      { size, weight: size },
      () =>
        `${process} sent ${valueText(values[0])} (line ${ops[0]}) and later ${valueText(values[1])} (line ${ops[1]}) to partition ${name}, but the log does not have the later one behind (offsets ${offsets()})`,
    );
  }
}

const valueAt = ({ recording: { records } }: Evidence, { touches }: Kind, at: number): Value =>
  records.values[touches.records.data[at]!]!;

/** `4, then 1`. */
function offsetsText({ order }: Evidence, { places }: Kind, key: number, a: number, b: number): string {
  const { offsets } = order.logs[key]!;
  return `${offsets[places[a]!]}, then ${offsets[places[b]!]}`;
}
