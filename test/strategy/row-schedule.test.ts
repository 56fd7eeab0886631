import { describe, expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { recordAnchors } from "../../src/run/recordings.ts";
import { contentHash } from "../../src/scenario/content-hash.ts";
import { parseScenario } from "../../src/scenario/scenario-schema.ts";
import { strategyNames } from "../../src/strategy/names.ts";
import { RowSchedule } from "../../src/strategy/row-schedule.ts";
import { strategies } from "../../src/strategy/strategies.ts";

const space = propertySpace("kafka-4");
const marksOf = (index: number): readonly string[] => [`m${index % 7}`, `n${index % 5}`];
const open = (strategy: (typeof strategyNames)[number], seed = "s"): RowSchedule =>
  new RowSchedule(strategy, space, seed, recordAnchors);

/** Tells runs 0..count in the order of a permutation. */
function told(schedule: RowSchedule, count: number, step: number): RowSchedule {
  for (let i = 0; i < count; i++) {
    const index = (i * step) % count;
    schedule.note({ index, marks: marksOf(index) });
  }
  return schedule;
}

describe.each(strategyNames)("%s", (strategy) => {
  test("draws valid scenarios, the same from the same feedback in whatever order they were told", () => {
    const forth = told(open(strategy), 120, 1);
    const jumping = told(open(strategy), 120, 7);
    for (let index = 120; index < 150; index++) {
      const scenario = forth.scenarioOf(index);
      expect(contentHash(jumping.scenarioOf(index))).toBe(contentHash(scenario));
      // A file that holds it is read back as it is.
      expect(parseScenario(JSON.parse(JSON.stringify(scenario)), "drawn")).toEqual(scenario);
      expect(scenario.faults.every((fault) => space.kinds.includes(fault.kind))).toBe(true);
    }
  });

  test("another seed draws others", () => {
    expect(contentHash(open(strategy).scenarioOf(3))).not.toBe(contentHash(open(strategy, "t").scenarioOf(3)));
  });

  test("waits for what it learns from", () => {
    const schedule = open(strategy);
    expect(schedule.feedbackFor(119)).not.toBeNull();
    expect(schedule.feedbackFor(120) === null).toBe(strategies[strategy].learns);
  });
});
