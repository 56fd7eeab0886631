/** What `defects --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import { z } from "zod";
import { defectNamed } from "../scenario/rule-sets.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { strategyNames } from "../strategy/names.ts";
import { medianHunt } from "../study/hunt/hunt.ts";
import { type CheckFigures, checkFigures, strategyFigures } from "../study/hunt/kill-figures.ts";
import type { Cell } from "../study/hunt/kill-matrix.ts";
import { version } from "../version.ts";
import { tell } from "./tell.ts";

const names = z.array(z.string());

export const killReportSchema = z.strictObject({
  command: z.literal("defects"),
  version: z.string(),
  seeds: names.describe("of the campaigns against each defect"),
  cap: z.number().int().describe("runs after which a campaign gives up"),
  strategy: z.enum(strategyNames).describe("the one of `defects` and `checks`"),
  defects: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      rank: z.number().int().describe("1: must be found; 4: nice to have"),
      found: z.boolean().describe("by the median campaign"),
      foundIn: z.number().int().describe("campaigns that found it"),
      campaigns: z.number().int(),
      check: z.string().nullable().describe("the first broken, in the median campaign"),
      fingerprint: z.string().nullable(),
      runs: z.number().int().describe("of the median campaign; the cap if it found nothing"),
      shrunk: z
        .strictObject({ faults: z.number().int(), records: z.number().int(), lines: z.number().int() })
        .nullable()
        .describe("the failure of the median campaign; lines of its story"),
      masked: z.string().nullable().describe("why no run can show it"),
    }),
  ),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      kills: names.describe("defects of which some campaign's failing run breaks this check"),
      alone: names.describe("of those, the ones that no other check sees in some campaign"),
      first: names.describe("of those, the ones that it sees first in some campaign"),
    }),
  ),
  strategies: z
    .array(
      z.strictObject({
        strategy: z.enum(strategyNames),
        found: z.number().int(),
        defects: z.number().int(),
        medianRuns: z.number().int(),
        fewerThanUniform: z
          .number()
          .nullable()
          .describe("geometric mean of the ratio of runs, over defects where uniform needs 50 or more"),
        runs: z
          .record(z.string(), z.number().int().nullable())
          .describe("by defect, of the median campaign; null: not found"),
      }),
    )
    .optional()
    .describe("only with --strategy all"),
});

export type KillReport = z.infer<typeof killReportSchema>;

export interface KillResult {
  readonly cells: readonly Cell[];
  readonly seeds: readonly string[];
  readonly cap: number;
  readonly strategy: Cell["strategy"];
}

export function killReport({ cells, seeds, cap, strategy }: KillResult): KillReport {
  const own = cells.filter((cell) => cell.strategy === strategy);
  const isCompared = cells.some((cell) => cell.strategy !== strategy);
  return {
    command: "defects",
    version,
    seeds: [...seeds],
    cap,
    strategy,
    defects: own.map(defectReport),
    checks: checkFigures(own).map(checkReport),
    ...(isCompared ? { strategies: strategyReports(cells) } : {}),
  };
}

function defectReport({ defect: id, hunts, shrunk }: Cell): KillReport["defects"][number] {
  const { found, executions } = medianHunt(hunts);
  const { title, rank, masked } = defectNamed(id)!;
  return {
    id,
    title,
    rank,
    found: found !== null,
    foundIn: hunts.filter((one) => one.found !== null).length,
    campaigns: hunts.length,
    check: found?.check ?? null,
    fingerprint: found?.fingerprint ?? null,
    runs: executions,
    shrunk: found === null ? null : sizeOf(shrunk ?? found.scenario, found.fingerprint),
    masked: masked ?? null,
  };
}

const sizeOf = (scenario: Scenario, fingerprint: string) => ({
  faults: scenario.faults.length,
  records: scenario.workload.producers.reduce((sum, { records }) => sum + records, 0),
  lines: tell(scenario, { fingerprint }).story.length,
});

const checkReport = ({ check, kills, alone, first }: CheckFigures): KillReport["checks"][number] => ({
  check,
  kills: [...kills],
  alone: [...alone],
  first: [...first],
});

const strategyReports = (cells: readonly Cell[]): NonNullable<KillReport["strategies"]> =>
  strategyFigures(cells).map(({ strategy, found, medianRuns, fewerThanUniform, medians }) => ({
    strategy,
    found,
    defects: medians.size,
    medianRuns,
    fewerThanUniform,
    runs: Object.fromEntries(
      [...medians].map(([defect, hunt]) => [defect, hunt.found === null ? null : hunt.executions]),
    ),
  }));
