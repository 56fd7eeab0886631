/** `kafka-trial explore`: many configurations under the same scenarios; tables, a page, witnesses, exit code. */
import { availableParallelism } from "node:os";
import { cellsOf } from "../../durability/cells.ts";
import { dominancesOf } from "../../durability/dominance.ts";
import { type ExplorationPlan, type ExplorationResult, explore } from "../../durability/exploration.ts";
import { isPreciseTo } from "../../durability/precision.ts";
import { addRun, beginRuns } from "../../durability/runs-file.ts";
import { copiesOf } from "../../durability/variant.ts";
import { fitted } from "../../report/layout.ts";
import { progressPrinter } from "../../report/progress.ts";
import { openPool, type WorkerPool } from "../../workers/pool.ts";
import { exitCode } from "../shared/exit-code.ts";
import { type Stop, stopOnInterrupt, unlessStopped } from "../shared/interrupt.ts";
import { print } from "../shared/output.ts";
import { exploreListText } from "./list.ts";
import { type ExplorePlan, planExplore, runsFile } from "./plan.ts";
import { type Explored, exploreReport, exploreText, judged } from "./print.ts";
import { saveReports, saveWitnesses } from "./save.ts";
import type { ExploreOptions } from "./syntax.ts";

export async function exploreCommand(configs: readonly string[], options: ExploreOptions): Promise<number> {
  if (options.list === true) {
    print(false, () => null, exploreListText);
    return exitCode.held;
  }
  const plan = planExplore(configs, options);
  const stop = stopOnInterrupt();
  if (options.json !== true) process.stderr.write(`${fitted(openingLine(plan))}\n`);
  const jobs = options.jobs ?? availableParallelism();
  const pool = openPool(jobs);
  try {
    const result = await exploration(plan, jobs, pool, stop);
    const cells = cellsOf(result.profiles, plan.variants.length);
    const dominances = dominancesOf(result.profiles, cells, plan.variants.map(copiesOf));
    const witnesses = saveWitnesses(plan, cells);
    const explored: Explored = { plan, result, cells, dominances, witnesses, assertions: judged(plan, cells) };
    saveReports(explored);
    print(
      options.json,
      () => exploreReport(explored),
      () => exploreText(explored),
    );
    return exitOf(explored, stop);
  } finally {
    await pool.close();
  }
}

async function exploration(plan: ExplorePlan, jobs: number, pool: WorkerPool, stop: Stop): Promise<ExplorationResult> {
  const { variants, profiles, head, before, runs, seconds, leastRuns, halfWidth, out } = plan;
  const isCounted = seconds === null && halfWidth === null;
  const printer = progressPrinter(isCounted ? runs * profiles.length * variants.length : null, seconds);
  const explorationPlan: ExplorationPlan = {
    variants,
    profiles,
    seed: head.seed,
    runs,
    untilMs: seconds === null ? null : Date.now() + seconds * 1000,
    leastRuns,
    isEnough: halfWidth === null ? null : isPreciseTo(halfWidth, variants.length),
    jobs,
  };
  const file = runsFile(out);
  beginRuns(file, head, before);
  try {
    return await explore(
      explorationPlan,
      before,
      (task) => unlessStopped(pool.rerun(task), stop),
      {
        progress: (progress) => printer.update(progress),
        ran: (profile, run) => addRun(file, profile, run),
      },
      stop,
    );
  } finally {
    printer.stop();
  }
}

function openingLine({
  variants,
  profiles,
  head,
  before,
  seconds,
  runs,
  leastRuns,
  halfWidth,
  out,
}: ExplorePlan): string {
  const kept = Math.max(0, ...before.map((profile) => profile.runs.length));
  const goesOn = kept > 0 ? `; goes on after ${kept} runs in ${out}` : "";
  const how =
    halfWidth !== null
      ? `until losses are known to ± ${halfWidth}`
      : seconds === null
        ? `${runs} runs of each`
        : `as many runs as fit into ${seconds} s, at least ${leastRuns} of each`;
  return `seed ${head.seed}: ${variants.length} configurations under ${profiles.length} profiles (${variants.length * profiles.length} cells), ${how}${goesOn}`;
}

function exitOf({ result, assertions }: Explored, stop: Stop): number {
  if (result.faults.length > 0) return exitCode.internalFault;
  if (stop.requested) return exitCode.interrupted;
  const isBroken = result.breaks.length > 0 || assertions.some(({ failing }) => failing.length > 0);
  return isBroken ? exitCode.violated : exitCode.held;
}
