/** What `nightly` prints: with `--json` one object, stable (the JSON Schema under schema/ is made from this), else what was broken, which marks were met, and what that says. */
import pc from "picocolors";
import { z } from "zod";
import { judgedGuarantees, notTestedText } from "../campaign/judgement.ts";
import { excusedLines } from "./run-table.ts";
import { scopeLines } from "./scope-text.ts";
import { excusedReport } from "./verdict-report.ts";

const brokenPromise = z.strictObject({
  check: z.string(),
  guarantee: z.string(),
  fingerprint: z.string(),
  sentence: z.string(),
  runs: z.number().int().describe("runs that show it"),
  scenario: z.string().describe("where the first of them is saved"),
});

export const nightlyReportSchema = z.strictObject({
  command: z.literal("nightly"),
  version: z.string(),
  seed: z.string(),
  strategy: z.string(),
  rules: z.string(),
  runs: z.number().int(),
  events: z.number().int(),
  virtualSeconds: z.number(),
  wallSeconds: z.number(),
  digest: z.string().nullable().describe("null when the time or Ctrl-C, not the count, ended the campaign"),
  upper95: z
    .number()
    .describe("one-sided 95 % upper bound of the probability that a run shows what is in `violations`"),
  violations: z.array(brokenPromise).describe("what no change of a later Kafka alone mends"),
  known: z
    .array(brokenPromise.extend({ mendedBy: z.string().describe("that change, and the release that has it") }))
    .describe("under the rules of an earlier release: what one change of a later Kafka mends"),
  tested: z
    .record(z.string(), z.number().int())
    .describe("runs that put each guarantee to the test; 0: nothing was shown of it"),
  marks: z.record(z.string(), z.number().int()).describe("in how many runs each mark was met; 0: never"),
  excused: excusedReport.describe("which legal anomalies excused something; 0: never"),
  faults: z.array(z.string()).describe("faults of kafka-trial itself"),
});

export type NightlyReport = z.infer<typeof nightlyReportSchema>;

/** Marks that no run met, though today's rules allow it. */
export const neverMet = ({ marks }: NightlyReport, exempt: readonly string[]): readonly string[] =>
  Object.entries(marks)
    .filter(([name, count]) => count === 0 && !exempt.includes(name))
    .map(([name]) => name);

/** `missed`: marks that should have been met and were not. */
export function nightlyText(report: NightlyReport, missed: readonly string[]): string {
  const {
    runs,
    events,
    virtualSeconds,
    wallSeconds,
    seed,
    digest,
    violations,
    known,
    marks,
    excused,
    upper95,
    faults,
  } = report;
  const untested = judgedGuarantees.filter((guarantee) => report.tested[guarantee] === 0);
  const met = Object.entries(marks).filter(([, count]) => count > 0);
  const bound = `${(upper95 * 100).toPrecision(2)} %`;
  return [
    `${runs} runs, ${(events / 1e6).toFixed(1)} M events, ${virtualSeconds.toFixed(0)} virtual seconds in ${wallSeconds.toFixed(1)} s; seed ${seed}${digest === null ? "" : `, digest ${digest}`}`,
    `Marks met (runs), ${met.length} of ${Object.keys(marks).length}: ${met.map(([name, count]) => `${name} ${count}`).join(", ")}`,
    ...excusedLines(excused),
    ...known.flatMap((one) => [
      pc.yellow(`known: ${brokenText(one)}`),
      `  ${one.mendedBy}`,
      `  kafka-trial shrink ${one.scenario}`,
    ]),
    ...untested.map((guarantee) => pc.yellow(`${guarantee} ${notTestedText(guarantee)}`)),
    ...violations.flatMap((one) => [pc.red(`violated: ${brokenText(one)}`), `  kafka-trial shrink ${one.scenario}`]),
    ...(missed.length === 0 ? [] : [pc.red(`marks never met: ${missed.join(", ")}`)]),
    ...faults.map((fault) => pc.red(`internal fault: ${fault}`)),
    violations.length === 0
      ? pc.green(`no promise broken in ${runs} runs${besides(known.length)} (at most ${bound} of runs, 95 %)`)
      : pc.red(`broken promises of ${violations.length} kinds (at most ${bound} of runs, 95 %)`),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

const brokenText = ({ guarantee, fingerprint, sentence, runs }: z.infer<typeof brokenPromise>): string =>
  `${guarantee} (${fingerprint}), in ${runs} run${runs === 1 ? "" : "s"}: ${sentence}`;

const besides = (known: number): string =>
  known === 0 ? "" : ` but for ${known} kind${known === 1 ? "" : "s"} that a later Kafka mends`;
