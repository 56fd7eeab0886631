/** The tables of an exploration for a terminal, for Markdown and for a spreadsheet. */
import type { Cell } from "../../durability/cells.ts";
import { type MetricName, metric } from "../../durability/metric.ts";
import { table } from "../layout.ts";
import { cellAt, cellWords, type ExplorationView } from "./exploration-view.ts";

/** What the terminal shows; the rest stands in the files. */
export const shownMetrics: readonly MetricName[] = ["lostAcked", "unavailableWriteSeconds"];

const columns = 100;
const widestLabel = 24;

/** As many profiles side by side as fit a terminal; the others follow in another table. */
export function metricTables(view: ExplorationView, name: MetricName): string {
  const label = Math.min(widestLabel, Math.max("configuration".length, ...view.labels.map((text) => text.length)));
  const width = 15;
  const beside = Math.max(1, Math.floor((columns - label - 4) / (width + 3)));
  const tables: string[] = [];
  for (let from = 0; from < view.profiles.length; from += beside) {
    const profiles = view.profiles.slice(from, from + beside);
    const rows = view.labels.map((text, variant) => [
      text,
      ...profiles.map((profile) => cellWords(cellAt(view, variant, profile, name)).join("\n")),
    ]);
    tables.push(table(["configuration", ...profiles], rows, [label, ...profiles.map(() => width)]));
  }
  return tables.join("\n");
}

export const metricHead = (name: MetricName): string => `${name} (${metric(name).unit}): ${metric(name).sentence}`;

export function markdownOf(view: ExplorationView, names: readonly MetricName[], words: readonly string[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const parts = names.map((name) =>
    [
      `## ${name}`,
      "",
      `${metric(name).sentence} Unit: ${metric(name).unit}.`,
      "",
      line(["configuration", ...view.profiles]),
      line(["---", ...view.profiles.map(() => "---")]),
      ...view.labels.map((label, variant) =>
        line([label, ...view.profiles.map((profile) => cellWords(cellAt(view, variant, profile, name)).join(", "))]),
      ),
      "",
    ].join("\n"),
  );
  return [`# What each configuration buys`, "", ...words.map((word) => `- ${word}`), "", ...parts].join("\n");
}

const csvCell = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvHead = [
  "configuration",
  "profile",
  "metric",
  "unit",
  "estimate",
  "low",
  "high",
  "n",
  "any",
  "anyUpper",
  "method",
  "witness",
];

export const csvOf = (view: ExplorationView): string =>
  [csvHead, ...view.cells.map((cell) => csvRow(view, cell))]
    .map((row) => row.map(csvCell).join(","))
    .join("\n")
    .concat("\n");

const csvRow = (view: ExplorationView, cell: Cell): readonly (string | number | null)[] => [
  view.labels[cell.variant]!,
  cell.profile,
  cell.metric,
  metric(cell.metric).unit,
  cell.estimate,
  cell.low,
  cell.high,
  cell.n,
  cell.any,
  cell.anyUpper,
  cell.method,
  view.witnessOf(cell),
];
