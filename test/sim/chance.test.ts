import { describe, expect, test } from "vitest";
import { mix } from "../../src/core/mix.ts";
import { Chance, type ChanceOptions } from "../../src/sim/chance.ts";
import { DecisionKind } from "../../src/sim/decision-name.ts";
import { longTailed } from "../../src/sim/latency-table.ts";
import { streamSource } from "../../src/sim/random-source.ts";

const chance = (options: Partial<ChanceOptions> = {}) =>
  new Chance({ seed: "s", latencyMicros: { min: 100, max: 5100 }, ...options });

const latency = (c: Chance, message: number) =>
  c.latency(mix(c.salt(DecisionKind.latency, 1, 2, 0), message), 1, 2, 0, message);

describe("chance", () => {
  test("gives a decision its value whatever was decided before", () => {
    const alone = chance();
    const busy = chance();
    for (let i = 0; i < 100; i++) busy.choose(3, i, 10);
    expect(latency(busy, 7)).toBe(latency(alone, 7));
    expect(busy.choose(1, 7, 1000)).toBe(alone.choose(1, 7, 1000));
    expect(busy.torn(2, 1, 0, "a", 50)).toBe(alone.torn(2, 1, 0, "a", 50));
  });

  test("has no stable values with one stream for all", () => {
    const alone = chance({ source: streamSource("s") });
    const busy = chance({ source: streamSource("s") });
    busy.choose(3, 0, 10);
    const values = (c: Chance) => Array.from({ length: 8 }, (_, i) => latency(c, i));
    expect(values(busy)).not.toEqual(values(alone));
    expect(values(chance({ source: streamSource("s") }))).toEqual(values(chance({ source: streamSource("s") })));
  });

  test("differs by seed, node, link and name", () => {
    const values = (c: Chance) => Array.from({ length: 20 }, (_, i) => latency(c, i));
    expect(values(chance({ seed: "t" }))).not.toEqual(values(chance()));
    const choices = (node: number) => Array.from({ length: 20 }, (_, i) => chance().choose(node, i, 1000));
    expect(choices(1)).not.toEqual(choices(2));
    expect(new Set(choices(1)).size).toBeGreaterThan(10);
  });

  test("is overridden by readable names, and total over what is written there", () => {
    const overrides = {
      "latency/b1>b2/0/00000007": 42,
      "latency/b1>b2/0/00000008": -5,
      "choose/b1/0000000a": 99,
      "late/b1>producer-0/0/00000001": 77,
      "torn/b2/3/0:orders-0": 2,
    };
    const c = chance({ overrides });
    expect(latency(c, 7)).toBe(42);
    expect(latency(c, 8)).toBe(1);
    expect(latency(c, 9)).toBe(latency(chance(), 9));
    expect(c.choose(1, 10, 5)).toBe(4);
    expect(c.late(1, 1000, 0, 1)).toBe(77);
    expect(c.torn(2, 3, 0, "orders-0", 10)).toBe(2);
    expect(c.torn(2, 4, 0, "orders-0", 10)).toBe(chance().torn(2, 4, 0, "orders-0", 10));
  });

  test("records decisions whose names, given back as overrides, repeat them", () => {
    const decided = new Map<string, number>();
    const recorded = chance({ recorder: (name, value) => decided.set(name, value) });
    const values = [
      latency(recorded, 1),
      recorded.choose(2, 3, 100),
      recorded.late(1, 2, 0, 5),
      recorded.torn(1, 1, 0, "f", 9),
    ];
    expect(decided.size).toBe(4);
    const other = chance({ seed: "another", overrides: Object.fromEntries(decided) });
    expect([latency(other, 1), other.choose(2, 3, 100), other.late(1, 2, 0, 5), other.torn(1, 1, 0, "f", 9)]).toEqual(
      values,
    );
  });

  test("keeps choices and torn tails in their ranges and reaches the ends", () => {
    const c = chance();
    const chosen = Array.from({ length: 400 }, (_, i) => c.choose(1, i, 4));
    expect(new Set(chosen)).toEqual(new Set([0, 1, 2, 3]));
    const torn = Array.from({ length: 400 }, (_, i) => c.torn(1, i, 0, "f", 3));
    expect(new Set(torn)).toEqual(new Set([0, 1, 2, 3]));
    const late = Array.from({ length: 400 }, (_, i) => c.late(1, 2, 0, i));
    const lost = late.filter((value) => value === 0).length;
    expect(lost).toBeGreaterThan(140);
    expect(lost).toBeLessThan(260);
  });

  test("draws latencies with a long tail within their range", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => longTailed(mix(1, i), 100, 5000)).sort((a, b) => a - b);
    expect(values[0]).toBeGreaterThanOrEqual(100);
    expect(values.at(-1)).toBeLessThanOrEqual(5100);
    expect(values[10_000]!).toBeLessThan(100 + 5000 * 0.1);
    expect(values[19_990]!).toBeGreaterThan(100 + 5000 * 0.6);
    expect(longTailed(0, 7, 0)).toBe(7);
  });
});
