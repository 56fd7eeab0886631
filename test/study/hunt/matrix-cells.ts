/** Cells of a kill matrix made by hand. */

import { smallRun } from "../../../properties/small-run.ts";
import type { CheckName } from "../../../src/check/check.ts";
import type { StrategyName } from "../../../src/strategy/names.ts";
import type { HuntResult } from "../../../src/study/hunt/hunt.ts";
import type { Cell } from "../../../src/study/hunt/kill-matrix.ts";

/** A campaign that found something, by these checks in their order; none: it found nothing. */
export const huntOf = (executions: number, ...checks: readonly CheckName[]): HuntResult => ({
  executions,
  found:
    checks[0] === undefined
      ? null
      : {
          scenario: smallRun({ seed: "cell", assignments: [[1, 2, 3]], producer: {}, faults: [], chaosMs: 1000 }),
          check: checks[0],
          fingerprint: `${checks[0]}/x/chaos`,
          checks,
        },
});

export const cellOf = (defect: string, strategy: StrategyName, ...hunts: readonly HuntResult[]): Cell => ({
  defect,
  strategy,
  hunts,
  shrunk: null,
});
