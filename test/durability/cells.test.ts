import { describe, expect, test } from "vitest";
import type { Assertion } from "../../src/durability/assertion.ts";
import { assertedValue, failures, parseAssertion } from "../../src/durability/assertion.ts";
import { type Cell, cellsOf } from "../../src/durability/cells.ts";
import type { MetricName } from "../../src/durability/metric.ts";
import { someRuns } from "./some-runs.ts";

const runs = someRuns([
  [{ lostAcked: 3, lostAckedRecords: 3 }, {}],
  [{}, {}],
  [{ lostAcked: 5, lostAckedRecords: 5 }, {}],
  [{}, {}],
]);
const cells = cellsOf([runs], 2);
const cellOf = (variant: number, name: MetricName): Cell =>
  cells.find((cell) => cell.variant === variant && cell.metric === name)!;
const asserting = (text: string): Assertion => parseAssertion(text) as Assertion;

describe("cells", () => {
  test("a share counts runs, an amount is averaged over all of them, and the worst run is the witness", () => {
    expect(cellOf(0, "lostAcked")).toMatchObject({ estimate: 0.5, any: 2, n: 4, witness: 2, method: "Wilson" });
    expect(cellOf(0, "lostAckedRecords")).toMatchObject({ estimate: 2, any: 2, n: 4, witness: 2 });
  });

  test("nothing seen is a bound on how often, and none on how much", () => {
    const { estimate, low, high, anyUpper, witness } = cellOf(1, "lostAcked");
    expect([estimate, low, witness]).toEqual([0, 0, null]);
    expect(high).toBeGreaterThan(0.3);
    expect(anyUpper).toBeCloseTo(1 - 0.05 ** (1 / 4), 9);
    expect(cellOf(1, "lostAckedRecords")).toMatchObject({ estimate: 0, high: null, method: "none seen" });
  });
});

describe("assertions", () => {
  test("are met by every cell of the metric, or name those that fail", () => {
    expect(failures(asserting("lostAcked < 0.6"), cells)).toEqual([]);
    expect(failures(asserting("lostAcked.estimate <= 0.4"), cells)).toEqual([cellOf(0, "lostAcked")]);
    expect(failures(asserting("lostAcked.upper < 0.5"), cells)).toHaveLength(2);
    expect(failures(asserting("lostAcked >= 0.5"), cells)).toEqual([cellOf(1, "lostAcked")]);
    expect(failures(asserting("lostAcked.low > 1e-3"), cells)).toEqual([cellOf(1, "lostAcked")]);
  });

  test("upper is the one-sided bound of a share; without a bound nothing is met", () => {
    expect(assertedValue(asserting("lostAcked.upper < 1"), cellOf(1, "lostAcked"))).toBeCloseTo(0.527, 3);
    expect(failures(asserting("lostAckedRecords.upper < 1000"), cells)).toEqual([cellOf(1, "lostAckedRecords")]);
  });

  test("what is none says why", () => {
    expect(parseAssertion("lostAcked")).toMatchObject({ problem: expect.stringContaining("METRIC.FIELD < NUMBER") });
    expect(parseAssertion("lostAcked < many")).toHaveProperty("problem");
    expect(parseAssertion("lost.upper < 1")).toMatchObject({ name: "lost" });
    expect(parseAssertion("lostAcked.mean < 1")).toMatchObject({ problem: expect.stringContaining("no field") });
  });
});
