import { expect, test } from "vitest";
import { bootstrap95, meanOf, resamplesOf } from "../../src/campaign/bootstrap.ts";
import { hashText, mix, pick } from "../../src/core/mix.ts";

const drawn = (name: string, count: number, of: (value: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => of(pick(mix(hashText(name), i), 1000) / 1000));

test("amounts that are all the same have that value alone", () => {
  expect(bootstrap95(Float64Array.of(3, 3, 3), resamplesOf(3))).toEqual([3, 3]);
  expect(bootstrap95(new Float64Array(0), resamplesOf(0))).toEqual([0, 0]);
});

test("without skew it is the interval of the normal distribution", () => {
  const amounts = drawn("even", 400, (value) => value);
  const [low, high] = bootstrap95(amounts, resamplesOf(400));
  const half = (1.96 * Math.sqrt(1 / 12)) / Math.sqrt(400);
  expect(low).toBeCloseTo(meanOf(amounts) - half, 2);
  expect(high).toBeCloseTo(meanOf(amounts) + half, 2);
});

test("a long tail to the right moves it to the right", () => {
  const amounts = drawn("tail", 60, (value) => (value > 0.9 ? 100 * value : 0));
  const [low, high] = bootstrap95(amounts, resamplesOf(60));
  expect(high - meanOf(amounts)).toBeGreaterThan(meanOf(amounts) - low);
});

test("of a hundred draws of known mean, some 95 intervals contain it", () => {
  const resamples = resamplesOf(80);
  const hits = Array.from({ length: 100 }, (_, i) => {
    const [low, high] = bootstrap95(
      drawn(`draw ${i}`, 80, (value) => value * value),
      resamples,
    );
    return low <= 1 / 3 && 1 / 3 <= high;
  }).filter(Boolean).length;
  expect(hits).toBeGreaterThanOrEqual(88);
  expect(hits).toBeLessThanOrEqual(99);
});
