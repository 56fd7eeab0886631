/** Bounds as incidents write them. */
import { expect, test } from "vitest";
import { boundOf, boundText, within } from "../../src/incident/bound.ts";

test.each([
  ["0", [0], [-1, 0.001, 1], "= 0"],
  ["> 0", [0.001, 5], [0, -1], "> 0"],
  [">= 30", [30, 31], [29.999], ">= 30"],
  ["< 5", [4.999, -3], [5, 6], "< 5"],
  ["<= 5", [5, 0], [5.001], "<= 5"],
  ["30 to 45", [30, 37.5, 45], [29.9, 45.1], "30 to 45"],
  [" 0.3 to 0.8 ", [0.3, 0.8], [0.2, 0.9], "0.3 to 0.8"],
  [">0", [1], [0], "> 0"],
  ["-1", [-1], [0], "= -1"],
])("%s", (text, inside, outside, shown) => {
  const bound = boundOf(text)!;
  for (const value of inside) expect(within(value, bound), String(value)).toBe(true);
  for (const value of outside) expect(within(value, bound), String(value)).toBe(false);
  expect(boundText(bound)).toBe(shown);
});

test.each(["", "many", "> ", "1 - 2", "45 to 30", "=> 3", "1 to", "1e9 to"])("%j is none", (text) => {
  expect(boundOf(text)).toBeNull();
});
