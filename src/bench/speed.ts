/** Events a second: the standard load with checks, without, and the bare loop. */
import { measureEventLoop } from "./event-loop.ts";
import { type BenchRow, row } from "./row.ts";
import { best, measure, rate, standardLoad } from "./standard-load.ts";

const events = 1_000_000;

export function benchLoad(): BenchRow[] {
  const scenario = standardLoad(events);
  measure(standardLoad(200_000));
  const load = best(3, () => measure(scenario));
  const recordsPerSecond = Math.round(load.records / load.seconds);
  return [
    row(
      "load",
      rate(load),
      "events/s",
      { floor: 400_000, aim: 1_000_000, atLeast: true },
      `${recordsPerSecond} acknowledged records/s, ${events} events, best of 3`,
    ),
  ];
}

export function benchVirtualTime(): BenchRow[] {
  const load = best(3, () => measure(standardLoad(events)));
  return [
    row("virtual-time", load.virtualSeconds / load.seconds, "virtual s per s", {
      floor: 200,
      aim: 1000,
      atLeast: true,
    }),
  ];
}

export function benchChecks(): BenchRow[] {
  const scenario = standardLoad(events);
  measure(standardLoad(200_000));
  const rates: { readonly on: number; readonly off: number }[] = [];
  for (let i = 0; i < 5; i++)
    rates.push({ on: rate(measure(scenario)), off: rate(measure(scenario, { checks: "none" })) });
  const on = Math.max(...rates.map((pair) => pair.on));
  const off = Math.max(...rates.map((pair) => pair.off));
  const bare = measureEventLoop(3_000_000);
  const detail = `checks on ${Math.round(on)}, off ${Math.round(off)}, bare event loop ${Math.round(bare)} events/s (${(bare / on).toFixed(1)} to 1)`;
  return [row("checks", (1 - on / off) * 100, "% of the time", { floor: 40, aim: 20, atLeast: false }, detail)];
}
