/** A comparison as tables: who broke what, with the test, and the numbers that users ask for side by side. */
import Table from "cli-table3";
import pc from "picocolors";
import type { Contrast } from "../study/comparison/contrast.ts";
import type { PairedStatistic } from "../study/comparison/paired-statistics.ts";

const style = { head: [], border: [], compact: true };

/** Below this, a difference is told as one. */
const significance = 0.05;

export function contrastTable(contrasts: readonly Contrast[]): string {
  const table = new Table({
    head: [
      "profile",
      "guarantee",
      "both held",
      "only A broken",
      "only B broken",
      "both broken",
      "p",
      "p (Holm)",
      "",
    ].map((name) => pc.bold(name)),
    style,
  });
  let last = "";
  for (const one of contrasts) {
    const { profile, guarantee, neither, onlyA, onlyB, both, pValue, pHolm } = one;
    table.push([
      profile === last ? "" : profile,
      guarantee,
      String(neither),
      mark(onlyA),
      mark(onlyB),
      String(both),
      pText(pValue),
      pText(pHolm),
      verdictOf(one),
    ]);
    last = profile;
  }
  return table.toString();
}

const mark = (count: number): string => (count === 0 ? "0" : pc.yellow(String(count)));

function verdictOf({ onlyA, onlyB, pHolm }: Contrast): string {
  if (onlyA + onlyB === 0) return "";
  if (pHolm >= significance) return pc.dim("no difference shown");
  return pc.green(onlyA < onlyB ? "A keeps more" : "B keeps more");
}

export const pText = (p: number): string => (p === 1 ? "1" : p < 0.0001 ? "< 0.0001" : p.toPrecision(2));

/** The rest stands in the JSON. */
const shown: readonly string[] = [
  "ackedRecords",
  "lostAcked",
  "ambiguous",
  "duplicates",
  "reorderings",
  "unavailableSeconds",
  "writeStallSeconds",
  "writeStallSecondsMax",
  "UncleanLeaderElectionsPerSecCount",
];

export function statisticsTable(statistics: readonly PairedStatistic[]): string {
  const table = new Table({
    head: ["over all runs", "A", "B", "B - A per run (95 %)"].map((name) => pc.bold(name)),
    style,
  });
  for (const { name, a, b, difference, low, high } of statistics) {
    if (!shown.includes(name)) continue;
    const decides = low > 0 || high < 0;
    const text = `${signed(difference)} (${signed(low)} to ${signed(high)})`;
    table.push([name, number(a), number(b), decides ? text : pc.dim(text)]);
  }
  return table.toString();
}

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
const signed = (value: number): string => `${value > 0 ? "+" : ""}${value === 0 ? "0" : value.toPrecision(3)}`;
