/** A planted product is built with mutants, and each meets the runs that should kill it, or does not. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { buildMutants } from "../../src/mutation/build.ts";
import { drawRuns, type Kill, tryMutant } from "../../src/mutation/trial-of-mutants.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { noFeedback } from "../../src/strategy/feedback.ts";
import { scratch } from "../scratch.ts";
import { named, plantProduct } from "./planted.ts";

const mutants = named(">= to >", "call dropped", "true to false", "> to >=", "0 to 1", "3 to 4");
const bundle = join(scratch(), "product.mjs");

beforeAll(async () => {
  const { root, entry } = plantProduct();
  await buildMutants(root, entry, mutants, bundle);
});

/** Runs of so many values each, numbered from 4. */
function killed(change: string, ...sizes: readonly number[]): Promise<Kill | null> {
  const { id } = mutants.find(({ mutant }) => mutant.change === change)!;
  const runs = sizes.map((size, i) => {
    const scenario = { values: Array.from({ length: size }, (_, value) => value + 1) };
    return { index: i + 4, scenario: scenario as unknown as Scenario, rounds: 10 };
  });
  return tryMutant({ bundle, id, runs }, () => {});
}

test("a check kills what loses values, in the first run that shows it", async () => {
  expect(await killed("call dropped", 0, 1, 2)).toEqual({ check: "all-comes-out", sentence: "0 of 1", index: 5 });
  expect(await killed("true to false", 1)).toMatchObject({ check: "all-comes-out", index: 4 });
  expect(await killed("0 to 1", 1)).toMatchObject({ check: "all-comes-out", sentence: "2 of 1" });
});

test("what no check asks for survives: how many values there may be", async () => {
  expect(await killed(">= to >", 0, 3, 9)).toBeNull();
  expect(await killed("3 to 4", 0, 3, 9)).toBeNull();
});

test("a loop without an end is ended by the count of its rounds", async () => {
  expect(await killed("> to >=", 1)).toMatchObject({ check: "loops", index: 4 });
});

test("a build that runs otherwise than the product, with nothing switched on, is a fault of its own", async () => {
  const other = join(scratch(), "other.mjs");
  writeFileSync(other, 'export const run = () => ({ digest: "0", violations: [], stop: "done" });');
  const space = propertySpace("kafka-4");
  const part = {
    kind: "chunk",
    space,
    strategy: "uniform",
    feedback: noFeedback,
    seed: "s",
    from: 0,
    count: 1,
  } as const;
  await expect(drawRuns({ bundle: other, task: { ...part, doubleEvery: 0 } })).rejects.toThrow(
    "runs as the product does",
  );
});
