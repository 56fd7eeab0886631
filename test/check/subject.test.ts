/** What a violation is about: as the check says it, and never at odds with what its witness says for readers. */
import { describe, expect, test } from "vitest";
import type { Violation } from "../../src/check/check.ts";
import { nodesOf, offsetOf, recordsOf, type Subject } from "../../src/check/subject.ts";
import { refusedCommitCases } from "./cases/refused-commit-cases.ts";
import { refusedControlCases } from "./cases/refused-control-cases.ts";
import { refusedHistoryCases } from "./cases/refused-history-cases.ts";
import { refusedLogCases } from "./cases/refused-log-cases.ts";
import { stage } from "./stage.ts";

const cases = [...refusedLogCases, ...refusedCommitCases, ...refusedControlCases, ...refusedHistoryCases];

const parts = (subject: Subject): unknown => [offsetOf(subject), recordsOf(subject), nodesOf(subject)];

test("offset, records and nodes of each kind of subject", () => {
  expect(parts({ kind: "records", offset: 5, records: [7, -1], nodes: [1, -1] })).toEqual([5, [7], [1]]);
  expect(parts({ kind: "range", broker: 2, from: 5, to: 9 })).toEqual([5, [], [2]]);
  expect(parts({ kind: "replica", broker: 2, leader: 1, offset: -1 })).toEqual([-1, [], [2, 1]]);
  expect(parts({ kind: "partition", leader: -1 })).toEqual([-1, [], []]);
  expect(parts({ kind: "isr-change", leader: 1, member: 3, offset: 4 })).toEqual([4, [], [1, 3]]);
  expect(parts({ kind: "position", client: 2000, broker: 1, offset: 4 })).toEqual([4, [], [1, 2000]]);
  expect(parts({ kind: "send", client: 1000, record: 8 })).toEqual([-1, [8], [1000]]);
  expect(parts({ kind: "broker", broker: 3 })).toEqual([-1, [], [3]]);
  expect(parts({ kind: "cluster", sinceMicros: 9 })).toEqual([-1, [], []]);
});

const named = ({ witness }: Violation, keys: readonly string[]): readonly number[] =>
  keys.map((key) => witness[key]).filter((value): value is number => typeof value === "number" && value >= 0);

describe("a subject names what the witness names", () => {
  test.each(cases)("$check: $name", ({ act, options }) => {
    const s = stage(options);
    act(s);
    for (const violation of s.violations()) {
      const { subject } = violation;
      expect(nodesOf(subject), violation.check).toEqual(
        expect.arrayContaining([...named(violation, ["broker", "leader", "replica", "client"])]),
      );
      const [record] = named(violation, ["record"]);
      if (record !== undefined) expect(recordsOf(subject), violation.check).toContain(record);
      const [offset] = named(violation, ["offset"]);
      if (offset !== undefined && subject.kind !== "range") expect(offsetOf(subject), violation.check).toBe(offset);
    }
  });
});
