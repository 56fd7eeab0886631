/** Numbers of many runs as one. */
import { expect, test } from "vitest";
import { mergeExcused, mergeStatistics } from "../../src/campaign/merge-statistics.ts";
import { newCounts } from "../../src/check/statistics.ts";
import { excusedLines } from "../../src/report/run-table.ts";

test("counts add up, largest values stay the largest", () => {
  const one = { ...newCounts(), sentRecords: 2, writeStallSecondsMax: 3 };
  const merged = mergeStatistics([one, { ...newCounts(), sentRecords: 5, writeStallSecondsMax: 1 }]);
  expect(merged).toEqual({ ...newCounts(), sentRecords: 7, writeStallSecondsMax: 3 });
});

test("a legal anomaly: how often it excused something, and in how many runs", () => {
  const merged = mergeExcused([{ "sent-again": 2, "late-record": 1 }, {}, { "late-record": 4 }]);
  expect(merged).toEqual({ "late-record": { times: 5, runs: 2 }, "sent-again": { times: 2, runs: 1 } });
  expect(Object.keys(merged)).toEqual(["late-record", "sent-again"]);
  expect(excusedLines(merged)).toEqual(["Excused as legal, times (runs): late-record 5 (2), sent-again 2 (1)"]);
  expect(excusedLines({ "late-record": { times: 0, runs: 0 } })).toEqual([]);
});
