/** A mark that was never met is told, unless today's rules forbid it. */
import { expect, test } from "vitest";
import { judgedGuarantees } from "../../src/campaign/judgement.ts";
import { marks, notToday } from "../../src/check/marks.ts";
import { type NightlyReport, neverMet, nightlyText } from "../../src/report/nightly-report.ts";

const report: NightlyReport = {
  command: "nightly",
  version: "0",
  seed: "s",
  strategy: "portfolio",
  rules: "kafka-4",
  runs: 20_000,
  events: 1,
  virtualSeconds: 1,
  wallSeconds: 1,
  digest: null,
  upper95: 0.00015,
  violations: [],
  tested: { ...Object.fromEntries(judgedGuarantees.map((name) => [name, 20_000])), "stable-reads": 0 },
  known: [],
  marks: { ...Object.fromEntries(marks.map(({ name }) => [name, 3])), "log-truncated": 0, [notToday[0]!]: 0 },
  excused: { "late-record": { times: 5, runs: 2 }, "sent-again": { times: 0, runs: 0 } },
  faults: [],
};

test("marks never met", () => {
  expect(notToday.every((name) => marks.some((mark) => mark.name === name))).toBe(true);
  expect(neverMet(report, notToday)).toEqual(["log-truncated"]);
  const text = nightlyText(report, ["log-truncated"]);
  expect(text).toContain("marks never met: log-truncated");
  expect(text).toContain(`Marks met (runs), ${marks.length - 2} of ${marks.length}: `);
  expect(text).toContain("Excused as legal, times (runs): late-record 5 (2)\n");
  expect(text).toContain("stable-reads not tested: no run in which a reader was given a record");
  expect(text).not.toContain("no-acked-loss not tested");
  expect(text).toContain("no promise broken in 20000 runs (at most 0.015 % of runs, 95 %)");
});

test("what a later Kafka mends is told with that change, and breaks nothing", () => {
  const known = {
    check: "compaction-safe",
    guarantee: "protocol",
    fingerprint: "compaction-safe/last-value-removed/chaos",
    sentence: "b1 compacts",
    runs: 2,
    scenario: "saved.json",
    mendedBy: "a bug of Kafka 2.8, mended in 3.1",
  };
  const text = nightlyText({ ...report, known: [known] }, []);
  expect(text).toContain(
    "known: protocol (compaction-safe/last-value-removed/chaos), in 2 runs: b1 compacts\n  a bug of Kafka 2.8, mended in 3.1\n",
  );
  expect(text).toContain("no promise broken in 20000 runs but for 1 kind that a later Kafka mends (at most");
});
