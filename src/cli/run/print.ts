/** Prints what a campaign came to: the promises, the table with its findings, or one JSON object; and tells CI of it. */
import pc from "picocolors";
import { sideOf } from "../../arbitrary/side.ts";
import type { CampaignResult, RowResult } from "../../campaign/campaign.ts";
import type { RunSummary } from "../../campaign/chunk.ts";
import type { Judgement } from "../../campaign/judgement.ts";
import { mergeExcused, mergeStatistics } from "../../campaign/merge-statistics.ts";
import type { ProfileName } from "../../chaos/fault-kinds.ts";
import { isPromised } from "../../check/reach.ts";
import type { LoadedConfiguration } from "../../configuration/loaded-configuration.ts";
import { bestChanges, blameText } from "../../report/blame-text.ts";
import { type Brief, briefTable, briefText } from "../../report/brief.ts";
import { configurationReport, configurationText } from "../../report/configuration-report.ts";
import { mendingText } from "../../report/mending-text.ts";
import { promiseText } from "../../report/promise-text.ts";
import type { RunReport } from "../../report/run-report.ts";
import { type CountedRow, excusedLines, notTestedLines, outcomeLines, runTable } from "../../report/run-table.ts";
import { scopeLines } from "../../report/scope-text.ts";
import { blamesOf, promisesOf } from "../../report/verdict-report.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { loadScenario } from "../../scenario/saved-scenario.ts";
import type { BlameResult } from "../../study/counterfactual/blame.ts";
import { mendedBy } from "../../study/mended-by.ts";
import { type PromiseRow, promiseTable } from "../../study/promises/promise-table.ts";
import { version } from "../../version.ts";
import { print } from "../shared/output.ts";
import { type CampaignOutcome, casesOf, tellCi } from "./ci.ts";
import { judgedRow } from "./judged.ts";
import { type RunPlan, rulesOfConfiguration } from "./plan.ts";
import { requirementLines } from "./requirement-lines.ts";
import type { SavedFinding } from "./save.ts";
import type { RunOptions } from "./syntax.ts";

interface RunPrint extends CampaignOutcome {
  readonly blamed: BlameResult;
  readonly wallSeconds: number;
  readonly options: RunOptions;
}

export function printRunReport(report: RunPrint): void {
  const { options, wallSeconds, blamed, plan } = report;
  const rows = tableRows(report);
  print(
    options.json,
    () => reportOf(report),
    () => (options.verbose === true ? textOf(report, rows) : briefOf(report, rows)),
  );
  const notes = blameText(blamed, namesOf(plan));
  tellCi({ cases: casesOf(report), rows, notes, wallSeconds, junit: options.junit });
}

const namesOf = (plan: RunPlan): readonly string[] => plan.configurations.map((configuration) => configuration.name);
const all = (result: CampaignResult): readonly RunSummary[] => result.rows.flatMap((row) => row.runs);
const sum = (runs: readonly RunSummary[], of: (run: RunSummary) => number): number =>
  runs.reduce((s, run) => s + of(run), 0);

const tableRows = ({ plan, result }: RunPrint): readonly CountedRow[] =>
  result.rows.map((row) => ({
    configuration: plan.configurations[row.row.configuration]!.name,
    profile: row.row.profile,
    runs: row.runs.length,
    judgements: judgedRow(plan, row),
    statistics: mergeStatistics(row.runs.map((run) => run.statistics)),
  }));

function reportOf({ plan, result, saved, corpus, blamed, wallSeconds, options }: RunPrint): RunReport {
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
      promises: promisesOf(promiseTable(sideOf(configuration), plan.profiles)),
      profiles: result.rows
        .filter((row) => row.row.configuration === index)
        .map((row) => ({
          profile: row.row.profile,
          runs: row.runs.length,
          guarantees: judgedRow(plan, row).map((judgement) => {
            const { guarantee, verdict, testedRuns, brokenRuns, endedRuns, upper95, reach } = judgement;
            const witness = fileOf(row, judgement);
            return {
              guarantee,
              promised: isPromised(reach),
              verdict,
              testedRuns,
              brokenRuns,
              endedRuns,
              upper95,
              witness,
            };
          }),
          statistics: { ...mergeStatistics(row.runs.map((run) => run.statistics)) },
        })),
    })),
    violations: result.rows.flatMap((row) => violationsOf(row, saved)),
    blame: blamesOf(blamed, namesOf(plan)),
    corpus: corpus.map(({ file, status }) => ({ scenario: file, status })),
    history: runs.length > 0 ? (options.history ?? null) : null,
    marks: marksOf(runs),
    excused: mergeExcused(runs.map((run) => run.excused)),
  };
}

