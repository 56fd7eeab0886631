/**
 * Breadth-first search over everything that can happen: the first state found wrong is as near to the start as any.
 */
import { Canonical } from "./canonical.ts";
import { Edges } from "./edges.ts";
import { highFingerprint, lowFingerprint } from "./fingerprint.ts";
import { Frontier } from "./frontier.ts";
import type { Successors, System } from "./system.ts";
import { VisitedStates } from "./visited.ts";

interface SearchLimits {
  /** Of visited states, frontier and interned values together. */
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Also find out from where no settled state can be reached any more. */
  readonly asksRecovery: boolean;
}

export interface SearchResult {
  readonly states: number;
  readonly transitions: number;
  /** Steps to the farthest state that was met. */
  readonly depth: number;
  /** Everything within the scope was met. */
  readonly isComplete: boolean;
  /** The limit that ended it; null: it ended by itself. */
  readonly endedBy: "memory" | "depth" | null;
  /** The state found wrong, by number; null: none. */
  readonly wrong: { readonly number: number; readonly judgement: number } | null;
  /** The first state, by number, from which nothing leads to a settled one; -1: none, or not asked, or not all were met. */
  readonly stuck: number;
  /** At the end, what visited states and frontier take (at its longest). */
  readonly tableBytes: number;
  readonly visited: VisitedStates;
}

interface SearchProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly frontier: number;
  readonly bytes: number;
}

/** States between two reports. */
const reportEvery = 16_384;

export function search(
  system: System,
  limits: SearchLimits,
  report: (progress: SearchProgress) => void = () => {},
): SearchResult {
  const run = new Search(system, limits.asksRecovery ? new Edges() : null);
  const end = run.go(limits, report);
  const { visited, frontier, edges } = run;
  return {
    ...end,
    stuck: edges !== null && end.isComplete ? edges.firstStuck() : -1,
    tableBytes: visited.bytes + frontier.peakBytes + (edges?.bytes ?? 0),
    visited,
  };
}

class Search implements Successors {
  readonly next: Int32Array;
  readonly visited = new VisitedStates();
  readonly frontier: Frontier;
  readonly edges: Edges | null;
  readonly #system: System;
  readonly #canonical: Canonical;
  readonly #least: Int32Array;
  #transitions = 0;
  #parent = -1;
  #wrong: SearchResult["wrong"] = null;

  constructor(system: System, edges: Edges | null) {
    this.edges = edges;
    const width = system.slots.length;
    this.#system = system;
    this.#canonical = new Canonical(system);
    this.frontier = new Frontier(width);
    this.next = new Int32Array(width);
    this.#least = new Int32Array(width);
  }

  offer(): void {
    this.#transitions++;
    const least = this.#least;
    this.#canonical.write(this.next, least);
    const number = this.visited.add(lowFingerprint(least), highFingerprint(least), this.#parent);
    if (this.#parent >= 0) this.edges?.add(number < 0 ? ~number : number);
    if (number < 0) return;
    if (this.edges !== null && this.#system.isSettled(least)) this.edges.settle(number);
    if (this.#wrong === null) {
      const judgement = this.#system.judge(least);
      if (judgement !== 0) this.#wrong = { number, judgement };
    }
    this.frontier.push(least);
  }

  excuse(): void {
    this.edges?.settle(this.#parent);
  }

  go(
    limits: SearchLimits,
    report: (progress: SearchProgress) => void,
  ): Omit<SearchResult, "stuck" | "tableBytes" | "visited"> {
    const state = new Int32Array(this.next.length);
    this.next.set(this.#system.start());
    this.offer();
    this.#transitions = 0;
    let depth = 0;
    let expanded = 0;
    let levelEnd = 1;
    let endedBy: SearchResult["endedBy"] = null;
    while (this.#wrong === null && this.frontier.pop(state)) {
      if (expanded === levelEnd) {
        if (depth + 1 >= limits.maxDepth) {
          endedBy = "depth";
          break;
        }
        depth++;
        levelEnd = this.visited.size;
      }
      this.#parent = expanded++;
      this.edges?.begin();
      this.#system.expand(state, this);
      if (expanded % reportEvery !== 0) continue;
      report(this.#progress(depth));
      if (this.#bytes() > limits.maxBytes) {
        endedBy = "memory";
        break;
      }
    }
    const { size } = this.visited;
    const isBeyond = size > levelEnd;
    return {
      states: size,
      transitions: this.#transitions,
      depth: isBeyond ? depth + 1 : depth,
      isComplete: endedBy === null && this.#wrong === null,
      endedBy,
      wrong: this.#wrong,
    };
  }

  #bytes(): number {
    return (
      this.visited.bytes +
      this.visited.bytesToGrow +
      this.frontier.bytes +
      (this.edges?.bytes ?? 0) * 3 +
      this.#system.internedBytes()
    );
  }

  #progress(depth: number): SearchProgress {
    return {
      states: this.visited.size,
      transitions: this.#transitions,
      depth,
      frontier: this.frontier.length,
      bytes: this.#bytes(),
    };
  }
}
