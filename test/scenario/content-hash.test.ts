/** The hash that tells an edited scenario: by content, not by the order of keys. */
import { expect, test } from "vitest";
import { contentHash } from "../../src/scenario/content-hash.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { quietCluster } from "../golden/scenario.ts";

const scenario = quietCluster({
  seed: "hash",
  producer: {},
  faults: [{ id: 3, kind: "pause", node: "b1", durationMs: 10, trigger: { on: "appended", node: 1 } }],
  chaosMs: 100,
});

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
};

test("is 16 hex digits and the same for any order of keys", () => {
  expect(contentHash(scenario)).toMatch(/^[0-9a-f]{16}$/);
  expect(contentHash(reversed(scenario) as Scenario)).toBe(contentHash(scenario));
});

test("a field that is undefined is a field that is missing", () => {
  const [fault] = scenario.faults;
  const trigger = { on: "appended" as const, node: 1, nth: undefined };
  expect(contentHash({ ...scenario, faults: [{ ...fault!, trigger } as never] })).toBe(contentHash(scenario));
});

test("any change changes it, the order of faults too", () => {
  const other = { ...scenario.faults[0]!, id: 4 };
  const changed: readonly Scenario[] = [
    { ...scenario, seed: "hash2" },
    { ...scenario, limits: { ...scenario.limits, chaosMs: 101 } },
    { ...scenario, overrides: { "latency/1": 5 } },
    { ...scenario, faults: [...scenario.faults, other] },
    { ...scenario, faults: [other, ...scenario.faults] },
  ];
  expect(new Set([scenario, ...changed].map(contentHash)).size).toBe(changed.length + 1);
});