function violationsOf(row: RowResult, saved: readonly SavedFinding[]): RunReport["violations"] {
  const first = new Map<string, RunReport["violations"][number]>();
  for (const run of row.runs) {
    for (const { check, fingerprint, promised } of run.violations) {
      if (!promised || first.has(fingerprint)) continue;
      const scenario = saved.find((finding) => finding.witness.violation.fingerprint === fingerprint)?.file ?? null;
      const mendedBy = scenario === null ? [] : [...mendings(scenario, fingerprint)];
      first.set(fingerprint, { check, fingerprint, scenario, run: run.index, mendedBy });
    }
  }
  return [...first.values()];
}

function marksOf(runs: readonly RunSummary[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const mark of runs.flatMap((run) => run.marks)) counts[mark] = (counts[mark] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textOf(print: RunPrint, rows: readonly CountedRow[]): string {
  const { plan, result, blamed, wallSeconds } = print;
  const runs = all(result);
  const events = sum(runs, (run) => run.events);
  const virtualSeconds = sum(runs, (run) => run.virtualMicros) / 1e6;
  const marks = marksOf(runs);
  return [
    ...configurationLines(plan),
    ...promiseTexts(plan.configurations, plan.profiles),
    runTable(rows),
    ...notTestedLines(rows),
    `${runs.length} runs, ${(events / 1e6).toFixed(1)} M events, ${virtualSeconds.toFixed(0)} virtual seconds in ${wallSeconds.toFixed(1)} s; seed ${plan.seed}${result.digest === null ? "" : `, digest ${result.digest}`}`,
    ...outcomeLines(rows),
    `Marks met (runs): ${
      Object.entries(marks)
        .map(([name, count]) => `${name} ${count}`)
        .join(", ") || "none"
    }`,
    ...excusedLines(mergeExcused(runs.map((run) => run.excused))),
    ...findingLines(print),
    ...blameText(blamed, namesOf(plan)),
    ...faultLines(print),
    ...requirementLines(plan, result),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

/** Verdict first, one story, one change; then the table. */
function briefOf(print: RunPrint, rows: readonly CountedRow[]): string {
  const { plan, result, saved, blamed, wallSeconds } = print;
  const briefs = plan.configurations.map((configuration, index): Brief => {
    const own = result.rows.filter(({ row }) => row.configuration === index);
    const stories = saved.filter(({ row }) => row.configuration === index);
    return {
      configuration,
      rows: own.map((row) => ({ profile: row.row.profile, runs: row.runs.length, judgements: judgedRow(plan, row) })),
      stories: stories.map(({ row, judgement, sentence, file }) => ({
        guarantee: judgement.guarantee,
        profile: row.profile,
        sentence,
        file,
      })),
      changes: bestChanges(blamed, index),
    };
  });
  const runs = all(result);
  return [
    ...briefs.flatMap(briefText),
    ...(briefs.length === 1 ? [runTable(rows)] : briefTable(briefs)),
    ...faultLines(print),
    ...requirementLines(plan, result),
    pc.dim(
      `${runs.length} runs in ${wallSeconds.toFixed(1)} s; seed ${plan.seed}; --verbose tells promises, marks, settings and all re-runs`,
    ),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

const configurationLines = (plan: RunPlan): readonly string[] =>
  plan.configurations.flatMap((configuration, index) =>
    configurationText(configurationReport(configuration, rulesOfConfiguration(plan, index))),
  );

/** Configurations that promise the same share a table. */
export function promiseTexts(
  configurations: readonly LoadedConfiguration[],
  profiles: readonly ProfileName[],
): readonly string[] {
  const tables = new Map<string, { readonly names: string[]; readonly rows: readonly PromiseRow[] }>();
  for (const configuration of configurations) {
    const rows = promiseTable(sideOf(configuration), profiles);
    const key = JSON.stringify(rows);
    const table = tables.get(key);
    if (table === undefined) tables.set(key, { names: [configuration.name], rows });
    else table.names.push(configuration.name);
  }
  return [...tables.values()].map(({ names, rows }) => promiseText(names, rows));
}

function findingLines({ saved, plan }: RunPrint): readonly string[] {
  const lines = new Map<string, string>();
  for (const { file, judgement, witness, row, sentence } of saved) {
    const name = plan.configurations[row.configuration]!.name;
    const text =
      judgement.verdict === "violated"
        ? pc.red(`VIOLATED ${judgement.guarantee} (${name}, ${row.profile}): ${sentence}`) +
          mendings(file, witness.violation.fingerprint)
            .slice(0, 1)
            .map((mending) => `\n  ${mending}`)
            .join("")
        : `${name}, ${row.profile}: ${sentence}`;
    if (!lines.has(file)) lines.set(file, `${text}\n  kafka-trial replay ${file}`);
  }
  return [...lines.values()];
}

/** Of a broken promise of an older release: the changes of Kafka that keep it, those that mend a bug first; empty if none alone does. */
function mendings(file: string, fingerprint: string): readonly string[] {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return [];
  return mendedBy(saved.scenario, fingerprint).map(mendingText);
}

const faultLines = ({ faults }: RunPrint): readonly string[] =>
  faults.map((fault) => pc.red(`INTERNAL FAULT in run ${fault.index} of ${fault.row.profile}: ${fault.sentence}`));
