/** Prints what a comparison came to: tables with the separating scenarios, or one JSON object. */
import pc from "picocolors";
import type { Violation } from "../check/check.ts";
import type { CompareReport } from "../report/compare-report.ts";
import { contrastTable, statisticsTable } from "../report/compare-table.ts";
import { scopeLines } from "../report/scope-text.ts";
import type { RunSummary } from "../run/chunk.ts";
import type { ComparisonResult } from "../run/comparison/compare.ts";
import { contrastsOf } from "../run/comparison/contrast.ts";
import { pairedStatistics } from "../run/comparison/paired-statistics.ts";
import { version } from "../version.ts";
import type { ComparedSide, ComparePlan } from "./compare-plan.ts";
import type { SavedSeparation } from "./save-separations.ts";

export interface ComparisonPrint {
  readonly plan: ComparePlan;
  readonly result: ComparisonResult;
  readonly saved: readonly SavedSeparation[];
  readonly wallSeconds: number;
  readonly json: boolean;
}

export function printComparison(print: ComparisonPrint): void {
  process.stdout.write(print.json ? `${JSON.stringify(reportOf(print))}\n` : `${textOf(print)}\n`);
}

const letters = ["a", "b"] as const;

export interface BrokenPromise {
  readonly side: 0 | 1;
  readonly profile: string;
  readonly run: number;
  readonly violation: Violation;
}

/** The first of each side and fingerprint. */
export function brokenPromises({ rows }: ComparisonResult): readonly BrokenPromise[] {
  const first = new Map<string, BrokenPromise>();
  for (const { row, pairs } of rows)
    for (const pair of pairs)
      for (const side of [0, 1] as const)
        for (const violation of pair[side].violations) {
          const key = `${side}/${violation.fingerprint}`;
          if (!violation.promised || first.has(key)) continue;
          first.set(key, { side, profile: row.profile, run: pair[side].index, violation });
        }
  return [...first.values()];
}

const runsOf = ({ rows }: ComparisonResult): readonly RunSummary[] => rows.flatMap(({ pairs }) => pairs.flat());
const sum = (runs: readonly RunSummary[], of: (run: RunSummary) => number): number =>
  runs.reduce((total, run) => total + of(run), 0);

function reportOf(print: ComparisonPrint): CompareReport {
  const { plan, result, saved, wallSeconds } = print;
  const runs = runsOf(result);
  const contrasts = contrastsOf(result);
  return {
    command: "compare",
    version,
    seed: plan.seed,
    pairs: runs.length / 2,
    events: sum(runs, (run) => run.events),
    virtualSeconds: sum(runs, (run) => run.virtualMicros) / 1e6,
    wallSeconds,
    a: sideReport(plan.sides[0]),
    b: sideReport(plan.sides[1]),
    profiles: result.rows.map(({ row, pairs }) => ({
      profile: row.profile,
      pairs: pairs.length,
      guarantees: contrasts
        .filter((contrast) => contrast.profile === row.profile)
        .map(({ profile: _profile, ...contrast }) => contrast),
      statistics: [...pairedStatistics(pairs)],
    })),
    separating: saved.map(({ guarantee, row, index, breaks, violation, breaking, holding }) => ({
      guarantee,
      profile: row.profile,
      run: index,
      breaks: letters[breaks],
      promised: violation.promised,
      sentence: violation.sentence,
      breaking,
      holding,
    })),
    violations: brokenPromises(result).map(({ side, profile, run, violation }) => ({
      side: letters[side],
      check: violation.check,
      guarantee: violation.guarantee,
      fingerprint: violation.fingerprint,
      profile,
      run,
      scenario:
        saved.find((one) => one.breaks === side && one.violation.fingerprint === violation.fingerprint)?.breaking ??
        null,
    })),
  };
}

const sideReport = ({ configuration, set }: ComparedSide): CompareReport["a"] => ({
  name: configuration.name,
  files: [...configuration.files],
  set: [...set],
  brokers: configuration.brokers,
});

function textOf({ plan, result, saved, wallSeconds }: ComparisonPrint): string {
  const runs = runsOf(result);
  const contrasts = contrastsOf(result).filter(({ onlyA, onlyB, both }) => onlyA + onlyB + both > 0);
  const virtualSeconds = sum(runs, (run) => run.virtualMicros) / 1e6;
  return [
    ...plan.sides.map((side, i) => sideLine(side, i === 0 ? "A" : "B")),
    ...shapeLines(plan),
    contrasts.length === 0 ? "Neither broke anything." : contrastTable(contrasts),
    "A pair is one scenario under both. p: McNemar's exact test, two-sided; Holm: held to all rows that differ, together.",
    statisticsTable(pairedStatistics(result.rows.flatMap((row) => row.pairs))),
    `${runs.length / 2} pairs, ${(sum(runs, (run) => run.events) / 1e6).toFixed(1)} M events, ${virtualSeconds.toFixed(0)} virtual seconds in ${wallSeconds.toFixed(1)} s; seed ${plan.seed}`,
    ...saved.map(separationLines),
    ...brokenPromises(result).map(({ side, profile, run, violation }) =>
      pc.red(
        `VIOLATED by ${side === 0 ? "A" : "B"}: ${violation.guarantee} (${profile}, run ${run}): ${violation.sentence}`,
      ),
    ),
    ...result.faults.map((fault) =>
      pc.red(`INTERNAL FAULT in run ${fault.index} of ${fault.row.profile}: ${fault.sentence}`),
    ),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

/** What is not quite the same about the same scenarios. */
function shapeLines({ sides: [a, b] }: ComparePlan): readonly string[] {
  const [one, other] = [a.configuration.brokers, b.configuration.brokers];
  if (one === other) return [];
  return [
    `Not of one size: the faults of ${Math.max(one, other)} brokers, in the smaller cluster all on its ${Math.min(one, other)}.`,
  ];
}

const sideLine = ({ configuration, label }: ComparedSide, letter: string): string =>
  pc.bold(`${letter}: ${label}, ${configuration.brokers} broker(s), ${configuration.files.join(", ")}`);

function separationLines({ guarantee, row, index, breaks, violation, breaking, holding }: SavedSeparation): string {
  const [holds, breaker] = breaks === 0 ? ["B", "A"] : ["A", "B"];
  return [
    `${holds} holds ${guarantee} and ${breaker} breaks it (${row.profile}, run ${index}): ${violation.sentence}`,
    `  kafka-trial replay ${breaking}`,
    `  kafka-trial replay ${holding}`,
  ].join("\n");
}
