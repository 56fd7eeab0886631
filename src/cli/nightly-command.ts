/** `kafka-trial nightly`: a campaign over small clusters of any shape; broken promises are saved, marks never met fail it. */

import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { propertySpace } from "../arbitrary/space.ts";
import { marks, notToday } from "../check/marks.ts";
import { kafka4 } from "../kafka/rules/rules.ts";
import { type NightlyReport, neverMet } from "../report/nightly-report.ts";
import { nightlyText } from "../report/nightly-text.ts";
import { progressPrinter } from "../report/progress.ts";
import { upper95 } from "../run/bound.ts";
import { type CampaignPlan, type CampaignResult, type RowResult, runCampaign } from "../run/campaign.ts";
import { failuresFolder } from "../run/corpus.ts";
import { openPool } from "../run/pool.ts";
import { run } from "../run/run.ts";
import { saveScenario } from "../run/saved-scenario.ts";
import { defaultStrategy } from "../strategy/names.ts";
import { version } from "../version.ts";
import { BadUsage } from "./bad-usage.ts";
import { exitCode } from "./exit-code.ts";
import { slug } from "./finding-file.ts";
import { type Stop, stopOnInterrupt, unlessStopped } from "./interrupt.ts";
import type { NightlyOptions } from "./nightly-syntax.ts";
import { outOf, rulesOf } from "./run-plan.ts";

const defaultRuns = 20_000;
/** In fewer runs a mark may be missed by chance. */
const tellingRuns = 20_000;

export async function nightlyCommand(options: NightlyOptions): Promise<number> {
  if (options.runs !== undefined && options.time !== undefined)
    throw new BadUsage("--runs and --time exclude each other: a campaign ends by count or by time");
  const started = Date.now();
  const out = outOf(options);
  const plan = planOf(options);
  const { rules } = plan.rows[0]!.space;
  const stop = stopOnInterrupt();
  if (options.json !== true) process.stderr.write(`seed ${plan.seed}, strategy ${plan.strategy}, rules ${rules}\n`);
  const result = await campaign(plan, options, stop);
  const report = reportOf(plan, result, out, (Date.now() - started) / 1000);
  const missed = rules === kafka4.name && report.runs >= tellingRuns ? neverMet(report, notToday) : [];
  process.stdout.write(`${options.json === true ? JSON.stringify(report) : nightlyText(report, missed)}\n`);
  if (report.faults.length > 0) return exitCode.internalFault;
  if (stop.requested) return exitCode.interrupted;
  return report.violations.length > 0 || missed.length > 0 ? exitCode.violated : exitCode.held;
}

function planOf(options: NightlyOptions): CampaignPlan {
  return {
    strategy: options.strategy ?? defaultStrategy,
    rows: [{ configuration: 0, profile: "all", space: propertySpace(rulesOf(options)) }],
    seed: options.seed ?? randomBytes(6).toString("hex"),
    runs: options.runs ?? defaultRuns,
    untilMs: options.time === undefined ? null : Date.now() + options.time * 1000,
    jobs: options.jobs ?? availableParallelism(),
  };
}

async function campaign(plan: CampaignPlan, { time }: NightlyOptions, stop: Stop): Promise<CampaignResult> {
  const pool = openPool(plan.jobs);
  const printer = progressPrinter(time === undefined ? plan.runs : null, time ?? null);
  try {
    return await runCampaign(
      plan,
      (task) => unlessStopped(pool.chunk(task), stop),
      (progress) => printer.update(progress),
      stop,
    );
  } finally {
    printer.stop();
    await pool.close();
  }
}

function reportOf(plan: CampaignPlan, result: CampaignResult, out: string, wallSeconds: number): NightlyReport {
  const row = result.rows[0]!;
  const { runs } = row;
  const counts = new Map(marks.map(({ name }) => [name, 0]));
  for (const mark of runs.flatMap((one) => one.marks)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const broken = runs.filter(({ violations }) => violations.some(({ promised }) => promised)).length;
  return {
    command: "nightly",
    version,
    seed: plan.seed,
    strategy: plan.strategy,
    rules: row.row.space.rules,
    runs: runs.length,
    events: runs.reduce((sum, one) => sum + one.events, 0),
    virtualSeconds: runs.reduce((sum, one) => sum + one.virtualMicros, 0) / 1e6,
    wallSeconds,
    digest: result.digest,
    upper95: upper95(broken, runs.length),
    violations: saveViolations(row, out),
    marks: Object.fromEntries(counts),
    faults: result.faults.map(({ index, sentence }) => `run ${index}: ${sentence}`),
  };
}

/** The first run of each fingerprint, as it was found: `shrink` makes it small. */
function saveViolations(row: RowResult, out: string): NightlyReport["violations"] {
  const found = new Map<string, NightlyReport["violations"][number]>();
  for (const { index, violations } of row.runs) {
    for (const { promised, fingerprint, check, guarantee, sentence } of violations) {
      if (!promised) continue;
      const known = found.get(fingerprint);
      if (known !== undefined) {
        found.set(fingerprint, { ...known, runs: known.runs + 1 });
        continue;
      }
      const scenario = row.scenarioOf(index);
      const file = join(failuresFolder(out), `nightly.${scenario.rules}.${slug(fingerprint)}.json`);
      saveScenario(file, scenario, run(scenario), fingerprint);
      found.set(fingerprint, { check, guarantee, fingerprint, sentence, runs: 1, scenario: file });
    }
  }
  return [...found.values()];
}
