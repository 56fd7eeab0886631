/** `kafka-trial defects`: each planted defect is hunted; tables or JSON; exit 1 if one that can be seen is not found. */
import { availableParallelism } from "node:os";
import pc from "picocolors";
import { defects } from "../../kafka/rules/defects.ts";
import { isMissed, type KillReport, killReport, killText } from "../../report/kill-report.ts";
import { huntProgress } from "../../report/progress.ts";
import { ruleSetNames } from "../../scenario/rule-sets.ts";
import { defaultStrategy, strategyNames } from "../../strategy/names.ts";
import { askedCells, type Cell, killMatrix, type MatrixPlan } from "../../study/hunt/kill-matrix.ts";
import { openPool } from "../../workers/pool.ts";
import { exitCode } from "../shared/exit-code.ts";
import { type Stop, stopOnInterrupt, unlessStopped } from "../shared/interrupt.ts";
import { manyOf } from "../shared/options.ts";
import { print } from "../shared/output.ts";
import type { DefectsOptions } from "./syntax.ts";

const campaigns = 3;
const cap = 5000;
const shrinkRuns = 2000;

export async function defectsCommand(ids: readonly string[], options: DefectsOptions): Promise<number> {
  const plan = planOf(ids, options);
  if (options.list === true) return printList(plan.defects, options.json === true);
  const stop = stopOnInterrupt();
  const cells = await huntAll(plan, options.jobs ?? availableParallelism(), stop);
  const strategy = plan.strategies[0]!;
  const report = killReport({ cells, seeds: plan.seeds, cap: plan.cap, strategy });
  print(
    options.json,
    () => report,
    () => textOf(report),
  );
  if (stop.requested) return exitCode.interrupted;
  return report.defects.some(isMissed) ? exitCode.violated : exitCode.held;
}

function planOf(ids: readonly string[], { seed = "kafka-trial", strategy, runs }: DefectsOptions): MatrixPlan {
  const named = manyOf("defect", ruleSetNames.defects)(ids.map((id) => id.toUpperCase()));
  return {
    defects: named.length > 0 ? named : ruleSetNames.defects,
    strategies: strategy === "all" ? strategyNames : [strategy ?? defaultStrategy],
    unseen: defects.filter(({ masked }) => masked !== undefined).map(({ id }) => id),
    seeds: Array.from({ length: campaigns }, (_, i) => `${seed}-${i + 1}`),
    cap: runs ?? cap,
    shrinkRuns,
  };
}

async function huntAll(plan: MatrixPlan, jobs: number, stop: Stop): Promise<readonly Cell[]> {
  const pool = openPool(jobs);
  const progress = huntProgress(askedCells(plan).length);
  try {
    return await killMatrix(
      plan,
      {
        hunt: (task) => unlessStopped(pool.hunt(task), stop),
        shrink: (task) => unlessStopped(pool.shrink(task), stop),
      },
      (cell) => progress.update(cell),
      jobs,
    );
  } finally {
    progress.stop();
    await pool.close();
  }
}

function printList(ids: readonly string[], json: boolean): number {
  const listed = defects
    .filter(({ id }) => ids.includes(id))
    .map(({ id, rank, title, source, masked }) => ({ id, rank, title, source, masked: masked ?? null }));
  const text = listed.map(({ id, title, source }) => `${id}  ${title} ${pc.dim(`(${source})`)}`).join("\n");
  print(
    json,
    () => listed,
    () => text,
  );
  return exitCode.held;
}

function textOf(report: KillReport): string {
  const missed = report.defects.filter(isMissed).map(({ id }) => id);
  const verdict =
    missed.length === 0
      ? pc.green("every defect that can be seen was found")
      : pc.red(`not found: ${missed.join(", ")}`);
  return [killText(report), "", verdict].join("\n");
}
