import { describe, expect, test } from "vitest";
import { guarded } from "../../src/sim/guard.ts";

const forbidden: Readonly<Record<string, () => unknown>> = {
  "Date.now": () => Date.now(),
  "new Date": () => new Date(),
  Date: () => Date(),
  "performance.now": () => performance.now(),
  "Math.random": () => Math.random(),
  setTimeout: () => setTimeout(() => {}, 0),
  setInterval: () => setInterval(() => {}, 0),
  setImmediate: () => setImmediate(() => {}),
  "crypto.randomUUID": () => crypto.randomUUID(),
  "crypto.getRandomValues": () => crypto.getRandomValues(new Uint8Array(1)),
};

describe("guard", () => {
  for (const [name, use] of Object.entries(forbidden)) {
    test(`forbids ${name} during a run and gives it back`, () => {
      expect(() => guarded(use)).toThrow("was used during a run: use context.");
      expect(use).not.toThrow();
    });
  }

  test("returns what the run returns, and nests", () => {
    expect(guarded(() => guarded(() => 7))).toBe(7);
    expect(() => guarded(() => [guarded(() => 1), Math.random()])).toThrow("Math.random");
    expect(Math.random()).toBeLessThan(1);
  });

  test("leaves everything as it was when the run throws", () => {
    const before = [Date, performance.now, Math.random, setTimeout, crypto.randomUUID];
    expect(() =>
      guarded(() => {
        throw new Error("broken");
      }),
    ).toThrow("broken");
    expect([Date, performance.now, Math.random, setTimeout, crypto.randomUUID]).toEqual(before);
    expect(Object.hasOwn(performance, "now")).toBe(false);
  });
});
