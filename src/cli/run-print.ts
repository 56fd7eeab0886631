/** Prints what a campaign came to: the table with its findings, or one JSON object. */
import pc from "picocolors";
import { configurationReport } from "../report/configuration-report.ts";
import { configurationText } from "../report/configuration-text.ts";
import type { RunReport } from "../report/run-report.ts";
import { runTable, type TableRow } from "../report/run-table.ts";
import { scopeLines } from "../report/scope-text.ts";
import type { CampaignResult, RowResult } from "../run/campaign.ts";
import type { RunSummary } from "../run/chunk.ts";
import { type Judgement, judge, judgedGuarantees } from "../run/judgement.ts";
import { mergeStatistics } from "../run/merge-statistics.ts";
import { version } from "../version.ts";
import { mendingLine } from "./mending-line.ts";
import { type RunPlan, rulesOfConfiguration, unmet } from "./run-plan.ts";
import type { SavedFinding } from "./save-findings.ts";

export interface RunPrint {
  readonly plan: RunPlan;
  readonly result: CampaignResult;
  readonly saved: readonly SavedFinding[];
  readonly wallSeconds: number;
  readonly json: boolean;
}

export function printRunReport(print: RunPrint): void {
  if (print.json) process.stdout.write(`${JSON.stringify(reportOf(print))}\n`);
  else process.stdout.write(`${textOf(print)}\n`);
}

const all = (result: CampaignResult): readonly RunSummary[] => result.rows.flatMap((row) => row.runs);
const sum = (runs: readonly RunSummary[], of: (run: RunSummary) => number): number =>
  runs.reduce((s, run) => s + of(run), 0);

function reportOf({ plan, result, saved, wallSeconds }: RunPrint): RunReport {
  const runs = all(result);
  const fileOf = (row: RowResult, judgement: Judgement): string | null =>
    saved.find((finding) => finding.row === row.row && finding.judgement.guarantee === judgement.guarantee)?.file ??
    null;
  return {
    command: "run",
    version,
    seed: plan.seed,
    runs: runs.length,
    events: sum(runs, (run) => run.events),
    virtualSeconds: sum(runs, (run) => run.virtualMicros) / 1e6,
    wallSeconds,
    digest: result.digest,
    configurations: plan.configurations.map((configuration, index) => ({
      ...configurationReport(configuration, rulesOfConfiguration(plan, index)),
      profiles: result.rows
        .filter((row) => row.row.configuration === index)
        .map((row) => ({
          profile: row.row.profile,
          runs: row.runs.length,
          guarantees: judgedGuarantees.map((guarantee) => {
            const judgement = judge(guarantee, row.runs);
            const { promised, verdict, brokenRuns, upper95 } = judgement;
            return { guarantee, promised, verdict, brokenRuns, upper95, witness: fileOf(row, judgement) };
          }),
          statistics: statisticsOf(row.runs),
        })),
    })),
    violations: result.rows.flatMap((row) => violationsOf(row, saved)),
    marks: marksOf(runs),
  };
}

function violationsOf(row: RowResult, saved: readonly SavedFinding[]): RunReport["violations"] {
  const first = new Map<string, RunReport["violations"][number]>();
  for (const run of row.runs) {
    for (const { check, fingerprint, promised } of run.violations) {
      if (!promised || first.has(fingerprint)) continue;
      const scenario = saved.find((finding) => finding.witness.violation.fingerprint === fingerprint)?.file ?? null;
      first.set(fingerprint, { check, fingerprint, scenario, run: run.index });
    }
  }
  return [...first.values()];
}

function statisticsOf(
  runs: readonly RunSummary[],
): RunReport["configurations"][number]["profiles"][number]["statistics"] {
  const merged = mergeStatistics(runs.map((run) => ({ ...run.statistics })));
  const { ackedRecords = 0, lostAcked = 0, duplicates = 0, reorderings = 0, unavailableSeconds = 0, ...rest } = merged;
  return { ackedRecords, lostAcked, duplicates, reorderings, unavailableSeconds, ...rest };
}

function marksOf(runs: readonly RunSummary[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const mark of runs.flatMap((run) => run.marks)) counts[mark] = (counts[mark] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textOf(print: RunPrint): string {
  const { plan, result, wallSeconds } = print;
  const runs = all(result);
  const rows: TableRow[] = result.rows.map((row) => ({
    configuration: plan.configurations[row.row.configuration]!.name,
    profile: row.row.profile,
    runs: row.runs.length,
    judgements: judgedGuarantees.map((guarantee) => judge(guarantee, row.runs)),
    statistics: statisticsOf(row.runs),
  }));
  const events = sum(runs, (run) => run.events);
  const virtualSeconds = sum(runs, (run) => run.virtualMicros) / 1e6;
  const marks = marksOf(runs);
  return [
    ...configurationLines(plan),
    runTable(rows),
    `${runs.length} runs, ${(events / 1e6).toFixed(1)} M events, ${virtualSeconds.toFixed(0)} virtual seconds in ${wallSeconds.toFixed(1)} s; seed ${plan.seed}${result.digest === null ? "" : `, digest ${result.digest}`}`,
    `Marks met (runs): ${
      Object.entries(marks)
        .map(([name, count]) => `${name} ${count}`)
        .join(", ") || "none"
    }`,
    ...findingLines(print),
    ...faultLines(result),
    ...requirementLines(print),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

const configurationLines = (plan: RunPlan): readonly string[] =>
  plan.configurations.flatMap((configuration, index) =>
    configurationText(configurationReport(configuration, rulesOfConfiguration(plan, index))),
  );

function findingLines({ saved, plan }: RunPrint): readonly string[] {
  const lines = new Map<string, string>();
  for (const { file, judgement, witness, row } of saved) {
    const name = plan.configurations[row.configuration]!.name;
    const text =
      judgement.verdict === "violated"
        ? pc.red(`VIOLATED ${judgement.guarantee} (${name}, ${row.profile}): ${witness.violation.sentence}`) +
          mendingLine(file, witness.violation.fingerprint)
        : `${name}, ${row.profile}: ${witness.violation.sentence}`;
    if (!lines.has(file)) lines.set(file, `${text}\n  kafka-trial replay ${file}`);
  }
  return [...lines.values()];
}

const faultLines = (result: CampaignResult): readonly string[] =>
  result.faults.map((fault) =>
    pc.red(`INTERNAL FAULT in run ${fault.index} of ${fault.row.profile}: ${fault.sentence}`),
  );

function requirementLines({ plan, result }: RunPrint): readonly string[] {
  if (plan.required.length === 0) return [];
  const broken = unmet(plan.required, result);
  if (broken.length === 0) return [pc.green(`required: ${plan.required.join(", ")}: promised and held`)];
  return [pc.red(`required, but not promised or broken: ${broken.join("; ")}`)];
}
