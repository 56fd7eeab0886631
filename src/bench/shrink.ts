/** Size and cost of shrunk failures: three planted defects, twenty seeds each. */
import { shrinkScenario } from "../shrink/shrink.ts";
import { type Found, hunt, median } from "./hunt.ts";
import { type BenchRow, row } from "./row.ts";

const defects = ["R-01", "I-01", "P-01"] as const;
const seeds = 20;
const maxRuns = 600;

interface Shrunk {
  readonly faults: number;
  readonly records: number;
  readonly runs: number;
  readonly seconds: number;
  readonly same: boolean;
}

export function benchShrink(): BenchRow[] {
  const shrunk = defects.flatMap((defect) =>
    Array.from({ length: seeds }, (_, seed) => hunt(defect, `shrink-${seed}`)).flatMap((found) =>
      found === null ? [] : [shrink(found)],
    ),
  );
  const missing = defects.length * seeds - shrunk.length;
  const worst = (of: (one: Shrunk) => number): string =>
    `median ${median(shrunk.map(of))}, largest ${Math.max(...shrunk.map(of))}`;
  const small = shrunk.filter((one) => one.faults <= 3 && one.records <= 10 && one.same).length;
  const detail = `${shrunk.length} failures of ${defects.join(", ")} (${missing} not found); faults ${worst((one) => one.faults)}; records ${worst((one) => one.records)}`;
  return [
    row(
      "shrink",
      (small / (defects.length * seeds)) * 100,
      "% with at most 3 faults, 10 records, same fingerprint",
      { floor: 100, aim: 100, atLeast: true },
      detail,
    ),
    row("shrink", median(shrunk.map((one) => one.runs)), "executions (median)", {
      floor: 600,
      aim: 300,
      atLeast: false,
    }),
    row("shrink", median(shrunk.map((one) => one.seconds)), "s (median)", { floor: 15, aim: 5, atLeast: false }),
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
