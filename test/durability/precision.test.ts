import { expect, test } from "vitest";
import { wilson95 } from "../../src/campaign/exact-tests.ts";
import { hashText, mix3, pick } from "../../src/core/mix.ts";
import { anytime95, isPreciseTo } from "../../src/durability/precision.ts";
import { someRuns } from "./some-runs.ts";

test("knows nothing before the first run, and is wider than an interval at a count fixed in advance", () => {
  expect(anytime95(0, 0)).toEqual([0, 1]);
  const [low, high] = anytime95(30, 100);
  const [fixedLow, fixedHigh] = wilson95(30, 100);
  expect(low).toBeLessThan(fixedLow);
  expect(high).toBeGreaterThan(fixedHigh);
  expect(anytime95(0, 100)[0]).toBe(0);
  expect(anytime95(100, 100)[1]).toBe(1);
});

test("holds at all times together: at most some of a hundred sequences ever leave the truth out", () => {
  const misses = Array.from({ length: 100 }, (_, sequence) => {
    let hits = 0;
    for (let draws = 1; draws <= 300; draws++) {
      hits += pick(mix3(hashText("sequence"), sequence, draws), 10) < 3 ? 1 : 0;
      const [low, high] = anytime95(hits, draws);
      if (low > 0.3 || high < 0.3) return true;
    }
    return false;
  }).filter(Boolean).length;
  expect(misses).toBeLessThanOrEqual(9);
});

test("is enough when every configuration is known well enough", () => {
  const results = [someRuns(Array.from({ length: 100 }, (_, i) => [{ lostAcked: i % 2 }, {}]))];
  expect(isPreciseTo(0.2, 2)(results)).toBe(true);
  expect(isPreciseTo(0.1, 2)(results)).toBe(false);
  expect(isPreciseTo(0.1, 1)([someRuns(Array.from({ length: 100 }, () => [{}]))])).toBe(true);
});
