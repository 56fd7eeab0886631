/** Planted properties over a planted product, run with each of its mutants by the built program, as the command runs them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { tooSeldom } from "../../properties/vacuity.ts";
import { propertyFiles, recordReach, trySuite } from "../../src/mutation/suite-stage.ts";
import { type Failure, tooSeldom as known, type SuiteTask } from "../../src/mutation/suite-task.ts";
import { build } from "../cli/program.ts";
import { scratch } from "../scratch.ts";
import { root as repository } from "../source-files.ts";
import { named, plantProduct } from "./planted.ts";

const { root } = plantProduct();
const mutants = named(">= to >", "call dropped", "true to false", "> to >=");

const property = (name: string, body: string): void =>
  writeFileSync(
    join(root, `properties/${name}.property.ts`),
    `import { expect, test } from "vitest";
import { Buffer } from "../src/buffer.ts";
test("${name}", () => { const buffer = new Buffer(); ${body} });
`,
  );

beforeAll(async () => {
  await build();
  mkdirSync(join(root, "properties"));
  mkdirSync(join(root, "test"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "test/vitest.config.ts"), `export default { test: { pool: "threads" } };`);
  property("bounded", "for (let i = 0; i < 9; i++) buffer.add(i, false); expect(buffer.values.length).toBe(3);");
  property("drained", "buffer.add(5, false); expect(buffer.drain()).toBe(5);");
  property("met", `expect([buffer.add(1, false)], ${JSON.stringify(tooSeldom)}).toEqual([true]);`);
}, 120_000);

const never = { requested: false, asked: new Promise<void>(() => {}) };

test("a mutant meets the properties that it changes, and the first that fails has killed it", async () => {
  const shape = { root, files: propertyFiles(root), mutants, folder: scratch(), jobs: 1 };
  expect(shape.files).toEqual(["bounded", "drained", "met"].map((name) => `properties/${name}.property.ts`));
  const reach = await recordReach(shape, never);
  const idOf = (change: string): number => mutants.find(({ mutant }) => mutant.change === change)!.id;
  const files = (change: string) => shape.files.filter((file) => reach.get(file)?.has(idOf(change)));
  expect(files(">= to >")).toEqual(["properties/bounded.property.ts"]);
  expect(files("true to false")).toEqual(shape.files);

  const failures = new Map<string, Failure | null>();
  const note = ({ mutant }: SuiteTask["mutants"][number], failure: Failure | null) =>
    failures.set(mutant.change, failure);
  await trySuite(mutants.slice(0, 3), shape, reach, note, never);
  expect(failures.get(">= to >")).toMatchObject({ test: "bounded", isVacuous: false });
  expect(failures.get("call dropped")).toMatchObject({ test: "bounded" });
  expect(failures.get("true to false")).toMatchObject({ test: "met", isVacuous: true });
  expect(failures.get("true to false")?.sentence).toContain(tooSeldom);
}, 120_000);

test("a property that reads the verdicts of drawn runs is left to the campaign", () => {
  const files = propertyFiles(repository);
  expect(files).toContain("properties/placement.property.ts");
  expect(files).not.toContain("properties/log-matching.property.ts");
});

test("the word by which a vacuous failure is known is that of the properties", () => {
  expect(known).toBe(tooSeldom);
});
