/**
 * `G0`, `G1c`, their `-realtime` variants, and the consistency models that each component of the graph rules out
 * (Adya's PL-1 and PL-2; strong: with realtime). Anti-dependencies are not inferred, so nothing beyond PL-2 can show.
 */
import { type Evidence, lineOf, who } from "../evidence.ts";
import { addFinding } from "../findings.ts";
import { components } from "./components.ts";
import { cycleOf, cycleWords } from "./cycle-words.ts";
import { type Budget, type CycleRule, shortestCycle } from "./cycles.ts";
import { Realtime, Wr, Ww } from "./dependencies.ts";
import { type Graph, graphOf, subgraph } from "./graph.ts";
import { suspects } from "./suspects.ts";

interface Level extends CycleRule {
  readonly cycle: "G0" | "G1c" | "G0-realtime" | "G1c-realtime";
  readonly exists: "PL-1-cycle-exists" | "PL-2-cycle-exists" | "strong-PL-1-cycle-exists" | "strong-PL-2-cycle-exists";
  readonly not: string;
  /** A component already found there says as much. */
  readonly impliedBy: readonly Level["exists"][];
}

const levels: readonly Level[] = [
  { cycle: "G0", exists: "PL-1-cycle-exists", not: "read-uncommitted", allow: Ww, need: 0, impliedBy: [] },
  {
    cycle: "G1c",
    exists: "PL-2-cycle-exists",
    not: "read-committed",
    allow: Ww | Wr,
    need: Wr,
    impliedBy: ["PL-1-cycle-exists"],
  },
  {
    cycle: "G0-realtime",
    exists: "strong-PL-1-cycle-exists",
    not: "strong-read-uncommitted",
    allow: Ww | Realtime,
    need: Realtime,
    impliedBy: ["PL-1-cycle-exists"],
  },
  {
    cycle: "G1c-realtime",
    exists: "strong-PL-2-cycle-exists",
    not: "strong-read-committed",
    allow: Ww | Wr | Realtime,
    need: Wr | Realtime,
    impliedBy: ["PL-1-cycle-exists", "PL-2-cycle-exists", "strong-PL-1-cycle-exists"],
  },
];

/** For one search in one component. */
const stepsAtMost = 10_000_000;
/** Small components are always searched, however many there are. */
const stepsAtLeast = 100_000;
const stepsInAll = 60_000_000;
const shownMembers = 32;

export function checkDependencyCycles(evidence: Evidence, wwDeps: boolean, cycleSteps: number = stepsAtMost): void {
  const rows = suspects(evidence, wwDeps);
  if (rows.length === 0) return;
  const graph = graphOf(evidence, wwDeps, rows);
  let left = stepsInAll;
  for (const members of components(graph, Ww | Wr | Realtime)) {
    const steps = Math.min(cycleSteps, Math.max(left, stepsAtLeast));
    left -= checkComponent(evidence, subgraph(evidence, graph, members), steps);
  }
}

/** Steps used. */
function checkComponent(evidence: Evidence, graph: Graph, steps: number): number {
  const seen = new Set<Level["exists"]>();
  let used = 0;
  for (const level of levels) {
    for (const members of components(graph, level.allow)) {
      if (!level.impliedBy.some((exists) => seen.has(exists))) {
        seen.add(level.exists);
        reportExists(evidence, level, graph, members);
      }
      const budget = { steps };
      reportCycle(evidence, level, subgraph(evidence, graph, members), budget);
      used += steps - budget.steps;
    }
  }
  return used;
}

function reportExists(evidence: Evidence, { exists, not }: Level, graph: Graph, members: Int32Array): void {
  const rows = Array.from(members.subarray(0, shownMembers), (member) => graph.rows[member]!);
  const scc = rows.map((row) => lineOf(evidence, row)).sort((a, b) => a - b);
  const size = members.length;
  addFinding(
    evidence.findings,
    exists,
    { type: exists, not, "scc-size": size, scc },
    { size, weight: -size },
    () =>
      `${not.replaceAll("-", " ")} was not kept among ${size} operations: ${rows
        .slice(0, 4)
        .map((row) => who(evidence, row))
        .join(", ")}${size > 4 ? ", …" : ""}`,
  );
}

function reportCycle(evidence: Evidence, level: Level, graph: Graph, budget: Budget): void {
  const { steps } = budget;
  const found = shortestCycle(graph, level, budget);
  if (found === null) {
    if (budget.steps > 0) return;
    const timeout = { "anomaly-spec-type": level.cycle, "scc-size": graph.rows.length, steps };
    addFinding(
      evidence.findings,
      "cycle-search-timeout",
      timeout,
      { size: graph.rows.length },
      () =>
        `no cycle of type ${level.cycle} was found within ${steps} steps among ${graph.rows.length} operations that depend on each other, so none can be ruled out`,
    );
    return;
  }
  const cycle = cycleOf(evidence, graph, found, level.cycle, level.need);
  const size = found.nodes.length;
  addFinding(evidence.findings, level.cycle, cycle, { size, weight: -size }, () =>
    cycleWords(evidence, graph, found, level.need),
  );
}
