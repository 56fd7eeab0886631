/** `kafka-trial nightly`: a campaign over small clusters of any shape; broken promises are saved, marks never met fail it. */

import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { propertySpace } from "../../arbitrary/space.ts";
import { type CampaignPlan, runCampaign } from "../../campaign/campaign.ts";
import { notToday } from "../../check/marks.ts";
import { kafka4 } from "../../kafka/rules/rules.ts";
import { type NightlyReport, neverMet, nightlyText } from "../../report/nightly-report.ts";
import { progressPrinter } from "../../report/progress.ts";
import { defaultStrategy } from "../../strategy/names.ts";
import { version } from "../../version.ts";
import { openPool } from "../../workers/pool.ts";
import { BadUsage } from "../shared/bad-usage.ts";
import { outOf, rulesOf } from "../shared/cluster.ts";
import { exitCode } from "../shared/exit-code.ts";
import { type Stop, stopOnInterrupt, unlessStopped } from "../shared/interrupt.ts";
import { print } from "../shared/output.ts";
import type { NightlyOptions } from "./syntax.ts";
import { NightlyTally } from "./tally.ts";

/** As many runs make one campaign: strategies learn anew in the next, and what was found is all that is kept of them. */
const campaignRuns = 20_000;
/** In fewer runs a mark may be missed by chance. */
const tellingRuns = 20_000;

export async function nightlyCommand(options: NightlyOptions): Promise<number> {
  if (options.runs !== undefined && options.time !== undefined)
    throw new BadUsage("--runs and --time exclude each other: a campaign ends by count or by time");
  const started = Date.now();
  const out = outOf(options);
  const rules = rulesOf(options);
  const seed = options.seed ?? randomBytes(6).toString("hex");
  const strategy = options.strategy ?? defaultStrategy;
  const stop = stopOnInterrupt();
  if (options.json !== true) process.stderr.write(`seed ${seed}, strategy ${strategy}, rules ${rules}\n`);
  const tally = new NightlyTally(out);
  await campaigns({ rules, seed, strategy }, options, tally, stop);
  const report = { command: "nightly", version, seed, strategy, rules, ...tally.report(started) } as const;
  const missed = rules === kafka4.name && report.runs >= tellingRuns ? neverMet(report, notToday) : [];
  print(
    options.json,
    () => report,
    () => nightlyText(report, missed),
  );
  if (report.faults.length > 0) return exitCode.internalFault;
  if (stop.requested) return exitCode.interrupted;
  return report.violations.length > 0 || missed.length > 0 ? exitCode.violated : exitCode.held;
}

type Named = Pick<NightlyReport, "rules" | "seed"> & Pick<CampaignPlan, "strategy">;

/** One campaign after another, so that a long night needs no more memory than a short one. */
async function campaigns(
  { rules, seed, strategy }: Named,
  options: NightlyOptions,
  tally: NightlyTally,
  stop: Stop,
): Promise<void> {
  const jobs = options.jobs ?? availableParallelism();
  const endMs = options.time === undefined ? Number.POSITIVE_INFINITY : Date.now() + options.time * 1000;
  const most = options.time === undefined ? (options.runs ?? campaignRuns) : Number.POSITIVE_INFINITY;
  const isOver = {
    get requested() {
      return stop.requested || Date.now() >= endMs;
    },
  };
  const pool = openPool(jobs);
  const printer = progressPrinter(options.time === undefined ? most : null, options.time ?? null);
  try {
    for (let nth = 1; tally.runs < most && !isOver.requested; nth++) {
      const runs = Math.min(campaignRuns, most - tally.runs);
      const rows = [{ configuration: 0, profile: "all", space: propertySpace(rules) }] as const;
      const plan = { strategy, rows, seed: nth === 1 ? seed : `${seed}/${nth}`, runs, untilMs: null, jobs };
      const before = tally.progress();
      const result = await runCampaign(
        plan,
        (task) => unlessStopped(pool.chunk(task), stop),
        ({ done, events, broken }) =>
          printer.update({
            done: before.done + done,
            events: before.events + events,
            broken: before.broken + broken,
            total: options.time === undefined ? most : null,
          }),
        isOver,
      );
      tally.add(result);
    }
  } finally {
    printer.stop();
    await pool.close();
  }
}
