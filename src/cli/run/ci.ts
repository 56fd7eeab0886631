/** What a campaign tells a CI system: its cases, a JUnit file where asked for, annotations and a summary in a GitHub job. */
import { appendFileSync } from "node:fs";
import type { CampaignResult, CampaignRow } from "../../campaign/campaign.ts";
import type { InternalFault } from "../../campaign/chunk.ts";
import type { CorpusEntry } from "../../campaign/corpus.ts";
import type { Judgement } from "../../campaign/judgement.ts";
import type { CiCase } from "../../report/ci-case.ts";
import { annotations, stepSummary } from "../../report/github.ts";
import { junit } from "../../report/junit.ts";
import { cellText, type TableRow } from "../../report/run-table.ts";
import { writeOutput } from "../shared/output.ts";
import { judgedRow } from "./judged.ts";
import type { RunPlan } from "./plan.ts";
import { unmetRequirements } from "./requirements.ts";
import type { SavedFinding } from "./save.ts";

export interface CampaignOutcome {
  readonly plan: RunPlan;
  readonly result: CampaignResult;
  readonly saved: readonly SavedFinding[];
  readonly corpus: readonly CorpusEntry[];
  readonly faults: readonly (InternalFault & { readonly row: CampaignRow })[];
}

export function casesOf({ plan, result, saved, corpus, faults }: CampaignOutcome): readonly CiCase[] {
  const unmet = unmetRequirements(plan, result);
  const guarantees = result.rows.flatMap(({ row, runs, ...rest }) =>
    judgedRow(plan, { row, runs, ...rest }).map((judgement): CiCase => {
      const { guarantee } = judgement;
      const why = unmet.find((one) => one.row === row && one.guarantee === guarantee)?.why ?? null;
      const file = saved.find((one) => one.row === row && one.judgement.guarantee === guarantee)?.file ?? null;
      const details = file === null ? replayLine(plan, row) : `kafka-trial replay ${file}`;
      return { ...placeOf(plan, row), name: guarantee, ...statusOf(judgement, runs.length, why), details };
    }),
  );
  return [...corpus.map(corpusCase), ...guarantees, ...faults.map((fault) => faultCase(plan, fault))];
}

function placeOf(plan: RunPlan, row: CampaignRow): Pick<CiCase, "suite" | "file"> {
  const configuration = plan.configurations[row.configuration]!;
  return { suite: `${configuration.name}, ${row.profile}`, file: configuration.files[0] ?? null };
}

function statusOf(judgement: Judgement, runs: number, unmet: string | null): Pick<CiCase, "status" | "message"> {
  const { verdict, brokenRuns, witness } = judgement;
  const found = witness === null ? "" : `: ${witness.violation.sentence}`;
  if (verdict === "violated") return { status: "failed", message: `violated in ${brokenRuns} of ${runs} runs${found}` };
  if (unmet !== null) return { status: "failed", message: `required, but ${unmet}${found}` };
  return { status: verdict === "held" ? "passed" : "skipped", message: cellText(judgement, runs) };
}

function corpusCase({ file, status, outcome }: CorpusEntry): CiCase {
  const [violation] = outcome?.violations.filter((one) => one.promised) ?? [];
  const statuses = { reproduces: "failed", fixed: "passed", stale: "skipped" } as const;
  const words = {
    reproduces: `still there: ${violation?.sentence ?? "the same failure"}`,
    fixed: "fixed: the same schedule shows it no more",
    stale: "stale: saved under another schedule, or no scenario of this version",
  } as const;
  return {
    suite: "corpus",
    name: file,
    status: statuses[status],
    message: words[status],
    details: `kafka-trial replay ${file}`,
    file: null,
  };
}

const faultCase = (plan: RunPlan, { row, index, sentence }: CampaignOutcome["faults"][number]): CiCase => ({
  ...placeOf(plan, row),
  name: `run ${index}`,
  status: "error",
  message: `internal fault of kafka-trial: ${sentence.split("\n")[0]}`,
  details: sentence,
});

/** Any run of the row again. */
const replayLine = (plan: RunPlan, { profile, configuration }: CampaignRow): string =>
  `kafka-trial run ${plan.configurations[configuration]!.files.join(" ")} --profile ${profile} --seed ${plan.seed}`;

interface CiOutput {
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
