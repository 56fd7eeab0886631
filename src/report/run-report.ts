/** What `run --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";
import { configurationFields } from "./configuration-report.ts";
import { blameReport, excusedReport, promiseReport, statisticsReport } from "./verdict-report.ts";

const verdict = z.enum(["held", "violated", "unpromised"]);
const judgedVerdict = z
  .enum(["held", "violated", "unpromised", "undecided", "not-tested"])
  .describe("undecided: a setting that may decide it could not be read; not-tested: its occasion came in no run");

/** Of a failure under the rules of an older release. */
const mendedByText = "each later change of Kafka that alone prevents it, bugs first, with the release that has it";

const guaranteeReport = z.strictObject({
  guarantee: z.string(),
  promised: z.boolean().describe("the configuration promises it under the profile, whatever the faults do"),
  verdict: judgedVerdict,
  testedRuns: z.number().int().describe("runs in which its occasion came, or which broke it"),
  brokenRuns: z.number().int(),
  endedRuns: z.number().int().describe("runs in which the promise had ended, such as with the producer's session"),
  upper95: z
    .number()
    .describe("one-sided 95 % upper bound of the probability that a run which tests it breaks it (Clopper-Pearson)"),
  witness: z.string().nullable().describe("a saved scenario that shows it"),
});

export const runReportSchema = z.strictObject({
  command: z.literal("run"),
  version: z.string(),
  seed: z.string(),
  runs: z.number().int(),
  events: z.number().int(),
  virtualSeconds: z.number(),
  wallSeconds: z.number(),
  digest: z.string().nullable().describe("null when the time or Ctrl-C, not the count, ended the campaign"),
  configurations: z.array(
    z.strictObject({
      ...configurationFields,
      promises: promiseReport.describe("what the configuration promises, whatever the runs showed"),
      profiles: z.array(
        z.strictObject({
          profile: z.string(),
          runs: z.number().int(),
          guarantees: z.array(guaranteeReport),
          statistics: statisticsReport,
        }),
      ),
    }),
  ),
  violations: z.array(
    z.strictObject({
      check: z.string(),
      fingerprint: z.string(),
      scenario: z.string().nullable(),
      run: z.number().int(),
      mendedBy: z.array(z.string()).describe(mendedByText),
    }),
  ),
  blame: blameReport.describe("what one setting would have changed about what nothing promised"),
  corpus: z
    .array(z.strictObject({ scenario: z.string(), status: z.enum(["reproduces", "fixed", "stale"]) }))
    .describe("failures of earlier campaigns, replayed first"),
  history: z.string().nullable().describe("the file that --history wrote"),
  marks: z.record(z.string(), z.number().int()).describe("in how many runs each mark was met"),
  excused: excusedReport.describe("which legal anomalies excused something; `explain` says what each is"),
});

export type RunReport = z.infer<typeof runReportSchema>;

export const replayReportSchema = z.strictObject({
  rules: z.string().describe("the rule set that the scenario names"),
  controlPlane: z.string().describe("whose controller decides: of the release that the rules name, from 3.3 on"),
  verdict,
  digest: z.string(),
  violations: z.array(
    z.strictObject({
      check: z.string(),
      guarantee: z.string(),
      fingerprint: z.string(),
      sentence: z.string(),
      promised: z.boolean(),
      event: z.number().int(),
      atMicros: z.number().int(),
      mendedBy: z.array(z.string()).describe(mendedByText),
    }),
  ),
  excused: z.record(z.string(), z.number().int()).describe("how often each legal anomaly excused something"),
  story: z.array(z.string()),
  events: z.number().int(),
  virtualSeconds: z.number(),
});

export type ReplayReport = z.infer<typeof replayReportSchema>;

const size = z.strictObject({
  faults: z.number().int(),
  clients: z.number().int(),
  records: z.number().int(),
  brokers: z.number().int(),
  reorderings: z.number().int().describe("messages whose delay is fixed apart from the others"),
});

export const shrinkReportSchema = z.strictObject({
  file: z.string().describe("where the small scenario is saved"),
  fingerprint: z.string().describe("the failure that it keeps"),
  executions: z.number().int(),
  before: size,
  after: size,
});

export type ShrinkReport = z.infer<typeof shrinkReportSchema>;
