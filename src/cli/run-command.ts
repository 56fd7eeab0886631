/** `kafka-trial run`: the campaign, its table or JSON, what it saved, and the exit code. */
import { availableParallelism } from "node:os";
import { progressPrinter } from "../report/progress.ts";
import { allChecksRunLine } from "../report/scope-text.ts";
import { type CampaignPlan, type CampaignResult, runCampaign } from "../run/campaign.ts";
import { replayCorpus } from "../run/corpus.ts";
import { openPool, type WorkerPool } from "../run/pool.ts";
import { exitCode } from "./exit-code.ts";
import { printList } from "./run-list.ts";
import { planRun, type RunPlan } from "./run-plan.ts";
import { printRunReport } from "./run-print.ts";
import { type SavedFinding, saveFindings } from "./save-findings.ts";
import type { RunOptions } from "./syntax.ts";

export async function runCommand(files: readonly string[], options: RunOptions): Promise<number> {
  if (options.list === true) return printList();
  const plan = planRun(files, options);
  const started = Date.now();
  const stop = stopOnInterrupt();
  const corpus = replayCorpus(plan.out);
  for (const entry of corpus) process.stderr.write(`corpus: ${entry.file} ${entry.status}\n`);
  if (options.json !== true) process.stderr.write(`${openingLine(plan)}\n`);
  const jobs = options.jobs ?? availableParallelism();
  const pool = openPool(jobs);
  try {
    const result = await campaign(plan, options, jobs, pool, stop);
    const saved = await saveFindings(plan, result, pool, stop);
    const wallSeconds = (Date.now() - started) / 1000;
    printRunReport({ plan, result, saved, wallSeconds, json: options.json === true });
    return exitOf(
      plan,
      result,
      saved,
      corpus.some((entry) => entry.status === "reproduces"),
    );
  } finally {
    await pool.close();
  }
}

async function campaign(
  plan: RunPlan,
  options: RunOptions,
  jobs: number,
  pool: WorkerPool,
  stop: { readonly requested: boolean },
): Promise<CampaignResult> {
  const seconds = options.time ?? null;
  const printer = progressPrinter(seconds === null ? plan.runs * plan.rows.length : null, seconds);
  const campaignPlan: CampaignPlan = {
    rows: plan.rows,
    seed: plan.seed,
    runs: plan.runs,
    untilMs: seconds === null ? null : Date.now() + seconds * 1000,
    jobs,
  };
  try {
    return await runCampaign(
      campaignPlan,
      (task) => pool.chunk(task),
      (progress) => printer.update(progress),
      stop,
    );
  } finally {
    printer.stop();
  }
}

function openingLine(plan: RunPlan): string {
  const configurations = plan.configurations.map((configuration) => configuration.name).join(", ");
  return `seed ${plan.seed}: ${configurations}; ${plan.profiles.join(", ")}. ${allChecksRunLine}`;
}

/** The first Ctrl-C ends the campaign with what was found so far. A second one ends the process. */
function stopOnInterrupt(): { requested: boolean } {
  const stop = { requested: false };
  process.once("SIGINT", () => {
    stop.requested = true;
    process.stderr.write("\nstopping: saving what was found so far\n");
    process.once("SIGINT", () => process.exit(exitCode.interrupted));
  });
  return stop;
}

function exitOf(plan: RunPlan, result: CampaignResult, saved: readonly SavedFinding[], corpusFails: boolean): number {
  if (result.faults.length > 0) return exitCode.internalFault;
  if (result.interrupted) return exitCode.interrupted;
  if (saved.some((finding) => finding.judgement.verdict === "violated") || corpusFails) return exitCode.violated;
  return plan.requirementsMet(result) ? exitCode.held : exitCode.violated;
}
