/**
 * The canary: one known defect that must be found is planted and hunted, or everything else that passes says little. Which one is
 * drawn by KAFKA_TRIAL_CANARY (any text), among those that were found soon when the kill matrix was recorded.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { propertySpace } from "../../../src/arbitrary/space.ts";
import { hashText } from "../../../src/core/mix.ts";
import { killReportSchema } from "../../../src/report/kill-report.ts";
import { defaultStrategy } from "../../../src/strategy/names.ts";
import { hunt } from "../../../src/study/hunt/hunt.ts";

const soon = 300;
const cap = 3000;

const file = new URL("../../../docs/recorded/defects.json", import.meta.url);
const { defects } = killReportSchema.parse(JSON.parse(readFileSync(file, "utf8")));
const candidates = defects.filter(({ rank, found, runs }) => rank === 1 && found && runs <= soon);
const seed = process.env["KAFKA_TRIAL_CANARY"] ?? "canary";

test("there are defects to draw from", () => {
  expect(candidates.length).toBeGreaterThan(8);
});

const { id } = candidates[hashText(seed) % candidates.length]!;

test(`a campaign that does not know of ${id} finds it`, () => {
  const { found, executions } = hunt({ kind: "hunt", space: propertySpace(id), strategy: defaultStrategy, seed, cap });
  expect(found?.scenario.rules, `${id} is not found within ${executions} runs (KAFKA_TRIAL_CANARY=${seed})`).toBe(id);
});
