/** The table of a campaign: the verdicts under each fault profile, then what became of the records. */
import pc from "picocolors";
import { type Judgement, notTestedText } from "../campaign/judgement.ts";
import { type ExcusedTotal, mergeStatistics } from "../campaign/merge-statistics.ts";
import type { GuaranteeName } from "../check/check.ts";
import type { Statistics } from "../check/statistics.ts";
import { table } from "./layout.ts";

type TableJudgement = Pick<Judgement, "guarantee" | "verdict" | "brokenRuns" | "endedRuns" | "upper95">;

export interface TableRow {
  readonly configuration: string;
  readonly profile: string;
  readonly runs: number;
  readonly judgements: readonly TableJudgement[];
  readonly statistics: Pick<Statistics, "ackedRecords" | "lostAcked" | "unavailableSeconds">;
}

/** A row with all that was counted. */
export interface CountedRow extends TableRow {
  readonly statistics: Statistics;
}

export const guaranteeColumns = ["no-acked-loss", "per-key-order", "no-duplicate", "stable-reads", "progress"] as const;

/** The longest name of a guarantee; the seven columns of a profile and of each guarantee fit a terminal. */
const cellColumns = 13;

/** Of each profile the verdicts, and below them what became of its records. */
export function runTable(rows: readonly TableRow[]): string {
  const head = ["profile", ...guaranteeColumns];
  const cells = rows.flatMap((row, i) => [
    ...(row.configuration === rows[i - 1]?.configuration
      ? []
      : [[{ colSpan: head.length, content: pc.bold(row.configuration) }]]),
    [
      { content: row.profile, rowSpan: groupsOf(row).length === 0 ? 2 : 3 },
      ...guaranteeColumns.map((name) => coloured(judgementOf(row, name), row.runs)),
    ],
    [{ colSpan: guaranteeColumns.length, content: pc.dim(recordsText(row)) }],
    ...(groupsOf(row).length === 0 ? [] : [[{ colSpan: guaranteeColumns.length, content: groupsText(row) }]]),
  ]);
  return table(head, cells, [15, ...guaranteeColumns.map(() => cellColumns)]);
}

export const judgementOf = (
  { judgements }: TableRow,
  name: (typeof guaranteeColumns)[number],
): TableJudgement | undefined => judgements.find(({ guarantee }) => guarantee === name);

/** What groups are promised has a line of its own, where there are any. */
const groupGuarantees: readonly GuaranteeName[] = ["one-owner", "no-skip", "commits-kept", "group-progress"];

const groupsOf = ({ judgements }: TableRow): readonly TableJudgement[] =>
  judgements.filter(({ guarantee }) => groupGuarantees.includes(guarantee));

const groupsText = (row: TableRow): string =>
  groupsOf(row)
    .map((judgement) => `${judgement.guarantee} ${coloured(judgement, row.runs).replace("\n", " ")}`)
    .join("\n");

const recordsText = ({ runs, statistics: { ackedRecords, lostAcked, unavailableSeconds } }: TableRow): string =>
  `${runs} runs: acked ${ackedRecords}, lost ${lostAcked}, unavailable ${unavailableSeconds.toFixed(0)} s`;

/** `held (≤ 3.0 %)`, `held (≤ 3.0 %) ended in 4` (runs in which the promise ended, and nothing broke), `VIOLATED 2 of 300`, `not promised: 14`, `not tested`. */
export const cellText = (judgement: TableJudgement | undefined, runs: number): string =>
  partsOf(judgement, runs).join(" ");

function partsOf(judgement: TableJudgement | undefined, runs: number): readonly string[] {
  if (judgement === undefined || runs === 0) return ["-"];
  const { verdict, brokenRuns, endedRuns, upper95 } = judgement;
  const bound = `(≤ ${(upper95 * 100).toPrecision(2)} %)`;
  if (verdict === "violated") return ["VIOLATED", `${brokenRuns} of ${runs}`];
  if (verdict === "undecided") return ["undecided"];
  if (verdict === "not-tested") return ["not tested"];
  if (verdict === "held") return endedRuns === 0 ? ["held", bound] : ["held", bound, `ended in ${endedRuns}`];
  return ["not promised:", brokenRuns === 0 ? `0 ${bound}` : String(brokenRuns)];
}

function coloured(judgement: TableJudgement | undefined, runs: number): string {
  const parts = partsOf(judgement, runs);
  const text = inLines(parts);
  if (judgement === undefined || runs === 0) return text;
  if (judgement.verdict === "violated" || judgement.verdict === "undecided") return pc.red(text);
  if (judgement.verdict === "held") return pc.green(text);
  if (judgement.verdict === "not-tested") return pc.yellow(text);
  return judgement.brokenRuns === 0 ? pc.dim(text) : pc.yellow(text);
}

/** As many parts in a line as the column holds. */
const inLines = (parts: readonly string[]): string =>
  parts.reduce((text, part) => {
    const last = text.slice(text.lastIndexOf("\n") + 1);
    return `${text}${last.length + 1 + part.length > cellColumns ? "\n" : " "}${part}`;
  });

/** One line for each guarantee that no run of some row put to the test. */
export function notTestedLines(rows: readonly TableRow[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { configuration, profile, runs, judgements } of rows) {
    if (runs === 0) continue;
    for (const { guarantee, verdict } of judgements) {
      if (verdict !== "not-tested") continue;
      const text = `${guarantee} ${notTestedText(guarantee)}`;
      places.set(text, [...(places.get(text) ?? []), `${configuration} under ${profile}`]);
    }
  }
  return [...places].map(([text, where]) => pc.yellow(`${text} (${where.join(", ")})`));
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
