/** `kafka-trial compare`: two configurations under the same scenarios; tables or JSON, separating scenarios, exit code. */
import { availableParallelism } from "node:os";
import { sideOf } from "../../arbitrary/side.ts";
import { progressPrinter } from "../../report/progress.ts";
import { compare } from "../../study/comparison/compare.ts";
import { brokenPromises, separationsOf } from "../../study/comparison/contrast.ts";
import { openPool, type WorkerPool } from "../../workers/pool.ts";
import { exitCode } from "../shared/exit-code.ts";
import { type Stop, stopOnInterrupt, unlessStopped } from "../shared/interrupt.ts";
import { type ComparePlan, planCompare } from "./plan.ts";
import { printComparison } from "./print.ts";
import { saveBrokenPromises, saveSeparations } from "./save.ts";
import type { CompareOptions } from "./syntax.ts";

export async function compareCommand(configs: readonly string[], options: CompareOptions): Promise<number> {
  const plan = planCompare(configs, options);
  const started = Date.now();
  const stop = stopOnInterrupt();
  if (options.json !== true) {
    const [a, b] = plan.sides;
    process.stderr.write(`seed ${plan.seed}: A ${a.label}, B ${b.label}; ${plan.profiles.join(", ")}\n`);
  }
  const jobs = options.jobs ?? availableParallelism();
  const pool = openPool(jobs);
  try {
    const result = await comparison(plan, jobs, pool, stop);
    const saved = await saveSeparations(plan, separationsOf(result), { pool, stop });
    const broken = await saveBrokenPromises(plan, brokenPromises(result), { pool, stop });
    const wallSeconds = (Date.now() - started) / 1000;
    printComparison({ plan, result, saved, broken, wallSeconds, json: options.json === true });
    if (result.faults.length > 0) return exitCode.internalFault;
    if (stop.requested) return exitCode.interrupted;
    return broken.length > 0 ? exitCode.violated : exitCode.held;
  } finally {
    await pool.close();
  }
}

async function comparison(plan: ComparePlan, jobs: number, pool: WorkerPool, stop: Stop) {
  const printer = progressPrinter(plan.pairs * plan.rows.length * 2, null);
  const [a, b] = plan.sides;
  const sides = [sideOf(a.configuration), sideOf(b.configuration)] as const;
  try {
    return await compare(
      { rows: plan.rows, sides, seed: plan.seed, pairs: plan.pairs, jobs },
      (task) => unlessStopped(pool.rerun(task), stop),
      (progress) => printer.update(progress),
      stop,
    );
  } finally {
    printer.stop();
  }
}
