/** Exact tests against fractions summed with whole numbers. */
import { describe, expect, test } from "vitest";
import { holm, mcnemar } from "../../src/campaign/exact-tests.ts";

/** Two-sided, with exact integers. */
function byCounting(a: number, b: number): number {
  const n = a + b;
  let choose = 1n;
  let sum = 0n;
  for (let k = 0; k <= Math.min(a, b); k++) {
    sum += choose;
    choose = (choose * BigInt(n - k)) / BigInt(k + 1);
  }
  const scale = 10n ** 30n;
  return Math.min(1, Number((2n * sum * scale) / 2n ** BigInt(n)) / 1e30);
}

describe("mcnemar", () => {
  test.each([
    [0, 0, 1],
    [0, 1, 1],
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [1, 9, 0.021484375],
    [10, 10, 1],
    [12, 0, 0.00048828125],
  ])("%d against %d: %f", (a, b, expected) => {
    expect(mcnemar(a, b)).toBeCloseTo(expected, 12);
    expect(mcnemar(b, a)).toBe(mcnemar(a, b));
  });

  test("agrees with counting, also where 1/2^n is no number any more", () => {
    for (let a = 0; a < 40; a++)
      for (let b = 0; b < 40; b++) expect(mcnemar(a, b) / byCounting(a, b)).toBeCloseTo(1, 9);
    expect(mcnemar(980, 1020) / byCounting(980, 1020)).toBeCloseTo(1, 9);
    expect(mcnemar(700, 1900)).toBeGreaterThan(0);
    expect(mcnemar(700, 1900)).toBeLessThan(1e-100);
  });
});

test("holm: the smallest is multiplied by their number, the next by one less; never below a smaller one", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [i, expected] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(expected, 12);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
