/** What is drawn is what files can hold: whole, meaningful, of the kinds asked for, and it shrinks from a file alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { profiles } from "../../src/chaos/fault-kinds.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { normalise } from "../../src/scenario/normalise.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";
import { spaces } from "./spaces.ts";

const throughJson = (scenario: Scenario): Scenario => JSON.parse(JSON.stringify(scenario));

function expectParseable(scenario: Scenario): void {
  const parsed = parseScenario(throughJson(scenario), "drawn.json");
  if (isBadInput(parsed)) throw new Error(parsed.sentence);
  expect(parsed).toEqual(throughJson(scenario));
}

describe.each(Object.entries(spaces))("scenarios of %s", (_, space) => {
  const arbitrary = scenarioArbitrary(space);
  const drawn = Array.from({ length: 150 }, (_value, index) => scenarioAt(arbitrary, "drawn", index));

  test("pass through a file unchanged", () => drawn.forEach(expectParseable));

  test("are meaningful as they are", () => {
    for (const scenario of drawn) expect(normalise(scenario)).toEqual(scenario);
  });

  test("hold faults of the kinds asked for only, and all of them in the long run", () => {
    const met = new Set(drawn.flatMap((scenario) => scenario.faults.map((fault) => fault.kind)));
    expect([...met].filter((kind) => !space.kinds.includes(kind))).toEqual([]);
    expect(space.kinds.filter((kind) => !met.has(kind))).toEqual([]);
  });

  test("depend on seed and index alone", () => {
    expect(scenarioAt(scenarioArbitrary(space), "drawn", 149)).toEqual(drawn[149]);
    expect(scenarioAt(arbitrary, "another", 149)).not.toEqual(drawn[149]);
  });

  test("shrink from a file to other scenarios that a file can hold", () => {
    for (const scenario of drawn.slice(0, 12)) {
      const loaded = throughJson(scenario);
      expect(arbitrary.canShrinkWithoutContext(loaded)).toBe(true);
      let count = 0;
      let smaller = 0;
      for (const { value } of arbitrary.shrink(loaded, undefined)) {
        expectParseable(value);
        expect(value.seed).toBe(scenario.seed);
        if (JSON.stringify(value) !== JSON.stringify(scenario)) smaller++;
        if (++count >= 60) break;
      }
      expect(smaller).toBeGreaterThan(0);
    }
  });
});

test("the profile `all` knows every kind of fault", () => {
  const kinds = new Set(Object.values(profiles).flatMap((profile) => profile.kinds));
  expect([...kinds].sort()).toEqual([...profiles.all.kinds].sort());
});

test("a release before 4.0 has no eligible leader replicas, whatever else is drawn", () => {
  const drawn = (rules: string) =>
    fc.sample(scenarioArbitrary(propertySpace(rules)), { seed: 1, numRuns: 60 }).map(({ cluster }) => cluster.settings);
  const key = "eligible.leader.replicas.enable";
  expect(drawn("kafka-2.8").every((settings) => settings[key] === "false")).toBe(true);
  expect(drawn("kafka-3.9").every((settings) => settings[key] === "false")).toBe(true);
  for (const rules of ["kafka-4.0.0", "kafka-4"]) {
    expect(drawn(rules).some((settings) => settings[key] === undefined)).toBe(true);
  }
});
