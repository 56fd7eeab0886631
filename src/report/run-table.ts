/** The table of a campaign: one row per configuration and fault profile, then marks, then where things were saved. */
import Table from "cli-table3";
import pc from "picocolors";
import type { Judgement } from "../run/judgement.ts";

export interface TableRow {
  readonly configuration: string;
  readonly profile: string;
  readonly runs: number;
  readonly judgements: readonly Judgement[];
  readonly statistics: TableStatistics;
}

export interface TableStatistics {
  readonly ackedRecords: number;
  readonly lostAcked: number;
  readonly duplicates: number;
  readonly reorderings: number;
  readonly unavailableSeconds: number;
}

const columns = ["no-acked-loss", "per-key-order", "no-duplicate", "stable-reads", "progress"] as const;

export function runTable(rows: readonly TableRow[]): string {
  const table = new Table({
    head: ["configuration", "profile", "runs", ...columns, "acked", "lost", "unavailable"].map((name) => pc.bold(name)),
    style: { head: [], border: [], compact: true },
  });
  let last = "";
  for (const row of rows) {
    table.push([
      row.configuration === last ? "" : row.configuration,
      row.profile,
      String(row.runs),
      ...columns.map((name) =>
        cell(
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

/** `held (≤ 3.0 %)`, `VIOLATED 2`, `not promised: 14`. */
function cell(judgement: Judgement | undefined, runs: number): string {
  if (judgement === undefined || runs === 0) return "-";
  const bound = `${(judgement.upper95 * 100).toPrecision(2)} %`;
  if (judgement.verdict === "violated") return pc.red(`VIOLATED ${judgement.brokenRuns} of ${runs}`);
  if (judgement.verdict === "held") return pc.green(`held (≤ ${bound})`);
  if (judgement.brokenRuns === 0) return pc.dim(`not promised: 0 (≤ ${bound})`);
  return pc.yellow(`not promised: ${judgement.brokenRuns}`);
}
