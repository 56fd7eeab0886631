/** `kafka-trial nightly` as users run it. */
import { describe, expect, test } from "vitest";
import { marks } from "../../src/check/marks.ts";
import { nightlyReportSchema } from "../../src/report/nightly-report.ts";
import { flowing, kafkaTrial, scratch } from "./program.ts";

const nightly = (...args: readonly string[]) => kafkaTrial("nightly", "--seed", "test", "--out", scratch(), ...args);

describe("kafka-trial nightly", () => {
  test("today's rules hold; the bound and the marks are printed", async () => {
    const { code, stdout, stderr } = await nightly("--runs", "100");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^100 runs, [\d.]+ M events, .*; seed test, digest [0-9a-f]{16}\nMarks met \(runs\), \d+ of \d+: /,
    );
    expect(stdout).toContain("no promise broken in 100 runs (at most 3.0 % of runs, 95 %)");
  });

  test("a broken promise is counted by its kind, saved, and replays", async () => {
    const { code, stdout } = await nightly("--runs", "60", "--defect", "P-11", "--strategy", "swarm", "--json");
    expect(code).toBe(1);
    const report = nightlyReportSchema.parse(JSON.parse(stdout));
    expect(Object.keys(report.marks)).toEqual(marks.map(({ name }) => name));
    const [first] = report.violations;
    expect(first?.runs).toBeGreaterThan(0);
    const replayed = await kafkaTrial("replay", first!.scenario);
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toContain("The same run as when it was saved (same digest).");
    expect(flowing(replayed.stdout)).toContain(first!.sentence);
  });

  test("what a later Kafka mends is known of a release, with the release that has it", async () => {
    const { code, stdout } = await nightly("--runs", "60", "--rules", "kafka-2.8", "--strategy", "uniform");
    expect(code, stdout).toBe(0);
    expect(flowing(stdout)).toMatch(/known: \w+ \(.*\), in \d+ runs?: /);
    expect(flowing(stdout)).toMatch(/(mended in|as Kafka was before) 3\.\d/);
    expect(flowing(stdout)).toMatch(/no promise broken in 60 runs but for \d+ kinds? that a later Kafka mends/);
  });

  test.each([
    [["--runs", "5", "--time", "1m"], "--runs and --time exclude each other"],
    [["--rules", "kip-321"], 'unknown rule set "kip-321"; did you mean kip-320?'],
    [["--defect", "R-99"], 'unknown defect "R-99"; did you mean R-09?'],
  ])("refuses %j with one sentence", async (args, sentence) => {
    const { code, stdout, stderr } = await nightly(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`kafka-trial: ${sentence}`);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
