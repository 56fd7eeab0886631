/** `kafka-trial run`: the campaign, its table or JSON, what it saved, and the exit code. */
import { availableParallelism } from "node:os";
import { type CampaignPlan, type CampaignResult, runCampaign } from "../../campaign/campaign.ts";
import { type CorpusEntry, corpusFiles, replayEntry } from "../../campaign/corpus.ts";
import { fitted } from "../../report/layout.ts";
import { progressPrinter } from "../../report/progress.ts";
import { allChecksRunLine } from "../../report/scope-text.ts";
import { openPool, type WorkerPool } from "../../workers/pool.ts";
import { exitCode } from "../shared/exit-code.ts";
import { breathe, type Stop, stopOnInterrupt, unlessStopped } from "../shared/interrupt.ts";
import { blameCampaign } from "./blame.ts";
import { writeHistory } from "./history.ts";
import { printList } from "./list.ts";
import { planRun, type RunPlan } from "./plan.ts";
import { printRunReport } from "./print.ts";
import { unmetRequirements } from "./requirements.ts";
import { type FoundFailures, type SavedFinding, saveAsFound, saveFindings } from "./save.ts";
import type { RunOptions } from "./syntax.ts";

export async function runCommand(configs: readonly string[], options: RunOptions): Promise<number> {
  if (options.list === true) return printList(configs, options);
  const plan = planRun(configs, options);
  const started = Date.now();
  const stop = stopOnInterrupt();
  const corpus = await replayFailures(plan, stop);
  if (options.json !== true) process.stderr.write(`${fitted(openingLine(plan))}\n`);
  const jobs = options.jobs ?? availableParallelism();
  const pool = openPool(jobs);
  try {
    const found = saveAsFound(plan);
    const result = await campaign(plan, options, { jobs, pool, stop, found });
    const saved = await saveFindings(plan, result, { pool, stop });
    found.settle(saved.map((finding) => finding.file));
    if (options.history !== undefined) writeHistory(plan, result, options.history);
    const blamed = await blameCampaign(plan, result, pool, stop, options.blame);
    const wallSeconds = (Date.now() - started) / 1000;
    const faults = [...result.faults, ...blamed.faults];
    printRunReport({ plan, result, saved, corpus, faults, blamed, wallSeconds, options });
    if (faults.length > 0) return exitCode.internalFault;
    return stop.requested ? exitCode.interrupted : exitOf(plan, result, saved, corpus);
  } finally {
    await pool.close();
  }
}

/** The corpus before fresh seeds. */
async function replayFailures(plan: RunPlan, stop: Stop): Promise<readonly CorpusEntry[]> {
  const entries: CorpusEntry[] = [];
  for (const file of corpusFiles(plan.out)) {
    await breathe();
    if (stop.requested) break;
    const entry = replayEntry(file, plan.rows);
    if (entry === null) continue;
    process.stderr.write(`corpus: ${file} ${entry.status}\n`);
    entries.push(entry);
  }
  return entries;
}
interface Workshop {
  readonly jobs: number;
  readonly pool: WorkerPool;
  readonly stop: Stop;
  readonly found: FoundFailures;
}

async function campaign(
  plan: RunPlan,
  options: RunOptions,
  { jobs, pool, stop, found }: Workshop,
): Promise<CampaignResult> {
  const seconds = options.time ?? null;
  const printer = progressPrinter(seconds === null ? plan.runs * plan.rows.length : null, seconds);
  const campaignPlan: CampaignPlan = {
    strategy: plan.strategy,
    rows: plan.rows,
    seed: plan.seed,
    runs: plan.runs,
    untilMs: seconds === null ? null : Date.now() + seconds * 1000,
    jobs,
  };
  try {
    return await runCampaign(
      campaignPlan,
      async (task) => {
        const result = await unlessStopped(pool.chunk(task), stop);
        if (result !== null) found.note(task, result);
        return result;
      },
      (progress) => printer.update(progress),
      stop,
    );
  } finally {
    printer.stop();
  }
}

function openingLine(plan: RunPlan): string {
  const configurations = plan.configurations.map((configuration) => configuration.name).join(", ");
  const each = `${plan.runs} runs each`;
  return `Judges ${configurations} under ${plan.profiles.join(", ")}, ${each}, then makes what broke small and asks which setting would have kept it; seed ${plan.seed}, strategy ${plan.strategy}. ${allChecksRunLine}`;
}

function exitOf(
  plan: RunPlan,
  result: CampaignResult,
  saved: readonly SavedFinding[],
  corpus: readonly CorpusEntry[],
): number {
  const isViolated = saved.some((finding) => finding.judgement.verdict === "violated");
  if (isViolated || corpus.some((entry) => entry.status === "reproduces")) return exitCode.violated;
  return unmetRequirements(plan, result).length === 0 ? exitCode.held : exitCode.violated;
}
