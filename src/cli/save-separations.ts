/**
 * Scenarios in which one configuration holds a guarantee that the other breaks: shrunk so that they still separate, and
 * saved twice, under the side that breaks it and under the one that holds it.
 */
import { join } from "node:path";
import { placeOn } from "../arbitrary/place.ts";
import { type Side, sideOf } from "../arbitrary/side.ts";
import { rowSeed } from "../campaign/campaign.ts";
import { run } from "../run/run.ts";
import { saveScenario } from "../scenario/saved-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Separation } from "../study/comparison/contrast.ts";
import { drawnAt } from "../study/counterfactual/drawn.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { ComparePlan } from "./compare-plan.ts";
import { slug } from "./finding-file.ts";
import { breathe, type Stop, unlessStopped } from "./interrupt.ts";

export interface SavedSeparation extends Separation {
  readonly breaking: string;
  readonly holding: string;
}

const mostRuns = 200;

export async function saveSeparations(
  plan: ComparePlan,
  separations: readonly Separation[],
  pool: WorkerPool,
  stop: Stop,
): Promise<readonly SavedSeparation[]> {
  return Promise.all(separations.map((separation) => shrinkAndSave(plan, separation, pool, stop)));
}

async function shrinkAndSave(
  plan: ComparePlan,
  separation: Separation,
  pool: WorkerPool,
  stop: Stop,
): Promise<SavedSeparation> {
  const { row, index, breaks, guarantee, violation } = separation;
  const sides = plan.sides.map((side) => sideOf(side.configuration));
  const between = { breaks: sides[breaks]!, holds: sides[1 - breaks]!, guarantee };
  const scenario = drawnAt(row.space, rowSeed(plan.seed, row.profile), index);
  const saved = {
    ...separation,
    breaking: fileOf(plan, separation, "breaks"),
    holding: fileOf(plan, separation, "holds"),
  };
  save(saved, scenario, between);
  await breathe();
  if (stop.requested) return saved;
  const task = { kind: "shrink", scenario, fingerprint: violation.fingerprint, maxRuns: mostRuns, between } as const;
  const small = await unlessStopped(pool.shrink(task), stop);
  if (small?.reproduced === true) save(saved, small.scenario, between);
  return saved;
}

function save(
  { breaking, holding, violation }: SavedSeparation,
  scenario: Scenario,
  { breaks, holds }: { readonly breaks: Side; readonly holds: Side },
): void {
  const one = placeOn(scenario, breaks);
  const other = placeOn(scenario, holds);
  saveScenario(breaking, one, run(one), violation.fingerprint);
  saveScenario(holding, other, run(other));
}

function fileOf(plan: ComparePlan, { row, guarantee, breaks }: Separation, role: "breaks" | "holds"): string {
  const side = role === "breaks" ? breaks : 1 - breaks;
  const parts = [plan.sides[0].label, "vs", plan.sides[1].label, row.profile, guarantee, side === 0 ? "A" : "B", role];
  return join(plan.out, "separating", `${parts.map(slug).join(".")}.json`);
}
