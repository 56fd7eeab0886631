/** Heap after a collection at 2 M and at 10 M events of one run: retention on, nothing of a run is kept. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { run } from "../run/run.ts";
import { type BenchRow, row } from "./row.ts";
import { standardLoad } from "./standard-load.ts";

export function benchHeap(): BenchRow[] {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  const sizes: number[] = [];
  run(standardLoad(10_000_000), {
    probe: {
      every: 2_000_000,
      call: () => {
        if (typeof collect === "function") collect();
        sizes.push(process.memoryUsage().heapUsed / 1e6);
      },
    },
  });
  const first = sizes[0] ?? Number.NaN;
  const last = sizes.at(-1) ?? Number.NaN;
  const growth = ((last - first) / first) * 100;
  const detail = `MB at each 2 M events: ${sizes.map((size) => size.toFixed(1)).join(", ")}`;
  return [
    row("heap", last, "MB", { floor: 300, aim: 100, atLeast: false }, detail),
    row("heap", growth, "% growth from 2 M to 10 M events", { floor: 10, aim: 0, atLeast: false }),
  ];
}
