/**
 * What a comparison found. Scenarios in which one configuration holds a guarantee that the other breaks: shrunk so that they still separate, and
 * saved twice, under the side that breaks it and under the one that holds it. Promises that a side broke: saved where the
 * next campaign on that configuration finds them.
 */
import { join } from "node:path";
import { placeOn } from "../../arbitrary/place.ts";
import { type Side, sideOf } from "../../arbitrary/side.ts";
import { rowSeed } from "../../campaign/campaign.ts";
import { failuresFolder } from "../../campaign/corpus.ts";
import { run } from "../../run/run.ts";
import { saveScenario } from "../../scenario/saved-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { BrokenPromise, Separation } from "../../study/comparison/contrast.ts";
import { drawnAt } from "../../study/counterfactual/drawn.ts";
import { breathe, unlessStopped } from "../shared/interrupt.ts";
import { saveSmall, slug, type Workers } from "../shared/save.ts";
import type { ComparePlan } from "./plan.ts";

export interface SavedSeparation extends Separation {
  readonly breaking: string;
  readonly holding: string;
}

const separationRuns = 200;
const failureRuns = 600;

export async function saveSeparations(
  plan: ComparePlan,
  separations: readonly Separation[],
  workers: Workers,
): Promise<readonly SavedSeparation[]> {
  return Promise.all(separations.map((separation) => shrinkSeparation(plan, separation, workers)));
}

async function shrinkSeparation(
  plan: ComparePlan,
  separation: Separation,
  { pool, stop }: Workers,
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
  const maxRuns = plan.shrink ?? separationRuns;
  if (stop.requested || maxRuns === 0) return saved;
  const task = { kind: "shrink", scenario, fingerprint: violation.fingerprint, maxRuns, between } as const;
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

export interface SavedPromise extends BrokenPromise {
  readonly file: string;
}

export const saveBrokenPromises = (
  plan: ComparePlan,
  broken: readonly BrokenPromise[],
  workers: Workers,
): Promise<readonly SavedPromise[]> => Promise.all(broken.map((promise) => saveBroken(plan, promise, workers)));

async function saveBroken(plan: ComparePlan, promise: BrokenPromise, workers: Workers): Promise<SavedPromise> {
  const { row, side, index, violation } = promise;
  const { configuration, label } = plan.sides[side];
  const { fingerprint, guarantee } = violation;
  const name = [label, row.profile, guarantee, fingerprint].map(slug).join(".");
  const file = join(failuresFolder(plan.out), `${name}.json`);
  const scenario = placeOn(drawnAt(row.space, rowSeed(plan.seed, row.profile), index), sideOf(configuration));
  await saveSmall(file, scenario, fingerprint, plan.shrink ?? failureRuns, workers);
  return { ...promise, file };
}
