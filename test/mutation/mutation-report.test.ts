/** The report: what counts, what is printed, within the width of a page. */
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { wilson95 } from "../../src/campaign/exact-tests.ts";
import { type MutantOutcome, mutationReport, mutationReportSchema, rowOf } from "../../src/mutation/mutation-report.ts";
import { mutationText } from "../../src/mutation/mutation-text.ts";
import { bufferMutants } from "./planted.ts";

const long = "x".repeat(200);

const reportOf = (...outcomes: readonly MutantOutcome[]) =>
  mutationReport({
    seed: "s",
    paths: [],
    runs: 300,
    unfit: 1,
    mutableLines: 1000,
    stages: ["campaign"],
    mutants: outcomes.map((outcome, i) =>
      rowOf(
        { ...bufferMutants()[i]!, file: "src/kafka/log/buffer.ts", source: long },
        {
          outcome,
          check: outcome === "killed" ? "acked-not-lost" : null,
          run: null,
          scenario: null,
          differs: 3,
          reason: null,
        },
      ),
    ),
  });

test("what is equivalent or only slower is not relevant; what was never reached is", () => {
  const report = reportOf("killed", "killed-by-property", "survived", "unmet", "unreached", "equivalent", "speed-only");
  expect(report).toMatchObject({ killed: 2, relevant: 5, score: 0.4 });
  expect(report.counts).toMatchObject({ killed: 1, "killed-by-property": 1, "killed-by-test": 0, "speed-only": 1 });
  expect(mutationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

test("what only a guard against vacuity notices is not killed", () => {
  const report = reportOf("killed", "killed-by-vacuity-guard");
  expect(report).toMatchObject({ killed: 1, relevant: 2, score: 0.5 });
  expect(mutationText(report)).toContain("a vacuity guard alone");
});

test("nothing relevant has no score", () => {
  expect(reportOf("equivalent")).toMatchObject({ score: null, low95: null, relevant: 0 });
  expect(mutationText(reportOf("equivalent"))).toContain("no mutant is relevant");
});

test("the text names who killed and what is alive, in 100 columns", () => {
  const lines = stripVTControlCharacters(mutationText(reportOf("killed", "survived", "unmet", "unreached"))).split(
    "\n",
  );
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
  expect(lines).toContain("1 of 4 mutants killed: 25 % (95 %: 5 % to 70 %)");
  expect(lines).toContain("   1  acked-not-lost");
  expect(lines).toContain("survived  src/kafka/log/buffer.ts:8 Buffer.add");
});

test("Wilson's interval, by the worked example of Newcombe 1998: 81 of 263", () => {
  const [low, high] = wilson95(81, 263);
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.2553", "0.3662"]);
  expect(wilson95(0, 20)[0]).toBe(0);
  expect(wilson95(20, 20)[1]).toBeCloseTo(1, 12);
});
