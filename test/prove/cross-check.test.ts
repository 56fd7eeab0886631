/**
 * Two ways to one verdict: what campaigns find in whole clusters under a planted defect, the search finds in the model,
 * which is made of the same protocol code.
 */
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import type { ModelName } from "../../src/prove/models.ts";
import { run } from "../../src/run/run.ts";
import { prove, question } from "./questions.ts";

const mostRuns = 600;
const fewRuns = 60;

/** The checks that the runs of a campaign break, up to the first run that breaks the one looked for. */
function foundByCampaign(
  rules: string,
  lookedFor: string | null,
  runs: number,
  seed = "cross-check",
): readonly string[] {
  const arbitrary = scenarioArbitrary(propertySpace(rules));
  const found = new Set<string>();
  for (let index = 0; index < runs && (lookedFor === null || !found.has(lookedFor)); index++) {
    const { violations } = run(scenarioAt(arbitrary, seed, index));
    for (const { check, promised } of violations) if (promised) found.add(check);
  }
  return [...found];
}

interface Case {
  readonly defect: string;
  readonly model: ModelName;
  /** In a run; and in a search, where it has another name. */
  readonly check: string;
  readonly bySearch?: string;
  readonly steps: number;
  readonly bounds?: Parameters<typeof question>[2];
  /** Of the campaign, where another one takes long. */
  readonly seed?: string;
}

const withFence = { crashes: 0, lostDisks: 0, fences: 1 };

const cases: readonly Case[] = [
  { defect: "R-01", model: "replication", check: "strong-isr", steps: 7 },
  { defect: "R-03", model: "replication", check: "strong-isr", steps: 10, seed: "d" },
  // A follower that never catches up again: a run waits for it in vain, a search knows that nothing leads there.
  { defect: "R-04", model: "replication", check: "isr-refills", bySearch: "recovers", steps: 9 },
  { defect: "I-01", model: "isr", check: "strong-isr", steps: 2 },
  { defect: "I-03", model: "isr", check: "valid-isr", steps: 4, bounds: withFence },
  { defect: "I-06", model: "isr", check: "leader-in-isr", steps: 3, bounds: { records: 1, disconnects: 1 } },
  { defect: "P-01", model: "producer", check: "no-duplicate", steps: 6 },
];

describe("found by campaign and by search", () => {
  test.each(cases)(
    "$defect: $check",
    ({ defect, model, check, bySearch = check, steps, bounds = {}, seed }) => {
      expect(foundByCampaign(defect, check, mostRuns, seed)).toContain(check);
      const asksRecovery = bySearch === "recovers";
      const { breach } = prove({ ...question(model, defect, bounds), asksRecovery });
      expect([breach?.check, breach?.steps.length]).toEqual([bySearch, steps]);
    },
    60_000,
  );

  test("nothing is found where nothing is planted", () => {
    const scope = { records: 2, elections: 2 };
    expect(foundByCampaign("kafka-4", null, fewRuns)).toEqual([]);
    expect(prove(question("replication", "kafka-4", scope))).toMatchObject({ breach: null, isComplete: true });
  }, 60_000);
});
