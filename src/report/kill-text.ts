/** The kill matrix as tables: what is found and how soon, which check sees it, how the strategies compare. */
import Table from "cli-table3";
import pc from "picocolors";
import { median } from "../study/hunt/median.ts";
import type { KillReport } from "./kill-report.ts";

type DefectRow = KillReport["defects"][number];

const style = { head: [], border: [], compact: true };
const table = (...head: readonly string[]) => new Table({ head: head.map((name) => pc.bold(name)), style });

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
export const isMasked = ({ found, masked }: DefectRow): boolean => masked !== null && !found;

export const isMissed = ({ found, masked }: DefectRow): boolean => masked === null && !found;

function defectTable(defects: KillReport["defects"], cap: number): string {
  const rows = table("defect", "rank", "what is wrong", "found", "runs", "first seen by", "faults", "records", "lines");
  for (const one of defects) {
    const { id, rank, title, foundIn, campaigns, runs, check, shrunk } = one;
    const found = `${foundIn} of ${campaigns}`;
    rows.push([
      id,
      String(rank),
      title,
      one.found ? pc.green(found) : isMissed(one) ? pc.red(found) : pc.dim(found),
      one.found ? String(runs) : `> ${cap}`,
      check ?? "-",
      ...(shrunk === null ? ["-", "-", "-"] : [shrunk.faults, shrunk.records, shrunk.lines].map(String)),
    ]);
  }
  return rows.toString();
}

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

function checkTable(checks: KillReport["checks"]): string {
  const rows = table("check", "kills", "first", "alone");
  for (const { check, kills, first, alone } of checks)
    if (kills.length > 0) rows.push([check, wrapped(kills), wrapped(first), wrapped(alone)]);
  return rows.toString();
}

const idsPerLine = 8;

function wrapped(ids: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < ids.length; i += idsPerLine) lines.push(ids.slice(i, i + idsPerLine).join(" "));
  return ids.length === 0 ? "-" : `${ids.length}: ${lines.join("\n")}`;
}

function neverLine(checks: KillReport["checks"]): string {
  const never = checks.filter(({ kills }) => kills.length === 0).map(({ check }) => check);
  return never.length === 0 ? "every check kills some defect" : `kill none of these defects: ${never.join(", ")}`;
}

function strategyTable(strategies: NonNullable<KillReport["strategies"]>, cap: number): string {
  const rows = table("defect", ...strategies.map(({ strategy }) => strategy));
  for (const id of Object.keys(strategies[0]?.runs ?? {}))
    rows.push([id, ...strategies.map(({ runs }) => (runs[id] == null ? pc.dim(`> ${cap}`) : String(runs[id])))]);
  rows.push(["found", ...strategies.map(({ found, defects }) => `${found} of ${defects}`)]);
  rows.push(["median runs", ...strategies.map(({ medianRuns }) => String(medianRuns))]);
  rows.push([
    "fewer than uniform",
    ...strategies.map(({ fewerThanUniform: ratio }) => (ratio === null ? "-" : `${ratio.toFixed(1)} times`)),
  ]);
  return `${rows.toString()}\n${pc.dim("fewer than uniform: geometric mean over the defects where uniform needs 50 runs or more and one of the two finds it; those that break no promise are left out")}`;
}
