/** A step from one record to the next of its partition, judged by their places in the log; the usual step is 1. */
import type { Value } from "./client-operation.ts";
import { between, type Evidence, lineOf, listText, valueText, who } from "./evidence.ts";
import { addFinding } from "./findings.ts";
import type { Touches } from "./recording.ts";

export interface Track {
  readonly touches: Touches;
  readonly places: Int32Array;
  readonly verb: "polled" | "sent";
}

/** Two entries of a track, and the rows they belong to. */
interface Pair {
  readonly a: number;
  readonly b: number;
  readonly rowA: number;
  readonly rowB: number;
}

/** The step; 1 if nobody can tell: a place is unknown, or both records claim the same one (`inconsistent-offsets`). */
function deltaOf({ places, touches }: Track, { a, b }: Pair): number {
  if (places[a]! < 0 || places[b]! < 0) return 1;
  if (places[a] === places[b] && touches.records.data[a] !== touches.records.data[b]) return 1;
  return places[b]! - places[a]!;
}

/** Inside one operation. Partitions that moved while it ran are exempt from the order of polls. */
export function reportInner(evidence: Evidence, track: Track, key: number, pair: Pair): void {
  const delta = deltaOf(track, pair);
  if (delta === 1) return;
  const { findings, recording } = evidence;
  const polls = track.verb === "polled";
  if (polls && recording.rebalanced.get(pair.rowB)?.has(key) === true) return;
  const values = valuesOf(evidence, track, pair);
  const base = { key: recording.records.keys[key]!, values, delta, op: lineOf(evidence, pair.rowB) };
  const rank = { size: Math.abs(delta), weight: Math.abs(delta) };
  const step = `${who(evidence, pair.rowB)} ${track.verb} ${valueText(values[0])} and next ${valueText(values[1])} ${polls ? "of" : "to"} partition ${base.key} in one operation`;
  if (delta < 1) {
    const how = delta === 0 ? "both at one offset" : "them the other way round";
    const words = (): string =>
      `${step}, though the log has ${how} (offsets ${offsetsText(evidence, track, key, pair)})`;
    addFinding(findings, polls ? "int-nonmonotonic-poll" : "int-nonmonotonic-send", base, rank, words);
    return;
  }
  const skipped = between(evidence, key, track.places[pair.a]!, track.places[pair.b]!);
  const list = listText(skipped, delta - 1);
  const words = (): string =>
    `${step}, ${polls ? `without ${list} in between` : `and ${list} of another sender came in between`}`;
  addFinding(findings, polls ? "int-poll-skip" : "int-send-skip", { ...base, skipped }, rank, words);
}

/** Between two operations of a process. Nobody promised that no other sender comes in between. */
export function reportOuter(evidence: Evidence, track: Track, key: number, pair: Pair): void {
  const delta = deltaOf(track, pair);
  if (delta === 1) return;
  if (track.verb === "sent") reportSends(evidence, track, key, pair, delta);
  else reportPolls(evidence, track, key, pair, delta);
}

function reportSends(evidence: Evidence, track: Track, key: number, pair: Pair, delta: number): void {
  if (delta > 1) return;
  const anomaly = {
    key: evidence.recording.records.keys[key]!,
    values: valuesOf(evidence, track, pair),
    delta,
    ops: opsOf(evidence, pair),
  };
  addFinding(evidence.findings, "nonmonotonic-send", anomaly, { size: -delta, weight: -delta }, () => {
    const [a, b] = anomaly.values.map(valueText);
    return `${processOf(evidence, pair)} sent ${a} (line ${anomaly.ops[0]}) and later ${b} (line ${anomaly.ops[1]}) to partition ${anomaly.key}, but in the log the later one is not behind (offsets ${offsetsText(evidence, track, key, pair)})`;
  });
}

function reportPolls(evidence: Evidence, track: Track, key: number, pair: Pair, delta: number): void {
  const name = evidence.recording.records.keys[key]!;
  const values = valuesOf(evidence, track, pair);
  const ops = opsOf(evidence, pair);
  const rank = { size: Math.abs(delta), weight: Math.abs(delta) };
  const told = (then: string): string =>
    `${processOf(evidence, pair)} polled partition ${name} up to record ${valueText(values[0])} (line ${ops[0]}) and ${then} (line ${ops[1]}; offsets ${offsetsText(evidence, track, key, pair)})`;
  if (delta > 1) {
    const skipped = between(evidence, key, track.places[pair.a]!, track.places[pair.b]!);
    addFinding(
      evidence.findings,
      "poll-skip",
      { key: name, delta, skipped, ops },
      rank,
      () => `${told(`went on with ${valueText(values[1])}`)}: it skipped ${listText(skipped, delta - 1)}`,
    );
    return;
  }
  addFinding(evidence.findings, "nonmonotonic-poll", { key: name, values, delta, ops }, rank, () =>
    told(delta === 0 ? "got it again" : `went back to ${valueText(values[1])}`),
  );
}

function valuesOf({ recording: { records } }: Evidence, { touches }: Track, { a, b }: Pair): readonly [Value, Value] {
  return [records.values[touches.records.data[a]!]!, records.values[touches.records.data[b]!]!];
}

const opsOf = (evidence: Evidence, { rowA, rowB }: Pair): readonly [number, number] => [
  lineOf(evidence, rowA),
  lineOf(evidence, rowB),
];

const processOf = ({ recording: { rows } }: Evidence, { rowB }: Pair): string => `process ${rows.processes.data[rowB]}`;

/** `4, then 1`. */
function offsetsText({ order }: Evidence, { places }: Track, key: number, { a, b }: Pair): string {
  const { offsets } = order.logs[key]!;
  return `${offsets[places[a]!]}, then ${offsets[places[b]!]}`;
}
