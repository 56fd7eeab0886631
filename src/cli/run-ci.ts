/** What a campaign tells a CI system: a JUnit file where asked for, annotations and a summary in a GitHub job. */
import { appendFileSync } from "node:fs";
import type { CiCase } from "../report/ci-case.ts";
import { annotations, stepSummary } from "../report/github.ts";
import { junit } from "../report/junit.ts";
import type { TableRow } from "../report/run-table.ts";
import { writeOutput } from "./output-file.ts";

export interface CiOutput {
  readonly cases: readonly CiCase[];
  readonly rows: readonly TableRow[];
  /** Lines that belong below the table of the summary. */
  readonly notes: readonly string[];
  readonly wallSeconds: number;
  readonly junit: string | undefined;
}

export function tellCi(output: CiOutput, environment: NodeJS.ProcessEnv = process.env): void {
  if (output.junit !== undefined) writeOutput(output.junit, junit(output.cases, output.wallSeconds));
  if (environment["GITHUB_ACTIONS"] !== "true") return;
  // On stderr, which the runner reads as well: stdout may be one JSON object.
  for (const line of annotations(output.cases)) process.stderr.write(`${line}\n`);
  const summary = environment["GITHUB_STEP_SUMMARY"];
  if (summary === undefined || summary === "") return;
  try {
    appendFileSync(summary, stepSummary(output.rows, output.cases, output.notes));
  } catch (error) {
    process.stderr.write(`no step summary: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
