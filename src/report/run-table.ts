/** The table of a campaign: one row per configuration and fault profile, then what became of the records. */
import Table from "cli-table3";
import pc from "picocolors";
import type { Judgement } from "../campaign/judgement.ts";
import { type ExcusedTotal, mergeStatistics } from "../campaign/merge-statistics.ts";
import type { Statistics } from "../check/statistics.ts";

export interface TableRow {
  readonly configuration: string;
  readonly profile: string;
  readonly runs: number;
  readonly judgements: readonly Judgement[];
  readonly statistics: Pick<Statistics, "ackedRecords" | "lostAcked" | "unavailableSeconds">;
}

/** A row with all that was counted. */
export interface CountedRow extends TableRow {
  readonly statistics: Statistics;
}

export const guaranteeColumns = ["no-acked-loss", "per-key-order", "no-duplicate", "stable-reads", "progress"] as const;

export function runTable(rows: readonly TableRow[]): string {
  const table = new Table({
    head: ["configuration", "profile", "runs", ...guaranteeColumns, "acked", "lost", "unavailable"].map((name) =>
      pc.bold(name),
    ),
    style: { head: [], border: [], compact: true },
  });
  let last = "";
  for (const row of rows) {
    table.push([
      row.configuration === last ? "" : row.configuration,
      row.profile,
      String(row.runs),
      ...guaranteeColumns.map((name) =>
        coloured(
          row.judgements.find((judgement) => judgement.guarantee === name),
          row.runs,
        ),
      ),
      String(row.statistics.ackedRecords),
      String(row.statistics.lostAcked),
      `${row.statistics.unavailableSeconds.toFixed(0)} s`,
    ]);
    last = row.configuration;
  }
  return table.toString();
}

/** `held (≤ 3.0 %)`, `VIOLATED 2 of 300`, `not promised: 14`. */
export function cellText(judgement: Judgement | undefined, runs: number): string {
  if (judgement === undefined || runs === 0) return "-";
  const bound = `${(judgement.upper95 * 100).toPrecision(2)} %`;
  if (judgement.verdict === "violated") return `VIOLATED ${judgement.brokenRuns} of ${runs}`;
  if (judgement.verdict === "held") return `held (≤ ${bound})`;
  return judgement.brokenRuns === 0 ? `not promised: 0 (≤ ${bound})` : `not promised: ${judgement.brokenRuns}`;
}

function coloured(judgement: Judgement | undefined, runs: number): string {
  const text = cellText(judgement, runs);
  if (judgement === undefined || runs === 0) return text;
  if (judgement.verdict === "violated") return pc.red(text);
  if (judgement.verdict === "held") return pc.green(text);
  return judgement.brokenRuns === 0 ? pc.dim(text) : pc.yellow(text);
}

/** What became of every send, and how long producers waited, in one line each. */
export function outcomeLines(rows: readonly CountedRow[]): readonly string[] {
  const all = mergeStatistics(rows.map((row) => row.statistics));
  const survived = (count: number): string => (count === 0 ? "" : `, ${count} of them written all the same`);
  return [
    `Sends: ${all.sentRecords}, of them acknowledged ${all.ackedRecords} (lost ${all.lostAcked}), ` +
      `failed for sure ${all.reportedFailed}, ambiguous ${all.ambiguous}${survived(all.ambiguousSurvived)}, ` +
      `never reported (the producer died) ${all.neverReported}${survived(all.neverReportedSurvived)}` +
      `${all.undecided === 0 ? "" : `, undecided at the end ${all.undecided}`}; late appearances ${all.lateAppearance}`,
    `Producers were blocked ${all.writeStallSeconds.toFixed(0)} s, longest ${all.writeStallSecondsMax.toFixed(1)} s ` +
      "(kafka-trial explain writeStallSeconds)",
  ];
}

/** Which legal anomalies excused something, how often and in how many runs. */
export function excusedLines(excused: Readonly<Record<string, ExcusedTotal>>): readonly string[] {
  const used = Object.entries(excused).filter(([, { times }]) => times > 0);
  if (used.length === 0) return [];
  const told = used.map(([name, { times, runs }]) => `${name} ${times} (${runs})`);
  return [`Excused as legal, times (runs): ${told.join(", ")}`];
}
