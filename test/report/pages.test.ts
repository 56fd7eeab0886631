import { expect, test } from "vitest";
import { explainable, pageOf } from "../../src/report/pages.ts";

test("every name has a page that says something", () => {
  const names = Object.values(explainable()).flat();
  expect(names.length).toBeGreaterThan(100);
  for (const name of names) {
    const lines = pageOf(name)?.lines ?? [];
    expect(lines.length, name).toBeGreaterThan(0);
    for (const line of lines) expect(line.trim(), name).not.toBe("");
  }
});

test("a measure of the incidents is explained", () => {
  expect(pageOf("keyReadsOutOfOrder")).toMatchObject({ kind: "measure" });
  expect(pageOf("no-such-name")).toBeNull();
});
