/** A run's own history goes through the judge of recorded histories, which knows nothing of brokers or rule sets. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../../src/arbitrary/space.ts";
import { isBadInput } from "../../../src/run/bad-input.ts";
import { checkHistory } from "../../../src/run/history-file/check-history.ts";
import { historyLines } from "../../../src/run/history-file/export-history.ts";
import { run } from "../../../src/run/run.ts";

const folder = mkdtempSync(join(tmpdir(), "kafka-trial-history-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function judged(rules: string, index: number): { readonly duplicate: boolean; readonly types: readonly string[] } {
  const scenario = scenarioAt(scenarioArbitrary(propertySpace(rules)), "history", index);
  const file = join(folder, "history.jsonl");
  const lines = historyLines(scenario);
  writeFileSync(file, `${lines.join("\n")}\n`);
  const report = checkHistory(file, { wwDeps: false, subVia: null, series: null });
  if (isBadInput(report)) return { duplicate: false, types: lines.length === 0 ? [] : ["unreadable"] };
  const duplicate = run(scenario).violations.some((violation) => violation.check === "no-duplicate");
  return { duplicate, types: report.badErrorTypes };
}

describe("a run's history", () => {
  test("is read without complaint, and a duplicate that readers saw is found there", () => {
    const runs = Array.from({ length: 120 }, (_, i) => judged("P-01", i));
    expect(runs.filter((one) => one.types.includes("unreadable"))).toEqual([]);
    const seen = runs.filter((one) => one.types.includes("duplicate"));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((one) => one.duplicate)).toBe(true);
  });
});
