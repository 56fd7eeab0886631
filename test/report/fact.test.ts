/** Words: verbs for one and for several, lists, offsets, and a sentence for every fault. */
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { profiles } from "../../src/chaos/fault-kinds.ts";
import { does, type Fact, factText, listed, offsets, sentence } from "../../src/report/fact.ts";
import { faultText, healText } from "../../src/report/fault-text.ts";

const fact = (nodes: readonly number[], says: Fact["says"]): Fact => ({
  event: 0,
  endsAt: 0,
  atMicros: 0,
  kind: "copy",
  nodes,
  topicPartition: 0,
  from: -1,
  to: -1,
  records: [],
  registration: null,
  says,
});

test("the verb agrees with those who act", () => {
  const copy = does("copy", offsets(5, 8));
  expect(factText(fact([2], copy), "orders-0")).toBe("b2 copies orders-0@5..7");
  expect(factText(fact([1, 2, 3], copy), "orders-0")).toBe("b1, b2 and b3 copy orders-0@5..7");
  expect(factText(fact([0], does("crash")), "")).toBe("the controller crashes");
  expect(factText(fact([1, 2], does("be", "paused")), "")).toBe("b1 and b2 are paused");
  expect(factText(fact([1], does("have", "not fetched it")), "")).toBe("b1 has not fetched it");
  expect(factText(fact([1000], does("go", "on")), "")).toBe("producer-0 goes on");
  expect(factText(fact([], sentence("%p has no leader")), "orders-0")).toBe("orders-0 has no leader");
});

test("lists and offsets", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed)).toEqual(["nobody", "a", "a and b", "a, b and c"]);
  expect([offsets(5, 6), offsets(5, 9)]).toEqual(["%p@5", "%p@5..8"]);
});

test("every fault has words for its beginning, and those that end unseen for their end", () => {
  const arbitrary = scenarioArbitrary(propertySpace("kafka-4"));
  const faults = Array.from({ length: 200 }, (_, i) => scenarioAt(arbitrary, "words", i).faults).flat();
  expect(new Set(faults.map((fault) => fault.kind)).size).toBe(profiles.all.kinds.length);
  for (const fault of faults) {
    expect(faultText(fault)).toMatch(/^[a-z][^%]*[^.]$/);
    expect(`${faultText(fault)} ${healText(fault)}`).not.toMatch(/undefined|NaN|\[object/);
  }
});
