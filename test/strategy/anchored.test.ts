import { expect, test } from "vitest";
import { propertySpace } from "../../src/arbitrary/space.ts";
import type { Fault } from "../../src/chaos/fault.ts";
import { recordAnchors } from "../../src/run/recordings.ts";
import { RowSchedule } from "../../src/strategy/row-schedule.ts";

test("the first fault placed is on an event that the run surely makes", () => {
  const schedule = new RowSchedule("anchored", propertySpace("kafka-4"), "met", recordAnchors);
  let placed = 0;
  for (let index = 0; index < 40; index++) {
    const scenario = schedule.scenarioOf(index);
    const anchors = scenario.faults.filter((fault): fault is Fault => "on" in fault.trigger && "node" in fault.trigger);
    if (anchors.length === 0) continue;
    const points = recordAnchors({ ...scenario, faults: scenario.faults.filter((fault) => !anchors.includes(fault)) });
    const known = new Set(points.map(({ trigger }) => JSON.stringify(withoutSends(trigger))));
    if (anchors.some((fault) => known.has(JSON.stringify(withoutSends(fault.trigger))))) placed += 1;
  }
  expect(placed).toBeGreaterThan(20);
});

const withoutSends = (trigger: object): object =>
  Object.fromEntries(Object.entries(trigger).filter(([key]) => key !== "withSends"));
