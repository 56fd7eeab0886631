/** The shortest cycle of a graph, by breadth-first search from every operation with an edge that goes back. */
import { Realtime } from "./dependencies.ts";
import type { Graph } from "./graph.ts";

export interface CycleRule {
  /** Kinds of edges that may be used. */
  readonly allow: number;
  /** Kinds that must occur, each at least once. */
  readonly need: number;
}

/** Edges looked at. Steps, not seconds: the same history gives the same answer on every machine. */
export interface Budget {
  steps: number;
}

/** `edges[i]` leads from `nodes[i]` to the next node, the last one to the first; -1 is a realtime edge. */
export interface FoundCycle {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/** A state is a node with the needed kinds met on the way to it. */
interface Search {
  readonly graph: Graph;
  readonly rule: CycleRule;
  readonly budget: Budget;
  /** Start (plus one) of the search that reached a state last. */
  readonly reached: Int32Array;
  readonly parent: Int32Array;
  readonly via: Int32Array;
  readonly queue: Int32Array;
  /** Per set of kinds met: the lowest place of `byInvocation` from which all were reached by realtime. */
  readonly frontier: Int32Array;
  tail: number;
}

const kindSets = 8;

/** Null if there is none, or if the budget ended first. */
export function shortestCycle(graph: Graph, rule: CycleRule, budget: Budget): FoundCycle | null {
  const states = graph.rows.length * kindSets;
  const search: Search = {
    graph,
    rule,
    budget,
    reached: new Int32Array(states),
    parent: new Int32Array(states),
    via: new Int32Array(states),
    queue: new Int32Array(states),
    frontier: new Int32Array(kindSets),
    tail: 0,
  };
  let best: FoundCycle | null = null;
  let limit = Number.POSITIVE_INFINITY;
  for (let start = 0; start < graph.rows.length && budget.steps > 0; start++) {
    if (!goesBack(graph, start, rule.allow)) continue;
    const shorter = cycleFrom(search, start, limit);
    if (shorter === null) continue;
    best = shorter;
    limit = shorter.nodes.length;
    if (limit === 2) break;
  }
  return best;
}

function goesBack(graph: Graph, node: number, allow: number): boolean {
  for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]!; edge++) {
    if ((graph.kinds[edge]! & allow) !== 0 && graph.targets[edge]! < node) return true;
  }
  return false;
}

/** The shortest cycle through `start` that is shorter than `limit`. */
function cycleFrom(search: Search, start: number, limit: number): FoundCycle | null {
  search.frontier.fill(search.graph.rows.length);
  search.tail = 0;
  reach(search, start * kindSets, -1, -1, start);
  let head = 0;
  for (let length = 1; length < limit && head < search.tail; length++) {
    const level = search.tail;
    for (; head < level; head++) {
      const found = expand(search, search.queue[head]!, start);
      if (found !== null) return found;
      if (search.budget.steps <= 0) return null;
    }
  }
  return null;
}

function reach(search: Search, state: number, parent: number, via: number, start: number): void {
  if (search.reached[state] === start + 1) return;
  search.reached[state] = start + 1;
  search.parent[state] = parent;
  search.via[state] = via;
  search.queue[search.tail++] = state;
}

/** Follows all edges of a state; the cycle if one of them closes it. */
function expand(search: Search, state: number, start: number): FoundCycle | null {
  const { graph, rule } = search;
  const met = state % kindSets;
  const node = (state - met) / kindSets;
  for (let edge = graph.starts[node]!; edge < graph.starts[node + 1]!; edge++) {
    search.budget.steps--;
    const kind = graph.kinds[edge]!;
    if ((kind & rule.allow) === 0) continue;
    const now = met | (kind & rule.need);
    const target = graph.targets[edge]!;
    if (target !== start) reach(search, target * kindSets + now, state, edge, start);
    else if (now === rule.need) {
      const cycle = cycleTo(search, state, edge);
      if (cycle !== null) return cycle;
    }
  }
  return (rule.allow & Realtime) === 0 ? null : expandRealtime(search, state, start);
}

function expandRealtime(search: Search, state: number, start: number): FoundCycle | null {
  const { graph, rule, frontier } = search;
  const met = state % kindSets;
  const from = graph.realtimeFrom[(state - met) / kindSets]!;
  const now = met | (Realtime & rule.need);
  if (now === rule.need && graph.rank[start]! >= from) {
    const cycle = cycleTo(search, state, -1);
    if (cycle !== null) return cycle;
  }
  for (let place = from; place < frontier[now]!; place++) {
    search.budget.steps--;
    const target = graph.byInvocation[place]!;
    if (target !== start) reach(search, target * kindSets + now, state, -1, start);
  }
  if (from < frontier[now]!) frontier[now] = from;
  return null;
}

/** Null if the way there meets an operation twice. */
function cycleTo({ parent, via }: Search, last: number, closing: number): FoundCycle | null {
  const nodes: number[] = [];
  const edges: number[] = [closing];
  for (let state = last; state >= 0; state = parent[state]!) {
    nodes.push((state - (state % kindSets)) / kindSets);
    if (parent[state]! >= 0) edges.push(via[state]!);
  }
  return new Set(nodes).size === nodes.length ? { nodes: nodes.reverse(), edges: edges.reverse() } : null;
}
