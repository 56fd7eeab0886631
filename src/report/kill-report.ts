/** What `defects --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
import pc from "picocolors";
import { z } from "zod";
import { catalogue } from "../check/catalogue.ts";
import { defectNamed } from "../scenario/rule-sets.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { strategyNames } from "../strategy/names.ts";
import { median } from "../study/hunt/averages.ts";
import { medianHunt } from "../study/hunt/hunt.ts";
import { type CheckFigures, checkFigures, strategyFigures } from "../study/hunt/kill-figures.ts";
import type { Cell } from "../study/hunt/kill-matrix.ts";
import { version } from "../version.ts";
import { table } from "./layout.ts";
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

interface KillResult {
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

type DefectRow = KillReport["defects"][number];

export function killText(report: KillReport): string {
  const masked = report.defects.filter(isMasked).map(({ id, masked: why }) => pc.dim(`${id} cannot be seen: ${why}`));
  return [
    ...defectLines(report),
    ...masked,
    "",
    pc.bold("Checks: what they kill"),
    ...checkLines(report),
    ...(report.strategies === undefined ? [] : ["", pc.bold("Strategies: runs to find"), ...strategyLines(report)]),
  ].join("\n");
}

export const defectLines = ({ seeds, cap, strategy, defects }: KillReport): readonly string[] => [
  pc.bold(
    `Planted defects, strategy ${strategy}: median of ${seeds.length} campaigns (seeds ${seeds.join(", ")}), at most ${cap} runs each`,
  ),
  defectTable(defects, cap),
  sizeLine(defects),
];

export const checkLines = ({ checks }: KillReport): readonly string[] => [checkTable(checks), neverLine(checks)];

export const strategyLines = ({ strategies, cap }: KillReport): readonly string[] =>
  strategies === undefined ? [] : strategyTable(strategies, cap).split("\n");

/** A defect that no run shows, and none did. */
const isMasked = ({ found, masked }: DefectRow): boolean => masked !== null && !found;

export const isMissed = ({ found, masked }: DefectRow): boolean => masked === null && !found;

const defectTable = (defects: KillReport["defects"], cap: number): string =>
  table(
    ["defect", "rank", "what is wrong", "found", "runs", "first seen by", "faults", "records", "lines"],
    defects.map((one) => {
      const { id, rank, title, foundIn, campaigns, runs, check, shrunk } = one;
      const found = `${foundIn} of ${campaigns}`;
      return [
        id,
        String(rank),
        title,
        one.found ? pc.green(found) : isMissed(one) ? pc.red(found) : pc.dim(found),
        one.found ? String(runs) : `> ${cap}`,
        check ?? "-",
        ...(shrunk === null ? ["-", "-", "-"] : [shrunk.faults, shrunk.records, shrunk.lines].map(String)),
      ];
    }),
  );

function sizeLine(defects: KillReport["defects"]): string {
  const found = defects.filter((one) => one.found);
  const ranks = [...new Set(defects.map(({ rank }) => rank))].sort((a, b) => a - b);
  const byRank = ranks.map((rank) => {
    const ofRank = defects.filter((one) => one.rank === rank);
    return `rank ${rank}: ${ofRank.filter((one) => one.found).length} of ${ofRank.length}, median ${median(ofRank.map(({ runs }) => runs))} runs`;
  });
  const sizes = found.flatMap(({ shrunk }) => (shrunk === null ? [] : [shrunk]));
  const small =
    sizes.length === 0
      ? ""
      : `; shrunk, median ${median(sizes.map(({ faults }) => faults))} faults, ${median(sizes.map(({ records }) => records))} records, ${median(sizes.map(({ lines }) => lines))} story lines`;
  return `found ${byRank.join("; ")}${small}`;
}

const checkTable = (checks: KillReport["checks"]): string =>
  table(
    ["check", "kills", "first", "alone"],
    checks
      .filter(({ kills }) => kills.length > 0)
      .map(({ check, ...killed }) => [check, ...[killed.kills, killed.first, killed.alone].map(inLines)]),
  );

const idsPerLine = 8;

function inLines(ids: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < ids.length; i += idsPerLine) lines.push(ids.slice(i, i + idsPerLine).join(" "));
  return ids.length === 0 ? "-" : `${ids.length}: ${lines.join("\n")}`;
}

/** The checks of today that a matrix was recorded without. */
export function unrecordedChecks({ checks }: KillReport): readonly string[] {
  const recorded = new Set(checks.map(({ check }) => check));
  return catalogue.map(({ name }) => name).filter((name) => !recorded.has(name));
}

function neverLine(checks: KillReport["checks"]): string {
  const never = checks.filter(({ kills }) => kills.length === 0).map(({ check }) => check);
  return never.length === 0 ? "every check kills some defect" : `kill none of these defects: ${never.join(", ")}`;
}

function strategyTable(strategies: NonNullable<KillReport["strategies"]>, cap: number): string {
  const rows = Object.keys(strategies[0]?.runs ?? {}).map((id) => [
    id,
    ...strategies.map(({ runs }) => (runs[id] == null ? pc.dim(`> ${cap}`) : String(runs[id]))),
  ]);
  const ratios = strategies.map(({ fewerThanUniform: ratio }) => (ratio === null ? "-" : `${ratio.toFixed(1)} times`));
  const shown = table(
    ["defect", ...strategies.map(({ strategy }) => strategy)],
    [
      ...rows,
      ["found", ...strategies.map(({ found, defects }) => `${found} of ${defects}`)],
      ["median runs", ...strategies.map(({ medianRuns }) => String(medianRuns))],
      ["fewer than uniform", ...ratios],
    ],
  );
  return `${shown}\n${pc.dim(ratioLine)}`;
}

const ratioLine =
  "fewer than uniform: geometric mean over the defects where uniform needs 50 runs or more and one of the two finds it; those that break no promise are left out";
