/** A cycle as it is reported, and in words. */
import type { Cycle, CycleStep } from "../anomaly.ts";
import { type Evidence, lineOf, told, who } from "../evidence.ts";
import { startOf } from "../recording.ts";
import { keyNameOf } from "../records.ts";
import type { FoundCycle } from "./cycles.ts";
import { Realtime, Wr } from "./dependencies.ts";
import type { Graph } from "./graph.ts";

const shownOperations = 100;

/** Begins with a step of the kind that makes the cycle what it is, at the latest operation that has one. */
export function cycleOf<T extends string>(
  evidence: Evidence,
  graph: Graph,
  found: FoundCycle,
  type: T,
  need: number,
): Cycle<T> {
  const { nodes, edges } = turned(evidence, graph, found, need);
  const cycle = [...nodes, nodes[0]!].slice(0, shownOperations + 1);
  const shown = edges.slice(0, shownOperations);
  return {
    type,
    cycle: cycle.map((node) => lineOf(evidence, graph.rows[node]!)),
    steps: shown.map((edge, i) => stepOf(evidence, graph, edge, nodes[i]!, nodes[(i + 1) % nodes.length]!)),
    ...(edges.length > shownOperations ? { length: edges.length } : {}),
  };
}

function turned(evidence: Evidence, graph: Graph, { nodes, edges }: FoundCycle, need: number): FoundCycle {
  const wanted = (need & Realtime) !== 0 ? Realtime : need;
  const fits = (edge: number): boolean => wanted === 0 || ((edge < 0 ? Realtime : graph.kinds[edge]!) & wanted) !== 0;
  let first = -1;
  for (const [i, edge] of edges.entries()) {
    if (fits(edge) && (first < 0 || lineAt(i) > lineAt(first))) first = i;
  }
  function lineAt(i: number): number {
    return lineOf(evidence, graph.rows[nodes[i]!]!);
  }
  const turn = <T>(list: readonly T[]): readonly T[] => [...list.slice(first), ...list.slice(0, first)];
  return { nodes: turn(nodes), edges: turn(edges) };
}

function stepOf(evidence: Evidence, graph: Graph, edge: number, from: number, to: number): CycleStep {
  const { records, reads, rows } = evidence.recording;
  const a = graph.rows[from]!;
  const b = graph.rows[to]!;
  if (edge < 0) return { type: "realtime", "a'": lineOf(evidence, a), b: rows.invokedLines.data[b]! };
  const record = graph.reasons[2 * edge]!;
  const reason = graph.reasons[2 * edge + 1]!;
  const base = { key: keyNameOf(records, record), value: records.values[record]! };
  const sentAt = sendPlace(evidence, a, record);
  if (graph.kinds[edge] === Wr)
    return { type: "wr", ...base, "a-mop-index": sentAt, "b-mop-index": reads.places.data[reason]! };
  return {
    type: "ww",
    ...base,
    "value'": records.values[reason]!,
    "a-mop-index": sentAt,
    "b-mop-index": sendPlace(evidence, b, reason),
  };
}

function sendPlace({ recording: { sends } }: Evidence, row: number, record: number): number {
  const at = sends.records.data.subarray(startOf(sends, row), sends.ends.data[row]).indexOf(record);
  return sends.places.data[startOf(sends, row) + at]!;
}

const shownSteps = 6;

export function cycleWords(evidence: Evidence, graph: Graph, found: FoundCycle, need: number): string {
  const { nodes, edges } = turned(evidence, graph, found, need);
  const clauses = edges.slice(0, shownSteps).map((edge, i) => {
    const a = who(evidence, graph.rows[nodes[i]!]!);
    const b = who(evidence, graph.rows[nodes[(i + 1) % nodes.length]!]!);
    if (edge < 0) return `${b} began after ${a} had completed`;
    const record = graph.reasons[2 * edge]!;
    if (graph.kinds[edge] === Wr) return `${b} polled ${told(evidence, record)}, sent by ${a}`;
    return `${b} wrote ${told(evidence, graph.reasons[2 * edge + 1]!)} right behind that of ${a}`;
  });
  if (edges.length > shownSteps) clauses.push(`and ${edges.length - shownSteps} more steps`);
  return `${nodes.length} operations depend on each other in a circle: ${clauses.join("; ")}`;
}
