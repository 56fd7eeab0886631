/** Prints what a comparison came to: tables with the separating scenarios, or one JSON object. */
import pc from "picocolors";
import type { RunSummary } from "../../campaign/chunk.ts";
import type { CompareReport } from "../../report/compare-report.ts";
import { contrastTable, notTestedLines, statisticsTable } from "../../report/compare-report.ts";
import { scopeLines } from "../../report/scope-text.ts";
import type { ComparisonResult } from "../../study/comparison/compare.ts";
import { contrastsOf } from "../../study/comparison/contrast.ts";
import { pairedStatistics } from "../../study/comparison/paired-statistics.ts";
import { version } from "../../version.ts";
import { print } from "../shared/output.ts";
import type { ComparedSide, ComparePlan } from "./plan.ts";
import type { SavedPromise, SavedSeparation } from "./save.ts";

interface ComparisonPrint {
  readonly plan: ComparePlan;
  readonly result: ComparisonResult;
  readonly saved: readonly SavedSeparation[];
  readonly broken: readonly SavedPromise[];
  readonly wallSeconds: number;
  readonly json: boolean;
}

export function printComparison(comparison: ComparisonPrint): void {
  print(
    comparison.json,
    () => reportOf(comparison),
    () => textOf(comparison),
  );
}

const letters = ["a", "b"] as const;

const runsOf = ({ rows }: ComparisonResult): readonly RunSummary[] => rows.flatMap(({ pairs }) => pairs.flat());
const sum = (runs: readonly RunSummary[], of: (run: RunSummary) => number): number =>
  runs.reduce((total, run) => total + of(run), 0);

function reportOf({ plan, result, saved, broken, wallSeconds }: ComparisonPrint): CompareReport {
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
    violations: broken.map(({ side, row, index, violation, file }) => ({
      side: letters[side],
      check: violation.check,
      guarantee: violation.guarantee,
      fingerprint: violation.fingerprint,
      profile: row.profile,
      run: index,
      scenario: file,
    })),
  };
}

const sideReport = ({ configuration, set }: ComparedSide): CompareReport["a"] => ({
  name: configuration.name,
  files: [...configuration.files],
  set: [...set],
  brokers: configuration.brokers,
});

function textOf({ plan, result, saved, broken, wallSeconds }: ComparisonPrint): string {
  const runs = runsOf(result);
  const all = contrastsOf(result);
  const contrasts = all.filter(({ onlyA, onlyB, both }) => onlyA + onlyB + both > 0);
  const virtualSeconds = sum(runs, (run) => run.virtualMicros) / 1e6;
  return [
    ...plan.sides.flatMap((side, i) => sideLines(side, i === 0 ? "A" : "B")),
    ...shapeLines(plan),
    contrasts.length === 0 ? "Neither broke anything." : contrastTable(contrasts),
    ...notTestedLines(all),
    "A pair is one scenario under both. p: McNemar's exact test, two-sided; Holm: held to all rows that differ, together.",
    statisticsTable(pairedStatistics(result.rows.flatMap((row) => row.pairs))),
    `${countText(runs.length / 2)}, ${(sum(runs, (run) => run.events) / 1e6).toFixed(1)} M events, ${virtualSeconds.toFixed(0)} virtual seconds in ${wallSeconds.toFixed(1)} s; seed ${plan.seed}`,
    ...saved.map(separationLines),
    ...broken.map(brokenLines),
    ...result.faults.map((fault) =>
      pc.red(`INTERNAL FAULT in run ${fault.index} of ${fault.row.profile}: ${fault.sentence}`),
    ),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

function brokenLines({ side, row, index, violation, file }: SavedPromise): string {
  const place = `${violation.guarantee} (${row.profile}, run ${index})`;
  return `${pc.red(`VIOLATED by ${side === 0 ? "A" : "B"}: ${place}: ${violation.sentence}`)}\n  kafka-trial replay ${file}`;
}

/** What is not quite the same about the same scenarios. */
function shapeLines({ sides: [a, b] }: ComparePlan): readonly string[] {
  const [one, other] = [a.configuration.brokers, b.configuration.brokers];
  if (one === other) return [];
  return [
    `Not of one size: the faults of ${Math.max(one, other)} brokers, in the smaller cluster all on its ${Math.min(one, other)}.`,
  ];
}

const countText = (pairs: number): string => `${pairs} pair${pairs === 1 ? "" : "s"}`;

const sideLines = ({ configuration, label }: ComparedSide, letter: string): readonly string[] => [
  pc.bold(`${letter}: ${label}, ${configuration.brokers} broker(s), ${configuration.files.join(", ")}`),
  ...configuration.notes.map((note) => `  ${note}`),
];

function separationLines({ guarantee, row, index, breaks, violation, breaking, holding }: SavedSeparation): string {
  const [holds, breaker] = breaks === 0 ? ["B", "A"] : ["A", "B"];
  return [
    `${holds} holds ${guarantee} and ${breaker} breaks it (${row.profile}, run ${index}): ${violation.sentence}`,
    `  kafka-trial replay ${breaking}`,
    `  kafka-trial replay ${holding}`,
  ].join("\n");
}
