/**
 * `npm run docs [-- configurations | kill-matrix | mutation | releases]`: writes docs/configurations.md by running the command
 * line as a reader would, docs/kill-matrix.md and docs/mutation.md from what was recorded, and docs/releases.md from the tables
 * of rules and keys.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { judgedGuarantees } from "../campaign/judgement.ts";
import { type RunReport, runReportSchema } from "../report/run-report.ts";
import { runTable } from "../report/run-table.ts";
import { argumentsOf, type Example, examples, lesson, page, type Section } from "./configurations.ts";
import { killPage, readRecorded } from "./kill-page.ts";
import { mutationPage, readMutation } from "./mutation-page.ts";
import { releasesPage } from "./releases-page.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "kafka-trial-docs-"));

function kafkaTrial(words: readonly string[]): string {
  const program = fileURLToPath(new URL("../cli/main.js", import.meta.url));
  const env = { ...process.env, NO_COLOR: "1" };
  const ran = spawnSync(process.execPath, [program, ...words, "--out", out], { cwd: root, env, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`${words.join(" ")}: exit ${ran.status}\n${ran.stderr}`);
  return ran.stdout;
}

/** The table that the same command prints without --json. */
const tableOf = ({ configurations }: RunReport): string =>
  runTable(
    configurations.flatMap(({ name, profiles }) =>
      profiles.map(({ profile, runs, guarantees, statistics }) => ({
        configuration: name,
        profile,
        runs,
        judgements: judgedGuarantees.flatMap((guarantee) => {
          const judged = guarantees.find((one) => one.guarantee === guarantee);
          return judged === undefined ? [] : [{ ...judged, guarantee }];
        }),
        statistics: countsOf(statistics),
      })),
    ),
  );

const countsOf = (statistics: RunReport["configurations"][number]["profiles"][number]["statistics"]) => ({
  ackedRecords: statistics["ackedRecords"] ?? 0,
  lostAcked: statistics["lostAcked"] ?? 0,
  unavailableSeconds: statistics["unavailableSeconds"] ?? 0,
});

function sectionOf(example: Example): Section {
  const words = argumentsOf(example);
  const report: RunReport = runReportSchema.parse(JSON.parse(kafkaTrial([...words, "--json"])));
  process.stderr.write(`${example.files.join(" ")}\n`);
  return { example, table: tableOf(report), lesson: report.configurations.map(lesson).join(" ") };
}

function writeConfigurations(): void {
  try {
    writeFileSync(join(root, "docs/configurations.md"), page(examples.map(sectionOf)));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
if (asked.length === 0 || asked.includes("configurations")) writeConfigurations();
if (asked.length === 0 || asked.includes("kill-matrix")) {
  writeFileSync(join(root, "docs/kill-matrix.md"), killPage(readRecorded(join(root, "docs/recorded"))));
}
if (asked.length === 0 || asked.includes("mutation")) {
  writeFileSync(join(root, "docs/mutation.md"), mutationPage(readMutation(join(root, "docs/recorded/mutate.json"))));
}
if (asked.length === 0 || asked.includes("releases")) writeFileSync(join(root, "docs/releases.md"), releasesPage());
