/** The page of mutants is what was recorded. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutationPage, readMutation } from "../../src/docs/mutation-page.ts";

const docs = new URL("../../docs/", import.meta.url);
const report = readMutation(new URL("recorded/mutate.json", docs).pathname);

test("docs/mutation.md is current (npm run docs -- mutation)", () => {
  expect(readFileSync(new URL("mutation.md", docs), "utf8")).toBe(mutationPage(report));
});

test("every mutant that nobody noticed is named on it", () => {
  const page = mutationPage(report);
  const alive = report.mutants.filter(({ outcome }) => ["survived", "unmet", "unreached"].includes(outcome));
  expect(alive.filter(({ place }) => !page.includes(place.replace("src/", ""))).map(({ place }) => place)).toEqual([]);
  expect(report.relevant).toBe(report.killed + alive.length);
});
