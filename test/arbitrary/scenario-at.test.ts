/** One value per index, the same whatever was drawn before; leaning to small and extreme values now and then. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";

const number = fc.integer({ min: 0, max: 1_000_000 });
const indexes = Array.from({ length: 400 }, (_, index) => index);

test("depends on seed and index, not on the order of drawing", () => {
  const forth = indexes.map((index) => scenarioAt(number, "s", index));
  const back = [...indexes].reverse().map((index) => scenarioAt(number, "s", index));
  expect(back.reverse()).toEqual(forth);
  expect(indexes.map((index) => scenarioAt(number, "t", index))).not.toEqual(forth);
});

test("most values differ, and small ones come up more often than by chance", () => {
  const drawn = indexes.map((index) => scenarioAt(number, "s", index));
  expect(new Set(drawn).size).toBeGreaterThan(300);
  expect(drawn.filter((value) => value < 100).length).toBeGreaterThan(5);
});
