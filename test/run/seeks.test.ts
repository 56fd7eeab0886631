/** Seeks of a plan reach the application, are drawn, and are judged: a broken world is found by readers that seek. */
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const arbitrary = scenarioArbitrary(propertySpace("kafka-4"));
const seeksOf = ({ workload }: Scenario) => workload.consumers.flatMap(({ seeks = [] }) => seeks);

test("some drawn readers seek, some start in the middle, and no promise is broken", () => {
  const drawn = Array.from({ length: 60 }, (_, index) => scenarioAt(arbitrary, "seeks", index));
  const seeking = drawn.filter((scenario) => seeksOf(scenario).length > 0);
  expect(seeking.length).toBeGreaterThan(3);
  expect(drawn.some(({ workload }) => workload.consumers.some(({ start }) => typeof start === "object"))).toBe(true);
  let sought = 0;
  for (const scenario of seeking) {
    const positionSet = (_client: number, _tp: number, _offset: number, reason: string) => {
      if (reason === "seek") sought++;
    };
    const { violations } = run(scenario, { listener: () => ({ positionSet }) });
    expect(violations.filter(({ promised }) => promised)).toEqual([]);
  }
  expect(sought).toBeGreaterThan(0);
  for (const scenario of seeking) expect(arbitrary.canShrinkWithoutContext(scenario)).toBe(true);
});

test("a plan without seeks shrinks as well", () => {
  const quiet = Array.from({ length: 20 }, (_, index) => scenarioAt(arbitrary, "quiet", index)).filter(
    (scenario) => seeksOf(scenario).length === 0 && scenario.workload.consumers.length > 0,
  );
  expect(quiet.length).toBeGreaterThan(0);
  for (const scenario of quiet) expect(arbitrary.canShrinkWithoutContext(scenario)).toBe(true);
});
