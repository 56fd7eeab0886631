/** What `npm run mutate` prints: the score, the rooms, who killed, and every mutant that nobody noticed. */
import Table from "cli-table3";
import pc from "picocolors";
import { isKilled, isRelevant, type MutantRow, type MutationReport } from "./mutation-report.ts";

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

export function scoreLine({ score, low95, high95, killed, relevant, counts }: MutationReport): string {
  if (score === null || low95 === null || high95 === null) return "no mutant is relevant";
  const aside = counts.equivalent + counts["speed-only"];
  const besides = aside === 0 ? "" : `; ${aside} more are equivalent or about speed alone`;
  return `${killed} of ${relevant} mutants killed: ${percent(score)} (95 %: ${percent(low95)} to ${percent(high95)})${besides}`;
}

const drawnLine = ({ mutableLines, mutants, seed, runs, unfit, stages }: MutationReport): string =>
  `${mutants.length} of ${mutableLines} mutable lines, seed ${seed}; ${runs} runs` +
  `${unfit === 0 ? "" : `, ${unfit} of them unfit`}; tried by ${stages.join(", ")}`;

const roomOf = ({ place }: MutantRow): string => place.split("/").slice(1, -1).slice(0, 2).join("/");

export function roomTable({ mutants }: MutationReport): string {
  const head = ["room", "mutants", "killed", "by campaign", "survived", "unmet", "unreached", "score"];
  const table = new Table({
    head: head.map((name) => pc.bold(name)),
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, i) => (i === 0 ? "left" : "right")),
  });
  const relevant = mutants.filter(isRelevant);
  for (const room of [...new Set(relevant.map(roomOf))].sort())
    table.push(
      figures(
        room,
        relevant.filter((one) => roomOf(one) === room),
      ),
    );
  table.push(figures("all", relevant));
  return table.toString();
}

function figures(name: string, rows: readonly MutantRow[]): string[] {
  const killed = rows.filter(isKilled).length;
  const of = (isOne: (row: MutantRow) => boolean): number => rows.filter(isOne).length;
  const byCampaign = of(({ outcome }) => outcome === "killed");
  const counts = [rows.length, killed, byCampaign, of(isSurvivor), of(isUnmet), of(isUnreached)];
  return [name, ...counts.map(String), rows.length === 0 ? "-" : percent(killed / rows.length)];
}

/** A guard that a property met its case says nothing of what is wrong. */
export const isSurvivor = ({ outcome }: MutantRow): boolean =>
  outcome === "survived" || outcome === "killed-by-vacuity-guard";
const isUnmet = ({ outcome }: MutantRow): boolean => outcome === "unmet";
const isUnreached = ({ outcome }: MutantRow): boolean => outcome === "unreached";

/** `acked-not-lost 7, invariant 5`. */
export function killerLines({ mutants }: MutationReport): readonly string[] {
  const byCheck = new Map<string, number>();
  for (const row of mutants) if (isKilled(row)) byCheck.set(killerOf(row), (byCheck.get(killerOf(row)) ?? 0) + 1);
  const sorted = [...byCheck].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.map(([name, times]) => `${String(times).padStart(4)}  ${name}`);
}

const prefix: Readonly<Partial<Record<MutantRow["outcome"], string>>> = {
  "killed-by-property": "property ",
  "killed-by-test": "test ",
};

const killerOf = ({ outcome, check }: MutantRow): string => `${prefix[outcome] ?? ""}${check}`;

const width = 100;

/** Two lines each: where, and what. */
function aliveLines({ mutants }: MutationReport): readonly string[] {
  return [isSurvivor, isUnmet, isUnreached].flatMap((isOne) => mutants.filter(isOne).flatMap(aliveText));
}

function aliveText({ outcome, place, function: name, change, source, differs }: MutantRow): readonly string[] {
  const isGuarded = outcome === "killed-by-vacuity-guard";
  const runs = isGuarded ? " a vacuity guard alone" : outcome === "survived" ? ` ${differs} runs differ` : "";
  return [
    `${(isGuarded ? "survived" : outcome).padEnd(9)} ${place} ${name}`,
    cut(`          ${change}: ${source}`, width - runs.length) + runs,
  ];
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

export function mutationText(report: MutationReport): string {
  const alive = aliveLines(report);
  return [
    drawnLine(report),
    report.score === null ? scoreLine(report) : pc.bold(scoreLine(report)),
    roomTable(report),
    "Killed by",
    ...killerLines(report),
    ...(alive.length === 0 ? [] : ["Alive", ...alive]),
  ].join("\n");
}
