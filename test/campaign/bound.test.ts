/** The Clopper-Pearson bound against its definition: the probability at which so few broken runs have a chance of 5 %. */
import { describe, expect, test } from "vitest";
import { upper95 } from "../../src/campaign/exact-tests.ts";

/** P(X <= broken) of a binomial, summed term by term. */
function atMost(broken: number, runs: number, p: number): number {
  let term = (1 - p) ** runs;
  let sum = term;
  for (let k = 1; k <= broken; k++) {
    term *= ((runs - k + 1) / k) * (p / (1 - p));
    sum += term;
  }
  return sum;
}

describe("upper95", () => {
  test.each([
    [0, 1, 0.95],
    [0, 10, 0.258866],
    [0, 100, 0.029513],
    [0, 300, 0.009936],
    [1, 10, 0.394163],
    [2, 20, 0.282619],
    [5, 100, 0.102253],
    [50, 100, 0.586378],
  ])("%d of %d: %f", (broken, runs, expected) => {
    expect(upper95(broken, runs)).toBeCloseTo(expected, 5);
    expect(atMost(broken, runs, upper95(broken, runs))).toBeCloseTo(0.05, 6);
  });

  test("nothing is known of no runs, and of runs that all broke", () => {
    expect(upper95(0, 0)).toBe(1);
    expect(upper95(7, 7)).toBe(1);
  });

  test("falls with the runs and grows with the broken ones", () => {
    for (let runs = 2; runs < 60; runs++) {
      expect(upper95(1, runs + 1)).toBeLessThan(upper95(1, runs));
      expect(upper95(0, runs)).toBeLessThan(upper95(1, runs));
    }
  });
});
