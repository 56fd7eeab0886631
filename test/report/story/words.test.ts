/** Words: verbs for one and for several, lists, offsets, a sentence for every kind of fact and for every fault. */
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../../src/arbitrary/space.ts";
import { profiles } from "../../../src/chaos/fault-kinds.ts";
import { faultText, healText } from "../../../src/report/story/fault-text.ts";
import { fewOf, listed } from "../../../src/report/story/names.ts";
import { factText } from "../../../src/report/story/words.ts";
import { fact } from "../fact.ts";

test("the verb agrees with those who act", () => {
  const copy = { kind: "copy", topicPartition: 1, from: 5, to: 8, epoch: 0 } as const;
  expect(factText(fact({ ...copy, nodes: [2] }), ["orders-0"])).toBe("b2 copies orders-0@5..7");
  expect(factText(fact({ ...copy, nodes: [1, 2, 3], to: 6 }), ["orders-0"])).toBe("b1, b2 and b3 copy orders-0@5");
  expect(factText(fact({ kind: "down", nodes: [0], reason: "process-crash" }), [])).toBe("the controller crashes");
  expect(factText(fact({ kind: "absent", nodes: [1], from: 3 }), ["orders-0"])).toBe("b1 has not fetched orders-0@3");
  expect(factText(fact({ kind: "absent", nodes: [1, 2], from: 3 }), ["a-0"])).toBe("b1 and b2 have not fetched a-0@3");
  expect(factText(fact({ kind: "resume", nodes: [1000] }), [])).toBe("producer-0 goes on");
});

test("what happens to several partitions is said of several", () => {
  const leaderless = fact({ kind: "leaderless", isr: [1], eligible: [] });
  expect(factText(leaderless, ["a-0"])).toBe("a-0 has no leader: its ISR, b1, is gone");
  expect(factText(leaderless, ["b-0", "a-0"])).toBe("a-0 and b-0 have no leader: their ISR, b1, is gone");
  const isr = fact({ kind: "isr", isr: [1, 2] });
  expect(factText(isr, ["a-0"])).toBe("the ISR of a-0 becomes b1 and b2");
  expect(factText(isr, ["a-0", "a-1"])).toBe("the ISRs of a-0 and a-1 become b1 and b2");
  const again = fact({ kind: "reopen", nodes: [1], from: 0, to: 4, highWatermark: 2, unclean: true });
  expect(factText(again, ["a-0"])).toBe("b1 starts again with a-0 up to offset 4 (unclean stop, high watermark 2)");
  expect(factText(again, ["a-0", "a-1"])).toBe("b1 starts again with its logs of a-0 and a-1");
});

describe("the controller says why it fences a broker", () => {
  const fencedFor = (draft: Parameters<typeof fact>[0], endsAt = Number.POSITIVE_INFINITY): string =>
    factText(fact({ kind: "fence", nodes: [2], cause: { ...fact(draft), endsAt } }), []);
  test("down, paused, stopping, cut off", () => {
    expect(fencedFor({ kind: "down", nodes: [2], reason: "power-loss" })).toBe(
      "the controller fences b2, down since 1.500s",
    );
    expect(fencedFor({ kind: "pause", nodes: [2] })).toBe("the controller fences b2, paused since 1.500s");
    expect(fencedFor({ kind: "pause", nodes: [2] }, 0)).toBe("the controller fences b2, not heard of since 1.500s");
    expect(fencedFor({ kind: "stopping", nodes: [2] })).toBe("the controller fences b2, in controlled shutdown");
    const fault = { id: 1, kind: "isolate", node: "b2", durationMs: 5, trigger: { at: 1 } } as const;
    expect(fencedFor({ kind: "fault", fault })).toBe("the controller fences b2, cut off since 1.500s");
  });
});

test("lists", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed)).toEqual(["nobody", "a", "a and b", "a, b and c"]);
  expect(fewOf(["e", "d", "c", "b", "a"])).toBe("a, b and 3 more partitions");
  expect(fewOf(["a-10", "a-2"])).toBe("a-2 and a-10");
});

test("of a cut each side is named once", () => {
  const cut = (from: readonly string[], to: readonly string[], oneWay = false): string => {
    const fault = { id: 1, kind: "cut", from, to, oneWay, durationMs: 5, trigger: { at: 1 } } as const;
    return `${faultText(fault)}; ${healText(fault)}`;
  };
  expect(cut(["b3"], ["b1", "b3"])).toBe("b3 can no longer reach b1; b3 can reach b1 again");
  expect(cut(["b1", "b3"], ["controller", "b3"], true)).toBe(
    "b1 and b3 can send nothing to the controller; b1 and b3 can send to the controller again",
  );
  expect(cut(["b1", "b3"], ["controller", "b1", "b3"])).toBe(
    "b1 and b3 can no longer reach the controller and each other; b1 and b3 can reach the controller and each other again",
  );
});

test("every fault has words for its beginning, and those that end unseen for their end", () => {
  const arbitrary = scenarioArbitrary(propertySpace("kafka-4"));
  const faults = Array.from({ length: 200 }, (_, i) => scenarioAt(arbitrary, "words", i).faults).flat();
  expect(new Set(faults.map((one) => one.kind)).size).toBe(profiles.all.kinds.length);
  for (const fault of faults) {
    expect(faultText(fault)).toMatch(/^[a-z][^%]*[^.]$/);
    expect(`${faultText(fault)} ${healText(fault)}`).not.toMatch(/undefined|NaN|\[object/);
  }
});
