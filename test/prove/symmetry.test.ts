/** Taking states that differ in names for one changes how many there are, and nothing else. */
import { describe, expect, test } from "vitest";
import type { ModelName } from "../../src/prove/models.ts";
import type { Scope } from "../../src/prove/scope.ts";
import { prove, question } from "./questions.ts";

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

const cases: readonly (readonly [ModelName, string, Partial<Scope>])[] = [
  ["replication", "kafka-4", { replicas: 2, records: 2, elections: 2 }],
  ["replication", "kafka-4", { replicas: 3, records: 1, elections: 1 }],
  ["replication", "kip-320", { replicas: 3, records: 2, elections: 0, disconnects: 1 }],
  ["isr", "kafka-4", { replicas: 3, records: 1, lags: 1, crashes: 0, lostDisks: 0 }],
  ["isr", "kafka-4", { replicas: 2, records: 1, lags: 1, crashes: 1, lostDisks: 1 }],
  ["producer", "kafka-4", { replicas: 3, records: 1, elections: 0, disconnects: 1 }],
];

describe("with and without symmetry", () => {
  test.each(cases)("%s under %s, %o: the same verdict", (model, rules, bounds) => {
    const asked = { ...question(model, rules, bounds), asksRecovery: true };
    const on = prove(asked);
    const off = prove({ ...asked, isSymmetric: false });
    expect([on.isComplete, off.isComplete, on.breach, off.breach]).toEqual([true, true, null, null]);
    const { replicas } = asked.scope;
    expect(on.states).toBeLessThanOrEqual(off.states);
    expect(off.states).toBeLessThanOrEqual(factorial(replicas) * on.states);
    // One leads, so that of n replicas n - 1 look alike: about so many names for one state.
    expect(off.states / on.states).toBeGreaterThan(factorial(replicas - 1) * 0.9);
  });

  test.each([
    ["before-kip-101", { records: 1, elections: 2 }],
    ["R-13", { records: 2, elections: 1 }],
  ])("%s is violated in as many steps with three replicas", (rules, bounds) => {
    const asked = question("replication", rules, { replicas: 3, ...bounds });
    const on = prove(asked, 12);
    const off = prove({ ...asked, isSymmetric: false }, 12);
    expect(on.breach).not.toBeNull();
    expect([on.breach?.check, on.breach?.steps.length]).toEqual([off.breach?.check, off.breach?.steps.length]);
  });
});
