import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { releasesPage } from "../../src/docs/releases-page.ts";
import { root } from "../source-files.ts";

test("docs/releases.md is what the tables say (npm run docs -- releases)", () => {
  expect(readFileSync(`${root}docs/releases.md`, "utf8")).toBe(releasesPage());
});
