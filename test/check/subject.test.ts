/** What a violation is about: as the check says it, and never at odds with what its sentence says for readers. */
import { describe, expect, test } from "vitest";
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

/** Brokers and offsets as the sentence names them, for readers. */
const brokersIn = (sentence: string): readonly number[] =>
  [...sentence.matchAll(/\bbroker (\d+)/g)].map((match) => Number(match[1]));
const isPlaced = (sentence: string): boolean => /orders-0@\d/.test(sentence);

describe("a subject names what the sentence names", () => {
  test.each(cases)("$check: $name", ({ act, options }) => {
    const s = stage(options);
    act(s);
    for (const { check, subject, sentence } of s.violations()) {
      expect(nodesOf(subject), check).toEqual(expect.arrayContaining(brokersIn(sentence).slice(0, 1)));
      if (isPlaced(sentence)) expect(sentence).toMatch(new RegExp(`\\b${offsetOf(subject)}\\b`));
    }
  });
});
