/** `kafka-trial defects` as users run it: the tables, the JSON, the exit code, and what is refused. */
import { describe, expect, test } from "vitest";
import { defects } from "../../src/kafka/rules/defects.ts";
import { killReportSchema } from "../../src/report/kill-report.ts";
import { flowing, kafkaTrial } from "./program.ts";

describe("kafka-trial defects", () => {
  test("ID... prints what was found, by which check, how soon, and how small it is", async () => {
    const { code, stdout, stderr } = await kafkaTrial("defects", "r-01", "R-20", "--runs", "60", "--strategy", "swarm");
    expect(code, stderr).toBe(0);
    expect(flowing(stdout)).toMatch(
      /strategy swarm: median of 3 campaigns \(seeds kafka-trial-1, kafka-trial-2, kafka-trial-3\)/,
    );
    expect(stdout).toMatch(/R-01 +│ 1 +│ followers truncate to their high watermark +│ 3 of 3 │ \d+ +│ [a-z-]+ +│ \d+/);
    expect(stdout).toMatch(/R-20 +│ 3 .*│ 0 of 3 │ > 60 +│ - /);
    expect(stdout).toContain("R-20 cannot be seen: ");
    expect(stdout).toMatch(/kill none of these defects: [a-z-]+, /);
    expect(stdout).not.toMatch(/undefined|NaN/);
  });

  test("--json is as its schema says", async () => {
    const args = ["defects", "E-03", "P-11", "--runs", "20", "--strategy", "all", "--seed", "same", "--json"];
    const one = killReportSchema.parse(JSON.parse((await kafkaTrial(...args)).stdout));
    expect(one.defects.map(({ id }) => id)).toEqual(["E-03", "P-11"]);
    expect(one.strategies?.map(({ strategy }) => strategy)).toEqual([
      "portfolio",
      "uniform",
      "swarm",
      "pct",
      "novelty",
      "anchored",
    ]);
    for (const { runs: byDefect } of one.strategies ?? []) expect(Object.keys(byDefect)).toEqual(["E-03", "P-11"]);
  });

  test("exits 1 when a defect that can be seen is not found, and says which", async () => {
    const { code, stdout } = await kafkaTrial("defects", "I-02", "P-11", "--runs", "2");
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nnot found: I-02\n$/);
  });

  test("--list says what the defects are", async () => {
    const { code, stdout } = await kafkaTrial("defects", "--list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^R-01 {2}followers truncate to their high watermark \(KIP-101, KAFKA-1211\)\n/);
    expect(flowing(stdout).trim().split("\n")).toHaveLength(defects.length);
  });

  test.each([
    [["R-1"], 'unknown defect "R-1"; did you mean R-01?'],
    [["--strategy", "anchord"], 'unknown strategy "anchord"; did you mean anchored?'],
    [["--runs", "0"], '--runs is "0"; expected a whole number from 1 to 1000000'],
  ])("refuses %j with one sentence", async (args, sentence) => {
    const { code, stdout, stderr } = await kafkaTrial("defects", ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.trim()).toBe(`kafka-trial: ${sentence}`);
  });
});
