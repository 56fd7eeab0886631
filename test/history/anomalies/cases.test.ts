/**
 * Histories with known verdicts: each of their assertions holds. `cases.jsonl` has one case a line: 37 histories from the unit
 * tests of Jepsen (jepsen-io/jepsen, commit c4c7473d, tests/kafka_test.clj, EPL-1.0), captured as data while its tests ran.
 * Each `expect` is an assertion that held there; `errorTypes` is all that the reference reported, its quirks included.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ClientOperation } from "../../../src/history/anomalies/client-operation.ts";
import type { Verdict } from "../../../src/history/anomalies/judge.ts";
import { judged } from "./script.ts";

interface Case {
  readonly name: string;
  readonly options: { readonly "ww-deps"?: boolean };
  readonly history: readonly ClientOperation[];
  readonly expect: Expectation;
  readonly reference: { readonly errorTypes: readonly string[] };
}

interface Expectation {
  readonly errors?: Readonly<Record<string, readonly unknown[]>>;
  readonly absent?: readonly string[];
  readonly noErrors?: boolean;
  readonly duplicateValues?: readonly unknown[];
  readonly realtimeLag?: readonly unknown[];
  readonly worstRealtimeLag?: unknown;
  readonly unseenSeries?: readonly unknown[];
  readonly valid?: boolean;
}

const given: readonly Case[] = readFileSync(new URL("./cases.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

/** `{"$op": n}` becomes a line, `{"$set": […]}` a sorted list. */
function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object" || value === null) return value;
  if ("$op" in value) return Number(value.$op) + 1;
  if ("$set" in value && Array.isArray(value.$set)) return sorted(value.$set);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, decoded(field)]));
}

const sorted = (values: readonly unknown[]): readonly unknown[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Sets were asserted as sets. */
const withSortedSets = (type: string, errors: readonly object[]): readonly unknown[] =>
  type === "inconsistent-offsets"
    ? errors.map((error) =>
        "values" in error && Array.isArray(error.values) ? { ...error, values: sorted(error.values) } : error,
      )
    : errors;

function assertCase(expected: Expectation, verdict: Verdict): void {
  const errors: Readonly<Record<string, readonly object[]>> = { ...verdict.errors };
  for (const [type, list] of Object.entries(expected.errors ?? {})) {
    expect({ [type]: withSortedSets(type, errors[type] ?? []) }).toEqual({ [type]: decoded(list) });
  }
  for (const type of expected.absent ?? []) expect(verdict.types).not.toContain(type);
  if (expected.noErrors === true) expect(verdict.types).toEqual([]);
  if (expected.duplicateValues !== undefined) {
    expect(sorted((verdict.errors.duplicate ?? []).map((duplicate) => duplicate.value))).toEqual(
      sorted(expected.duplicateValues),
    );
  }
  if (expected.realtimeLag !== undefined) expect(verdict.realtimeLag).toEqual(expected.realtimeLag);
  if (expected.worstRealtimeLag !== undefined) expect(verdict.worstRealtimeLag).toEqual(expected.worstRealtimeLag);
  if (expected.unseenSeries !== undefined) expect(verdict.unseenSeries).toEqual(decoded(expected.unseenSeries));
  if (expected.valid !== undefined) expect(verdict.valid).toBe(expected.valid);
}

/** What the reference reports by mistake (history-checks §6, 1 and 6), and what has another name here (7). */
const quirks = ["unseen", "empty-transaction-graph", "G1c-realtime", "strong-PL-2-cycle-exists", "read-before-send"];

describe("histories with known verdicts", () => {
  test("all 37 are there", () => {
    expect(given.length).toBe(37);
  });

  test.each(given.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const verdict = judged(one.history, { wwDeps: one.options["ww-deps"] === true });
    assertCase(one.expect, verdict);
    const known = (types: readonly string[]): readonly string[] =>
      types.filter((type) => !quirks.includes(type)).sort();
    expect(known(verdict.types)).toEqual(known(one.reference.errorTypes));
  });
});
