/** Strongly connected components (Tarjan), without recursion, over the edges of the kinds that are asked for. */
import { Realtime } from "./dependencies.ts";
import type { Graph } from "./graph.ts";

/**
 * Besides the nodes there is one helper for each place of `byInvocation`: it leads to the operation at that place and
 * to the next helper. So the realtime edges of an operation are one edge to a helper. Helper i is node `size + i`.
 */
interface Walk {
  readonly graph: Graph;
  readonly kinds: number;
  readonly size: number;
  /** When a node was first met, from 1; 0 not yet. */
  readonly met: Int32Array;
  readonly low: Int32Array;
  /** The next edge to follow. */
  readonly cursor: Int32Array;
  readonly path: Int32Array;
  readonly open: Int32Array;
  readonly isOpen: Uint8Array;
  opened: number;
  clock: number;
}

/** Components of at least two operations, each with its nodes in ascending order. */
export function components(graph: Graph, kinds: number): readonly Int32Array[] {
  const size = graph.rows.length;
  const total = size * 2;
  const walk: Walk = {
    graph,
    kinds,
    size,
    met: new Int32Array(total),
    low: new Int32Array(total),
    cursor: new Int32Array(total),
    path: new Int32Array(total),
    open: new Int32Array(total),
    isOpen: new Uint8Array(total),
    opened: 0,
    clock: 0,
  };
  const found: Int32Array[] = [];
  for (let node = 0; node < size; node++) if (walk.met[node] === 0) explore(walk, node, found);
  return found.sort((a, b) => a[0]! - b[0]!);
}

function explore(walk: Walk, root: number, found: Int32Array[]): void {
  const { path, low, met, isOpen } = walk;
  let depth = 0;
  path[0] = root;
  enter(walk, root);
  while (depth >= 0) {
    const node = path[depth]!;
    const next = successor(walk, node);
    if (next < 0) {
      if (low[node] === met[node]) close(walk, node, found);
      depth--;
      if (depth >= 0 && low[node]! < low[path[depth]!]!) low[path[depth]!] = low[node]!;
    } else if (met[next] === 0) {
      path[++depth] = next;
      enter(walk, next);
    } else if (isOpen[next] === 1 && met[next]! < low[node]!) low[node] = met[next]!;
  }
}

function enter(walk: Walk, node: number): void {
  walk.met[node] = walk.low[node] = ++walk.clock;
  walk.open[walk.opened++] = node;
  walk.isOpen[node] = 1;
  walk.cursor[node] = node < walk.size ? walk.graph.starts[node]! : 0;
}

/** The next node that an edge leads to; -1: no more. */
function successor({ graph, kinds, size, cursor }: Walk, node: number): number {
  if (node >= size) {
    const place = node - size;
    const turn = cursor[node]!++;
    if (turn === 0) return graph.byInvocation[place]!;
    return turn === 1 && place + 1 < size ? node + 1 : -1;
  }
  const end = graph.starts[node + 1]!;
  while (cursor[node]! < end) {
    const edge = cursor[node]!++;
    if ((graph.kinds[edge]! & kinds) !== 0) return graph.targets[edge]!;
  }
  if (cursor[node]!++ > end || (kinds & Realtime) === 0 || graph.realtimeFrom[node] === size) return -1;
  return size + graph.realtimeFrom[node]!;
}

function close(walk: Walk, root: number, found: Int32Array[]): void {
  const members: number[] = [];
  let node = -1;
  while (node !== root) {
    node = walk.open[--walk.opened]!;
    walk.isOpen[node] = 0;
    if (node < walk.size) members.push(node);
  }
  if (members.length > 1) found.push(Int32Array.from(members).sort());
}
