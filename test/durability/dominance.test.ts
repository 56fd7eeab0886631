import { describe, expect, test } from "vitest";
import { cellsOf } from "../../src/durability/cells.ts";
import { dominancesOf } from "../../src/durability/dominance.ts";
import type { MetricName } from "../../src/durability/metric.ts";
import { someRuns } from "./some-runs.ts";

type Shown = Partial<Record<MetricName, number>>;
const loss = { lostAcked: 1 };

function dominances(pairs: readonly (readonly [Shown, Shown])[], copies: readonly [number, number] = [3, 3]) {
  const results = [someRuns(pairs)];
  return dominancesOf(results, cellsOf(results, 2), copies);
}

const repeated = (count: number, pair: readonly [Shown, Shown]) => Array.from({ length: count }, () => pair);

describe("what is never the better choice", () => {
  test("loses more, and the split is no chance", () => {
    expect(dominances([...repeated(12, [loss, {}]), ...repeated(20, [{}, {}])])).toEqual([
      {
        dominated: 0,
        by: 1,
        metric: "lostAcked",
        profile: "process-crash",
        worse: 12 / 32,
        better: 0,
        witness: 0,
      },
    ]);
  });

  test("is longer without service", () => {
    const slow = { unavailableWriteSeconds: 9 };
    const quick = { unavailableWriteSeconds: 4 };
    expect(dominances(repeated(12, [quick, slow]))).toMatchObject([
      { dominated: 1, by: 0, metric: "unavailableWriteSeconds", worse: 9, better: 4 },
    ]);
  });

  test("not, when it may be chance", () => {
    expect(dominances([...repeated(3, [loss, {}]), ...repeated(20, [{}, {}])])).toEqual([]);
  });

  test("not, when it is worth something: fewer copies, or less outage", () => {
    const pairs = [...repeated(12, [loss, {}] as const), ...repeated(20, [{}, {}] as const)];
    expect(dominances(pairs, [2, 3])).toEqual([]);
    const slower = { unavailableWriteSeconds: 1 };
    expect(dominances([...pairs, ...repeated(5, [{}, slower])])).toEqual([]);
  });
});
