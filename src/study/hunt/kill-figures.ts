/** What the kill matrix says: of each defect its median campaign, of each check what it kills, of each strategy how it compares. */
import { catalogue } from "../../check/catalogue.ts";
import type { CheckName } from "../../check/check.ts";
import type { StrategyName } from "../../strategy/names.ts";
import { geometricMean, median } from "./averages.ts";
import { type Found, type HuntResult, medianHunt } from "./hunt.ts";
import type { Cell } from "./kill-matrix.ts";

export interface CheckFigures {
  readonly check: CheckName;
  /** Defects of which a campaign's failing run breaks this check. */
  readonly kills: readonly string[];
  /** Of those, the ones that no other check sees in some campaign. */
  readonly alone: readonly string[];
  /** Of those, the ones that it is the first to see in some campaign. */
  readonly first: readonly string[];
}

export function checkFigures(cells: readonly Cell[]): readonly CheckFigures[] {
  const defectsWhere = (holds: (found: Found) => boolean): readonly string[] => [
    ...new Set(
      cells
        .filter(({ hunts }) => hunts.some(({ found }) => found !== null && holds(found)))
        .map(({ defect }) => defect),
    ),
  ];
  return catalogue.map(({ name: check }) => ({
    check,
    kills: defectsWhere(({ checks }) => checks.includes(check)),
    alone: defectsWhere(({ checks }) => checks.length === 1 && checks[0] === check),
    first: defectsWhere((found) => found.check === check),
  }));
}

interface StrategyFigures {
  readonly strategy: StrategyName;
  readonly found: number;
  readonly medianRuns: number;
  /** Geometric mean of how many times fewer runs than uniform; null without uniform, or with nothing to compare on. */
  readonly fewerThanUniform: number | null;
  /** The median campaign by defect. */
  readonly medians: ReadonlyMap<string, HuntResult>;
}

/** Ratios are taken where uniform needs so many runs: below, luck decides. */
export const comparableRuns = 50;

export function strategyFigures(cells: readonly Cell[]): readonly StrategyFigures[] {
  const strategies = [...new Set(cells.map(({ strategy }) => strategy))];
  // Those that all of them hunted.
  const compared = cells.filter(
    ({ defect }) => cells.filter((other) => other.defect === defect).length === strategies.length,
  );
  const mediansOf = (wanted: StrategyName) =>
    new Map(
      compared.filter(({ strategy }) => strategy === wanted).map(({ defect, hunts }) => [defect, medianHunt(hunts)]),
    );
  const uniform = mediansOf("uniform");
  return strategies.map((strategy) => {
    const medians = mediansOf(strategy);
    const hunts = [...medians.values()];
    return {
      strategy,
      found: hunts.filter(({ found }) => found !== null).length,
      medianRuns: median(hunts.map(({ executions }) => executions)),
      fewerThanUniform: geometricMeanOfRatios(uniform, medians),
      medians,
    };
  });
}

type Medians = ReadonlyMap<string, HuntResult>;

/** Where neither finds the defect nothing is learnt; where one does not, it counts as if found at the cap. */
function geometricMeanOfRatios(uniform: Medians, other: Medians): number | null {
  const ratios = [...uniform].flatMap(([defect, theirs]) => {
    const ours = other.get(defect);
    if (ours === undefined || theirs.executions < comparableRuns) return [];
    if (ours.found === null && theirs.found === null) return [];
    return [theirs.executions / ours.executions];
  });
  return ratios.length === 0 ? null : geometricMean(ratios);
}
