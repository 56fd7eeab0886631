/** Size and cost of shrunk failures: three planted defects, twenty seeds each. */

import { shrinkScenario } from "../shrink/shrink.ts";
import { median } from "../study/hunt/averages.ts";
import type { Found } from "../study/hunt/hunt.ts";
import { failureOf } from "./failure.ts";
import { type BenchRow, row } from "./row.ts";

const defects = ["R-01", "I-01", "P-01"] as const;
const seeds = 20;
const maxRuns = 2000;

interface Shrunk {
  readonly faults: number;
  readonly records: number;
  readonly runs: number;
  readonly seconds: number;
  readonly same: boolean;
}

export function benchShrink(): BenchRow[] {
  const shrunk = defects.flatMap((defect) =>
    Array.from({ length: seeds }, (_, seed) => failureOf(defect, `shrink-${seed}`)).flatMap((found) =>
      found === null ? [] : [shrink(found)],
    ),
  );
  const missing = defects.length * seeds - shrunk.length;
  const figure = (name: string, of: (one: Shrunk) => number, floor: number, aim: number): BenchRow => {
    const values = shrunk.map(of);
    const detail = `largest ${Math.max(...values).toPrecision(3)}`;
    return row("shrink", median(values), `${name} (median)`, { floor, aim, atLeast: false }, detail);
  };
  const share = (of: (one: Shrunk) => boolean): number => (shrunk.filter(of).length / (defects.length * seeds)) * 100;
  const all = `${shrunk.length} failures of ${defects.join(", ")}, ${missing} not found`;
  const always = { floor: 100, aim: 100, atLeast: true };
  const free = { floor: null, aim: null, atLeast: true };
  return [
    row(
      "shrink",
      share((one) => one.same),
      "% same fingerprint",
      always,
      all,
    ),
    figure("faults", (one) => one.faults, 3, 3),
    figure("records", (one) => one.records, 10, 10),
    row(
      "shrink",
      share((one) => one.faults <= 3 && one.records <= 10),
      "% with at most 3 faults and 10 records",
      free,
    ),
    figure("executions", (one) => one.runs, 600, 300),
    figure("s", (one) => one.seconds, 15, 5),
  ];
}

function shrink({ scenario, fingerprint }: Found): Shrunk {
  const started = process.hrtime.bigint();
  const result = shrinkScenario({ kind: "shrink", scenario, fingerprint, maxRuns });
  return {
    faults: result.scenario.faults.length,
    records: result.scenario.workload.producers.reduce((sum, producer) => sum + producer.records, 0),
    runs: result.runs,
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    same: result.outcome.violations.some((violation) => violation.fingerprint === fingerprint),
  };
}
