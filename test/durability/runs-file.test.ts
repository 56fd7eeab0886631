import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addRun, beginRuns, headOf, readRuns } from "../../src/durability/runs-file.ts";
import { scratch } from "../scratch.ts";
import { someRuns } from "./some-runs.ts";

const head = headOf({ version: "1", seed: "s", matrix: "m" });
const { profile, runs } = someRuns([
  [{ lostAcked: 2 }, {}],
  [{}, {}],
]);

test("gives back what was written, in any order of arrival", () => {
  const file = join(scratch(), "runs.jsonl");
  expect(readRuns(file)).toBeNull();
  beginRuns(file, head, [{ profile, runs: runs.slice(0, 1) }]);
  addRun(file, profile, runs[1]!);
  expect(readRuns(file)).toEqual({ head, profiles: [{ profile, runs }] });
});

test("a line that a kill cut short is left out, and gone when the exploration goes on", () => {
  const file = join(scratch(), "runs.jsonl");
  beginRuns(file, head, [{ profile, runs }]);
  appendFileSync(file, '{"profile":"process-cr');
  const kept = readRuns(file);
  expect(kept).toEqual({ head, profiles: [{ profile, runs }] });
  beginRuns(file, head, [{ profile, runs }]);
  expect(readFileSync(file, "utf8")).not.toContain("process-cr\n");
});

test("what is none of ours is a sentence with file and line", () => {
  const file = join(scratch(), "runs.jsonl");
  writeFileSync(file, "hello\n");
  expect(readRuns(file)).toMatch(/runs\.jsonl, line 1: found "hello"; expected/);
  beginRuns(file, head, []);
  appendFileSync(file, "{}\n\n");
  expect(readRuns(file)).toMatch(/line 2: expected one run/);
});
