/** docs/mutation.md: what `npm run mutate` came to when it was last recorded, from docs/recorded. */
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { isRelevant, type MutantRow, type MutationReport, mutationReportSchema } from "../mutation/mutation-report.ts";
import { isSurvivor, killerLines, roomTable, scoreLine } from "../mutation/mutation-text.ts";

export const readMutation = (file: string): MutationReport =>
  mutationReportSchema.parse(JSON.parse(readFileSync(file, "utf8")));

const fence = (lines: readonly string[]): string =>
  ["```text", ...lines.map(stripVTControlCharacters), "```"].join("\n");

/** What would be taken for markup, or for the end of a cell. */
const cell = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;

function aliveTable(rows: readonly MutantRow[]): string {
  if (rows.length === 0) return "None.";
  const lines = rows.map(
    ({ place, function: name, change, source, differs }) =>
      `| ${place.replace(/^src\//, "")} | ${name} | ${cell(source)} | ${cell(change)} | ${differs} |`,
  );
  return ["| place | function | line | change | runs that differ |", "| --- | --- | --- | --- | ---: |", ...lines].join(
    "\n",
  );
}

function irrelevantTable(rows: readonly MutantRow[]): string {
  if (rows.length === 0) return "None.";
  const lines = rows.map(
    ({ place, change, outcome, reason }) =>
      `| ${place.replace(/^src\//, "")} | ${cell(change)} | ${outcome} | ${reason ?? ""} |`,
  );
  return ["| place | change | | why |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

export function mutationPage(report: MutationReport): string {
  const { mutants, seed, runs, mutableLines, paths, stages, unfit } = report;
  const of = (outcome: MutantRow["outcome"]): readonly MutantRow[] => mutants.filter((row) => row.outcome === outcome);
  const words = [...paths, `--sample ${mutants.length}`, `--seed ${seed}`, `--runs ${runs}`];
  const flags = [
    ...(stages.includes("properties") ? [] : ["--no-properties"]),
    ...(stages.includes("tests") ? ["--tests"] : []),
  ];
  return `# Is every decision watched?

The protocol code is changed in one place at a time: a comparison, a negation, a constant, a call or a return that is dropped. Each such
mutant is tried on the drawn runs in which it makes a difference. A check that refuses a run, a broken invariant of the code itself, an
exception, or a run without an end kills it. What is printed here was recorded with

\`npm run mutate -- ${[...words, ...flags].join(" ")}\`

and the same command prints the same again (same program). ${mutants.length} of ${mutableLines} lines that can be changed were drawn, each in one way;
${runs} runs, ${unfit} of which fail without any mutant and were left out; tried by ${stages.join(", ")}.

## The score

**${scoreLine(report)}**

${fence(roomTable(report).split("\n"))}

*survived*: it changes runs, and nobody says a word (that a property met its case too seldom is none). *unmet*: executed, but never where it gives another value. *unreached*: never
executed.

## Who kills

${fence(killerLines(report))}

## What survives

${aliveTable(mutants.filter(isSurvivor))}

## What is executed, but never where it matters

${aliveTable(of("unmet"))}

## What is never executed

${aliveTable(of("unreached"))}

## What need not be killed

${irrelevantTable(mutants.filter((row) => !isRelevant(row)))}
`;
}
