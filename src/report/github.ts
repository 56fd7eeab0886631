/** What a GitHub job shows: an annotation on the configuration file for each failure, and a summary of the step. */
import { stripVTControlCharacters } from "node:util";
import { type CiCase, failing } from "./ci-case.ts";
import { cellText, guaranteeColumns, judgementOf, type TableRow } from "./run-table.ts";

/** Workflow commands, one a line. */
export const annotations = (cases: readonly CiCase[]): readonly string[] =>
  failing(cases).map(({ suite, name, message, file }) => {
    const title = `${name} (${suite})`;
    const place = file === null ? "" : `file=${property(file)},`;
    return `::error ${place}title=${property(title)}::${data(message)}`;
  });

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** Markdown. `notes`: lines of the report that belong below the table. */
export function stepSummary(rows: readonly TableRow[], cases: readonly CiCase[], notes: readonly string[]): string {
  const failures = failing(cases);
  const verdict = failures.length === 0 ? "nothing failed" : `${failures.length} failed`;
  return [
    `### kafka-trial: ${verdict}`,
    "",
    `| configuration | profile | runs | ${guaranteeColumns.join(" | ")} |`,
    `|${" --- |".repeat(3 + guaranteeColumns.length)}`,
    ...rows.map((row) => {
      const { configuration, profile, runs } = row;
      const cells = guaranteeColumns.map((name) => cellText(judgementOf(row, name), runs));
      return `| ${[configuration, profile, runs, ...cells].map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
    }),
    "",
    ...failures.map(({ suite, name, message, details }) => `- **${name}** (${suite}): ${message} \`${details}\``),
    ...(notes.length === 0 ? [] : ["", "```text", ...notes.map(stripVTControlCharacters), "```"]),
    "",
  ].join("\n");
}
