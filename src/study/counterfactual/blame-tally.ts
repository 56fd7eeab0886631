/** What a change did to the runs of one row, against what chance alone did to the same runs. */

import type { RunSummary } from "../../campaign/chunk.ts";
import { mcnemar } from "../../campaign/exact-tests.ts";
import type { ProfileName } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../check/check.ts";
import type { Change } from "./change.ts";

export interface Tally {
  /** Runs that were broken, and how many of them were not with the change. */
  readonly broken: number;
  readonly kept: number;
  /** Of those, runs in which the guarantee is promised with the change: kept for sure, not by luck. */
  readonly keptByPromise: number;
  /** Runs that were good, and how many of them were broken with the change. */
  readonly good: number;
  readonly newlyBroken: number;
  /** In how many of all of them the guarantee is promised with the change. */
  readonly promised: number;
  /** The same runs with nothing changed but chance. */
  readonly chance: { readonly kept: number; readonly newlyBroken: number };
  /** Seconds over all of these runs: the price of the change, or what it saves. */
  readonly unavailable: BeforeAndAfter;
  readonly stalled: BeforeAndAfter;
  /** Runs that only the change, or only other chance, left broken. */
  readonly onlyChange: number;
  readonly onlyChance: number;
}

export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** One change under one profile, for one guarantee. */
export interface Blame extends Tally {
  /** Index of the configuration. */
  readonly configuration: number;
  readonly profile: ProfileName;
  readonly guarantee: GuaranteeName;
  readonly change: Change;
}

/** Nothing promised against it: a broken promise is a bug, whatever the settings. */
export const isBroken = (run: RunSummary, guarantee: GuaranteeName): boolean =>
  run.violations.some((violation) => violation.guarantee === guarantee && !violation.promised);

export function tally(
  guarantee: GuaranteeName,
  before: readonly RunSummary[],
  changed: readonly RunSummary[],
  chance: readonly RunSummary[],
): Tally {
  const was = new Set(before.filter((run) => isBroken(run, guarantee)).map((run) => run.index));
  const breaks = (run: RunSummary): boolean => run.violations.some((violation) => violation.guarantee === guarantee);
  // Who acknowledges nothing any more has kept nothing either.
  const keeps = (run: RunSummary): boolean => !breaks(run) && run.tested[guarantee] === true;
  const byIndex = new Map(before.map((run) => [run.index, run]));
  const seconds = (name: "unavailableSeconds" | "writeStallSeconds"): BeforeAndAfter => ({
    before: total(changed, (run) => byIndex.get(run.index)?.statistics[name] ?? 0),
    after: total(changed, (run) => run.statistics[name]),
  });
  const byChance = new Map(chance.map((run) => [run.index, breaks(run)]));
  const broken = changed.filter((run) => was.has(run.index));
  const good = changed.filter((run) => !was.has(run.index));
  return {
    broken: broken.length,
    kept: broken.filter(keeps).length,
    keptByPromise: broken.filter((run) => keeps(run) && run.promised[guarantee]).length,
    good: good.length,
    newlyBroken: good.filter(breaks).length,
    promised: changed.filter((run) => run.promised[guarantee]).length,
    chance: {
      kept: broken.filter((run) => byChance.get(run.index) === false).length,
      newlyBroken: good.filter((run) => byChance.get(run.index) === true).length,
    },
    unavailable: seconds("unavailableSeconds"),
    stalled: seconds("writeStallSeconds"),
    onlyChange: changed.filter((run) => breaks(run) && byChance.get(run.index) === false).length,
    onlyChance: changed.filter((run) => keeps(run) && byChance.get(run.index) === true).length,
  };
}

const total = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0);

export const sumOf = (tallies: readonly Tally[]): Tally => {
  const sum = (of: (tally: Tally) => number): number => total(tallies, of);
  return {
    broken: sum((one) => one.broken),
    kept: sum((one) => one.kept),
    keptByPromise: sum((one) => one.keptByPromise),
    good: sum((one) => one.good),
    newlyBroken: sum((one) => one.newlyBroken),
    promised: sum((one) => one.promised),
    chance: { kept: sum((one) => one.chance.kept), newlyBroken: sum((one) => one.chance.newlyBroken) },
    unavailable: { before: sum((one) => one.unavailable.before), after: sum((one) => one.unavailable.after) },
    stalled: { before: sum((one) => one.stalled.before), after: sum((one) => one.stalled.after) },
    onlyChange: sum((one) => one.onlyChange),
    onlyChance: sum((one) => one.onlyChance),
  };
};

/** Two-sided p-value of the change against chance alone, on the same runs. */
export const pValue = ({ onlyChange, onlyChance }: Tally): number => mcnemar(onlyChange, onlyChance);

/** What it kept is promised then, or it leaves fewer broken than chance alone does, beyond doubt (5 %). */
export function helps(tally: Tally): boolean {
  if (tally.kept === 0) return false;
  return tally.keptByPromise === tally.kept || (tally.onlyChance > tally.onlyChange && pValue(tally) < 0.05);
}
