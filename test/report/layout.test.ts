/** Reports fit a terminal of 100 columns. */
import { expect, test } from "vitest";
import { judgedGuarantees } from "../../src/campaign/judgement.ts";
import { fitted, saidOnce, wrapped } from "../../src/report/layout.ts";
import { runTable } from "../../src/report/run-table.ts";

const longest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

test("a line breaks at words, and goes on deeper than it began", () => {
  expect(wrapped("  one two three", 9)).toEqual(["  one two", "    three"]);
  expect(wrapped("short")).toEqual(["short"]);
  expect(wrapped("a \u001b[31mred\u001b[39m line", 10)).toEqual(["a \u001b[31mred\u001b[39m line"]);
  const keys = Array.from({ length: 40 }, (_, i) => `key.number.${i}`).join(", ");
  expect(longest(fitted(`  known: ${keys}`))).toBeLessThanOrEqual(100);
  expect(fitted(`  known: ${keys}`).split(/\s+/).join(" ").trim()).toBe(`known: ${keys}`);
});

test("commands and drawings stay whole", () => {
  const command = `  kafka-trial replay ${"folder/".repeat(20)}file.json`;
  const drawing = `  leader  m0 | ${"m1 ".repeat(40)}--> gone`;
  expect(fitted(`${command}\n${drawing}`)).toBe(`${command}\n${drawing}`);
});

test("what is the same in many rows is said once", () => {
  expect(
    saidOnce([
      ["a", "1"],
      ["a", "2"],
      ["b", "2"],
    ]),
  ).toEqual([
    ["a", "1"],
    ["", "2"],
    ["b", "2"],
  ]);
});

test("the table of a campaign fits, whatever its verdicts", () => {
  const verdicts = ["held", "violated", "unpromised", "undecided", "not-tested"] as const;
  const judgements = judgedGuarantees.map((guarantee, i) => ({
    guarantee,
    verdict: verdicts[i % 5]!,
    brokenRuns: (i % 3) * 1000,
    endedRuns: 1000,
    upper95: 0.00123,
  }));
  const statistics = { ackedRecords: 123_456_789, lostAcked: 123_456, unavailableSeconds: 123_456.7 };
  const table = runTable([
    { configuration: "a long name ".repeat(9), profile: "rolling-restart", runs: 1e6, judgements, statistics },
  ]);
  expect(longest(table)).toBeLessThanOrEqual(100);
  for (const text of [
    "VIOLATED",
    "1000 of",
    "held",
    "ended in 1000",
    "not promised:",
    "undecided",
    "not tested",
    "1000000 runs: acked 123456789, lost 123456,",
  ])
    expect(table).toContain(text);
});
