/** The promises of a configuration as a small table: guarantees down, faults across, equal columns as one. */
import Table from "cli-table3";
import pc from "picocolors";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import type { ProfileReach, PromiseRow } from "../study/promises/promise-table.ts";
import type { End } from "../study/promises/reach.ts";

/** Guarantees that are always promised need no row. */
const isAlways = (row: PromiseRow): boolean =>
  row.reaches.every((reach) => reach.promised && reach.upTo === null && reach.ends.length === 0) &&
  row.restsOn.length === 0;

export function promiseText(names: readonly string[], rows: readonly PromiseRow[]): string {
  const columns = sameColumns(rows);
  const told = rows.filter((row) => !isAlways(row));
  const table = new Table({
    head: ["promised", ...columns.map((profiles) => profiles.join("\n")), "rests on", "stronger with"].map((text) =>
      pc.bold(text),
    ),
    style: { head: [], border: [], compact: true },
  });
  for (const row of told) {
    table.push([
      row.guarantee,
      ...columns.map(([profile]) => coloured(row.reaches.find((reach) => reach.profile === profile)!)),
      row.restsOn.join("\n") || "-",
      row.moreWith.map((more) => `${more.change}${where(more.profiles, row.reaches.length)}`).join("\n") || "-",
    ]);
  }
  const always = rows.filter(isAlways).map((row) => row.guarantee);
  return [
    pc.bold(`Promises of ${names.join(", ")}`),
    ...(told.length === 0 ? [] : [table.toString()]),
    ...(rows.some((row) => row.reaches.some((reach) => reach.promised && reach.upTo !== null))
      ? [pc.dim(tornLine)]
      : []),
    ...endLines(rows),
    ...(always.length === 0 ? [] : [pc.dim(`${always.join(" and ")}: always promised`)]),
  ].join("\n");
}

const tornLine =
  "n of m replicas: so many of one partition may have lost power or a disk at one time and not caught up yet";

/** Profiles under which every guarantee reaches equally far. */
function sameColumns(rows: readonly PromiseRow[]): readonly (readonly ProfileName[])[] {
  const columns = new Map<string, ProfileName[]>();
  for (const { profile } of rows[0]?.reaches ?? []) {
    const cells = rows.map((row) => cellText(row.reaches.find((reach) => reach.profile === profile)!)).join("|");
    const column = columns.get(cells);
    if (column === undefined) columns.set(cells, [profile]);
    else column.push(profile);
  }
  return [...columns.values()];
}

const marks: Readonly<Record<End, string>> = { session: "*", "more-partitions": "+", "min-insync-raised": "^" };

const meanings: Readonly<Record<End, string>> = {
  session: "within one producer session, which ends where the producer bumps its epoch itself (KIP-360)",
  "more-partitions": "until the topic gets more partitions",
  "min-insync-raised":
    "until min.insync.replicas is raised while the topic is in use, or an operator elects a leader uncleanly",
};

function endLines(rows: readonly PromiseRow[]): readonly string[] {
  const ends = new Set(rows.flatMap((row) => row.reaches.flatMap((reach) => reach.ends)));
  return (["session", "more-partitions", "min-insync-raised"] as const)
    .filter((end) => ends.has(end))
    .map((end) => pc.dim(`${marks[end]} ${meanings[end]}`));
}

function cellText({ promised, upTo, replicas, ends }: ProfileReach): string {
  if (!promised) return "no";
  const reach = upTo === null ? "yes" : `${upTo} of ${replicas} replicas`;
  return `${reach}${ends.map((end) => marks[end]).join("")}`;
}

function coloured(reach: ProfileReach): string {
  const text = cellText(reach);
  if (!reach.promised || reach.upTo === 0) return pc.yellow(text);
  return pc.green(text);
}

const where = (profiles: readonly ProfileName[], all: number): string =>
  profiles.length === all ? "" : ` (${profiles.join(", ")})`;
