/** What stable decision names buy: take away one fault that does not matter, and the same failure must stay. */
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { shrinkScenario } from "../shrink/shrink.ts";
import { type RandomSource, streamSource } from "../sim/random-source.ts";
import { failureOf } from "./failure.ts";
import { type BenchRow, row } from "./row.ts";

const failures = 200;
const defects = ["R-01", "I-01", "P-01"] as const;
const shrinkRuns = 200;

export function benchNames(): BenchRow[] {
  const named = survival(() => undefined);
  const stream = survival((seed) => streamSource(seed));
  const bound = { floor: 95, aim: 100, atLeast: true };
  const free = { floor: null, aim: null, atLeast: true };
  return [
    row("names", named.share, "% same failure, stable names", bound, `${named.cases} failures`),
    row("names", stream.share, "% same failure, one global stream", free, `${stream.cases} failures`),
  ];
}

type SourceOf = (seed: string) => RandomSource | undefined;

/** Each kind of chance is measured on failures that it found itself. */
function survival(sourceOf: SourceOf): { readonly share: number; readonly cases: number } {
  let same = 0;
  let cases = 0;
  for (let attempt = 0; cases < failures && attempt < failures * 3; attempt++) {
    const verdict = survives(defects[attempt % defects.length]!, `names-${attempt}`, sourceOf);
    if (verdict === null) continue;
    cases += 1;
    if (verdict) same += 1;
  }
  return { share: (same / cases) * 100, cases };
}

/** Null if every fault of the failure matters, or the failure does not show under this chance. */
function survives(defect: string, seed: string, sourceOf: SourceOf): boolean | null {
  const found = failureOf(defect, seed);
  if (found === null) return null;
  const shows = (scenario: Scenario, fingerprint: string): boolean => {
    const source = sourceOf(scenario.seed);
    const outcome = run(scenario, source === undefined ? {} : { source });
    return outcome.violations.some((violation) => violation.fingerprint === fingerprint);
  };
  const { scenario } = found;
  if (!shows(scenario, found.fingerprint)) return null;
  const small = shrinkScenario({ kind: "shrink", scenario, fingerprint: found.fingerprint, maxRuns: shrinkRuns });
  const needed = new Set(small.scenario.faults.map((fault) => fault.id));
  const spare = scenario.faults.find((fault) => !needed.has(fault.id));
  if (spare === undefined) return null;
  return shows({ ...scenario, faults: scenario.faults.filter((fault) => fault !== spare) }, found.fingerprint);
}
