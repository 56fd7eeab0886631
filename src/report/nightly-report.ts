/** What `nightly --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";
import { excusedReport } from "./verdict-report.ts";

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
  upper95: z.number().describe("one-sided 95 % upper bound of the probability that a run breaks a promise"),
  violations: z.array(
    z.strictObject({
      check: z.string(),
      guarantee: z.string(),
      fingerprint: z.string(),
      sentence: z.string(),
      runs: z.number().int().describe("runs that show it"),
      scenario: z.string().describe("where the first of them is saved"),
    }),
  ),
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
