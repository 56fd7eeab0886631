/** The promises of a configuration as a small table: faults down, guarantees across, equal rows as one. */
import pc from "picocolors";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import type { End } from "../check/reach.ts";
import type { ProfileReach, PromiseRow } from "../study/promises/promise-table.ts";
import { table } from "./layout.ts";

/** Guarantees that are always promised need no row. */
const isAlways = (row: PromiseRow): boolean =>
  row.reaches.every((reach) => reach.promised && reach.upTo === null && reach.ends.length === 0) &&
  row.restsOn.length === 0;

export function promiseText(names: readonly string[], rows: readonly PromiseRow[]): string {
  const told = rows.filter((row) => !isAlways(row));
  const always = rows.filter(isAlways).map((row) => row.guarantee);
  const groups = sameProfiles(rows).map((profiles) => [
    profiles.join("\n"),
    ...told.map((row) => coloured(reachUnder(row, profiles[0]!))),
  ]);
  const isTorn = rows.some((row) => row.reaches.some((reach) => reach.promised && reach.upTo !== null));
  return [
    pc.bold(`Promises of ${names.join(", ")}`),
    ...(told.length === 0 ? [] : [table(["promised", ...told.map((row) => row.guarantee)], groups)]),
    ...(isTorn ? [pc.dim(tornLine)] : []),
    ...endLines(rows),
    ...told.flatMap(settingLines),
    ...(always.length === 0 ? [] : [pc.dim(`${always.join(" and ")}: always promised`)]),
  ].join("\n");
}

const reachUnder = ({ reaches }: PromiseRow, profile: ProfileName): ProfileReach =>
  reaches.find((reach) => reach.profile === profile)!;

/** What it rests on, and with which settings it would reach farther. */
function settingLines({ guarantee, restsOn, moreWith, reaches }: PromiseRow): readonly string[] {
  const more = moreWith.map(({ change, profiles }) => `${change}${where(profiles, reaches.length)}`);
  return [
    ...(restsOn.length === 0 ? [] : [`${guarantee} rests on ${restsOn.join(", ")}`]),
    ...(more.length === 0 ? [] : [`${guarantee} would be stronger with ${more.join("; ")}`]),
  ];
}

const tornLine =
  "n of m replicas: so many of one partition may have lost power or a disk at one time and not caught up yet";

/** Profiles under which every guarantee reaches equally far. */
function sameProfiles(rows: readonly PromiseRow[]): readonly (readonly ProfileName[])[] {
  const groups = new Map<string, ProfileName[]>();
  for (const { profile } of rows[0]?.reaches ?? []) {
    const cells = rows.map((row) => cellText(reachUnder(row, profile))).join("|");
    groups.set(cells, [...(groups.get(cells) ?? []), profile]);
  }
  return [...groups.values()];
}

const marks: Readonly<Record<End, string>> = { session: "*", "more-partitions": "+", "min-insync-raised": "^" };

const meanings: Readonly<Record<End, string>> = {
  session: "until the producer's session ends, as where it bumps its epoch itself (KIP-360)",
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

function cellText({ promised, upTo, replicas, ends, undecided }: ProfileReach): string {
  if (undecided) return "undecided";
  if (!promised) return "no";
  const reach = upTo === null ? "yes" : `${upTo} of ${replicas} replicas`;
  return `${reach}${ends.map((end) => marks[end]).join("")}`;
}

function coloured(reach: ProfileReach): string {
  const text = cellText(reach);
  if (reach.undecided) return pc.red(text);
  if (!reach.promised || reach.upTo === 0) return pc.yellow(text);
  return pc.green(text);
}

const where = (profiles: readonly ProfileName[], all: number): string =>
  profiles.length === all ? "" : ` (${profiles.join(", ")})`;
