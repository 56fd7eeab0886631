/** The sample: by lines, by seed, and the same wherever the lines lie. */
import { expect, test } from "vitest";
import { type Mutant, placeText } from "../../src/mutation/mutant.ts";
import { mutantsOf } from "../../src/mutation/places.ts";
import { sampled } from "../../src/mutation/sample.ts";
import { bufferFile, bufferMutants, bufferText } from "./planted.ts";

const shown = (mutants: readonly Mutant[]): readonly string[] =>
  mutants.map(({ source, change }) => `${source}: ${change}`);

test("of each line at most one mutant; a large sample takes every line", () => {
  const lines = sampled(bufferMutants(), 100, "s").map(placeText);
  expect(lines).toEqual([...new Set(bufferMutants().map(placeText))]);
});

test("the seed decides, and a smaller sample is part of a larger one", () => {
  const three = shown(sampled(bufferMutants(), 3, "s"));
  expect(three).toHaveLength(3);
  expect(shown(sampled(bufferMutants(), 3, "s"))).toEqual(three);
  expect(shown(sampled(bufferMutants(), 5, "s"))).toEqual(expect.arrayContaining([...three]));
  const others = ["t", "u", "v"].map((seed) => shown(sampled(bufferMutants(), 3, seed)).join());
  expect(new Set([three.join(), ...others]).size).toBeGreaterThan(1);
});

test("code that moves keeps its lot", () => {
  const moved = mutantsOf(bufferFile, `\n\n${bufferText}`);
  expect(shown(sampled(moved, 4, "s"))).toEqual(shown(sampled(bufferMutants(), 4, "s")));
});
