/** `npm run bench -- [ROW…] [--json]`: measures the rows asked for; exit 1 if a floor is missed. */
import Table from "cli-table3";
import { benchAssignors } from "./assignors.ts";
import { benchGrowth } from "./growth.ts";
import { benchHeap } from "./heap.ts";
import { benchHistory } from "./history.ts";
import { benchIsolation } from "./isolation.ts";
import { benchNames } from "./names.ts";
import { benchNoViolation } from "./no-violation.ts";
import { benchProve } from "./prove.ts";
import type { BenchRow } from "./row.ts";
import { benchShrink } from "./shrink.ts";
import { benchChecks, benchLoad, benchVirtualTime } from "./speed.ts";

const benches: Readonly<Record<string, () => BenchRow[] | Promise<BenchRow[]>>> = {
  load: benchLoad,
  checks: benchChecks,
  heap: benchHeap,
  "virtual-time": benchVirtualTime,
  shrink: benchShrink,
  names: benchNames,
  "no-violation": benchNoViolation,
  isolation: benchIsolation,
  growth: benchGrowth,
  history: benchHistory,
  prove: benchProve,
  assignors: benchAssignors,
};

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes("--json");
  const asked = words.filter((word) => !word.startsWith("--"));
  const unknown = asked.find((name) => benches[name] === undefined);
  if (unknown !== undefined) {
    process.stderr.write(`bench: unknown row ${unknown}; expected ${Object.keys(benches).join(", ")}\n`);
    return 2;
  }
  const rows: BenchRow[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
    if (!json) process.stderr.write(`measuring ${name}\n`);
    rows.push(...(await benches[name]!()));
  }
  process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : `${table(rows)}\n`);
  return rows.every((row) => row.met) ? 0 : 1;
}

function table(rows: readonly BenchRow[]): string {
  const out = new Table({
    head: ["row", "value", "unit", "floor", "aim", "met", ""],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const { name, value, unit, floor, aim, met, detail } of rows) {
    out.push([name, value.toLocaleString("en"), unit, floor ?? "-", aim ?? "-", met ? "yes" : "NO", detail]);
  }
  return out.toString();
}
