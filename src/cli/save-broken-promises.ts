/** Promises that a side of a comparison broke: saved where the next campaign on that configuration finds them, then shrunk. */
import { join } from "node:path";
import { placeOn } from "../arbitrary/place.ts";
import { sideOf } from "../arbitrary/side.ts";
import { rowSeed } from "../campaign/campaign.ts";
import { failuresFolder } from "../campaign/corpus.ts";
import { run } from "../run/run.ts";
import { saveScenario } from "../scenario/saved-scenario.ts";
import type { BrokenPromise } from "../study/comparison/contrast.ts";
import { drawnAt } from "../study/counterfactual/drawn.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { ComparePlan } from "./compare-plan.ts";
import { slug } from "./finding-file.ts";
import { breathe, type Stop, unlessStopped } from "./interrupt.ts";

export interface SavedPromise extends BrokenPromise {
  readonly file: string;
}

const mostRuns = 600;

export const saveBrokenPromises = (
  plan: ComparePlan,
  broken: readonly BrokenPromise[],
  pool: WorkerPool,
  stop: Stop,
): Promise<readonly SavedPromise[]> => Promise.all(broken.map((promise) => shrinkAndSave(plan, promise, pool, stop)));

async function shrinkAndSave(
  plan: ComparePlan,
  promise: BrokenPromise,
  pool: WorkerPool,
  stop: Stop,
): Promise<SavedPromise> {
  const { row, side, index, violation } = promise;
  const { configuration, label } = plan.sides[side];
  const { fingerprint, guarantee } = violation;
  const name = [label, row.profile, guarantee, fingerprint].map(slug).join(".");
  const file = join(failuresFolder(plan.out), `${name}.json`);
  const scenario = placeOn(drawnAt(row.space, rowSeed(plan.seed, row.profile), index), sideOf(configuration));
  saveScenario(file, scenario, run(scenario), fingerprint);
  await breathe();
  if (stop.requested) return { ...promise, file };
  const task = { kind: "shrink", scenario, fingerprint, maxRuns: mostRuns } as const;
  const small = await unlessStopped(pool.shrink(task), stop);
  if (small !== null) saveScenario(file, small.scenario, small.outcome, fingerprint);
  return { ...promise, file };
}
