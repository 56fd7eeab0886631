/** Every defect against every strategy, each from several campaign seeds, in any order of arrival. */
import { propertySpace } from "../../arbitrary/space.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { ShrinkResult, ShrinkTask } from "../../shrink/shrink.ts";
import type { StrategyName } from "../../strategy/names.ts";
import { type HuntResult, type HuntTask, medianHunt } from "./hunt.ts";

export interface MatrixPlan {
  readonly defects: readonly string[];
  /** The failures of the first one are shrunk. */
  readonly strategies: readonly StrategyName[];
  /** Defects that no run shows: there is nothing to compare strategies on, so only the first one hunts them. */
  readonly unseen: readonly string[];
  /** Of the campaigns of each cell. */
  readonly seeds: readonly string[];
  /** Runs after which a campaign gives up. */
  readonly cap: number;
  /** Runs to shrink one failure with. */
  readonly shrinkRuns: number;
}

/** All campaigns of one strategy against one defect. */
export interface Cell {
  readonly defect: string;
  readonly strategy: StrategyName;
  /** In the order of the seeds. */
  readonly hunts: readonly HuntResult[];
  /** What the median campaign found, made small; null if it found nothing, or need not be shrunk. */
  readonly shrunk: Scenario | null;
}

/** Null: the work was stopped. */
interface MatrixWork {
  hunt(task: HuntTask): Promise<HuntResult | null>;
  shrink(task: ShrinkTask): Promise<ShrinkResult | null>;
}

/**
 * So many cells at a time, in their order, that each is told as soon as it can be. Those that were stopped before they were
 * complete are left out.
 */
export async function killMatrix(
  plan: MatrixPlan,
  work: MatrixWork,
  onCell: (cell: Cell) => void,
  lanes = 1,
): Promise<readonly Cell[]> {
  const asked = askedCells(plan);
  const cells = new Array<Cell | null>(asked.length).fill(null);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < asked.length) {
      const place = next++;
      const { defect, strategy } = asked[place]!;
      const cell = await cellOf(plan, work, defect, strategy);
      if (cell === null) return;
      cells[place] = cell;
      onCell(cell);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return cells.filter((cell) => cell !== null);
}

export const askedCells = ({ defects, strategies, unseen }: MatrixPlan): readonly Pick<Cell, "defect" | "strategy">[] =>
  defects.flatMap((defect) =>
    (unseen.includes(defect) ? strategies.slice(0, 1) : strategies).map((strategy) => ({ defect, strategy })),
  );

async function cellOf(
  { seeds, cap, strategies, shrinkRuns: maxRuns }: MatrixPlan,
  work: MatrixWork,
  defect: string,
  strategy: StrategyName,
): Promise<Cell | null> {
  const space = propertySpace(defect);
  const hunts: HuntResult[] = [];
  for (const seed of seeds) {
    const result = await work.hunt({ kind: "hunt", space, strategy, seed, cap });
    if (result === null) return null;
    hunts.push(result);
  }
  const { found } = medianHunt(hunts);
  if (found === null || strategy !== strategies[0]) return { defect, strategy, hunts, shrunk: null };
  const { scenario, fingerprint } = found;
  const small = await work.shrink({ kind: "shrink", scenario, fingerprint, maxRuns });
  return small === null ? null : { defect, strategy, hunts, shrunk: small.scenario };
}
