/**
 * Operations and their dependencies as a graph in compressed rows. Realtime edges are never stored: from an operation
 * that completed `ok` they lead to all that were invoked later, which is the rest of a list ordered by invocation.
 */

import { type Bytes, type Ints, newBytes, newInts, pushByte, pushInt } from "../column.ts";
import type { Evidence } from "../evidence.ts";
import { Ok } from "../recording.ts";
import { forEachDependency } from "./dependencies.ts";

/** Nodes are numbered in the order of the sequence (suspects.ts): edges to lower numbers go back. */
export interface Graph {
  /** Node to row. */
  readonly rows: Int32Array;
  /** The edges of node v are `starts[v]` up to, not including, `starts[v + 1]`. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly kinds: Uint8Array;
  /** Why: two numbers per edge, see dependencies.ts. */
  readonly reasons: Int32Array;
  readonly byInvocation: Int32Array;
  /** Place of each node in `byInvocation`. */
  readonly rank: Int32Array;
  /** Realtime leads from node v to `byInvocation` from this place on. */
  readonly realtimeFrom: Int32Array;
}

interface Edges {
  readonly from: Ints;
  readonly to: Ints;
  readonly kinds: Bytes;
  /** Two per edge. */
  readonly reasons: Ints;
}

const newEdges = (): Edges => ({ from: newInts(), to: newInts(), kinds: newBytes(), reasons: newInts() });

function pushEdge(edges: Edges, from: number, to: number, kind: number, a: number, b: number): void {
  pushInt(edges.from, from);
  pushInt(edges.to, to);
  pushByte(edges.kinds, kind);
  pushInt(edges.reasons, a);
  pushInt(edges.reasons, b);
}

export function graphOf(evidence: Evidence, wwDeps: boolean, rows: Int32Array): Graph {
  const nodes = new Int32Array(evidence.recording.rows.lines.length).fill(-1);
  for (let node = 0; node < rows.length; node++) nodes[rows[node]!] = node;
  const edges = newEdges();
  forEachDependency(evidence, wwDeps, (from, to, kind, a, b) => {
    if (nodes[from]! >= 0 && nodes[to]! >= 0) pushEdge(edges, nodes[from]!, nodes[to]!, kind, a, b);
  });
  return build(evidence, rows, edges);
}

/** Some nodes of a graph, given in ascending order, with the edges among them. */
export function subgraph(evidence: Evidence, graph: Graph, members: Int32Array): Graph {
  const nodes = new Map<number, number>();
  for (const [node, member] of members.entries()) nodes.set(member, node);
  const edges = newEdges();
  for (const [node, member] of members.entries()) {
    for (let edge = graph.starts[member]!; edge < graph.starts[member + 1]!; edge++) {
      const target = nodes.get(graph.targets[edge]!);
      if (target === undefined) continue;
      pushEdge(edges, node, target, graph.kinds[edge]!, graph.reasons[2 * edge]!, graph.reasons[2 * edge + 1]!);
    }
  }
  return build(
    evidence,
    members.map((member) => graph.rows[member]!),
    edges,
  );
}

function build(evidence: Evidence, rows: Int32Array, edges: Edges): Graph {
  const starts = new Int32Array(rows.length + 1);
  const count = edges.from.length;
  for (let i = 0; i < count; i++) starts[edges.from.data[i]! + 1]!++;
  for (let node = 0; node < rows.length; node++) starts[node + 1]! += starts[node]!;
  const next = starts.slice();
  const targets = new Int32Array(count);
  const kinds = new Uint8Array(count);
  const reasons = new Int32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const edge = next[edges.from.data[i]!]!++;
    targets[edge] = edges.to.data[i]!;
    kinds[edge] = edges.kinds.data[i]!;
    reasons[2 * edge] = edges.reasons.data[2 * i]!;
    reasons[2 * edge + 1] = edges.reasons.data[2 * i + 1]!;
  }
  return { rows, starts, targets, kinds, reasons, ...realtimeOf(evidence, rows) };
}

function realtimeOf({ recording }: Evidence, rows: Int32Array): Pick<Graph, "byInvocation" | "rank" | "realtimeFrom"> {
  const { lines, invokedLines, outcomes } = recording.rows;
  const invoked = rows.map((row) => invokedLines.data[row]!);
  const byInvocation = rows.map((_, node) => node).sort((a, b) => invoked[a]! - invoked[b]!);
  const rank = new Int32Array(rows.length);
  for (const [place, node] of byInvocation.entries()) rank[node] = place;
  const realtimeFrom = rows.map((row) => {
    if (outcomes.data[row] !== Ok) return rows.length;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (invoked[byInvocation[middle]!]! > lines.data[row]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
  return { byInvocation, rank, realtimeFrom };
}
