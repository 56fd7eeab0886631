/** A saved failure again: the same run in any process, told by the same story; and what says that it is not the same. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { replayReportSchema } from "../../src/report/run-report.ts";
import { configuration, kafkaTrial, savedFiles, scratch } from "./program.ts";

const strimzi = configuration("strimzi/kafka-persistent.yaml");
const campaign = [strimzi, "--profile", "process-crash", "--set", "acks=1", "--seed", "s"] as const;
const out = scratch();
let witness = "";

beforeAll(async () => {
  await kafkaTrial("run", ...campaign, "--runs", "60", "--blame", "0", "--out", out);
  witness = savedFiles(out).find((file) => file.includes("no-acked-loss")) ?? "";
  expect(witness).not.toBe("");
}, 180_000);

const reportOf = (stdout: string) => replayReportSchema.parse(JSON.parse(stdout));

describe("replay", () => {
  test("three times: one digest, one story, that of the saved file", async () => {
    const runs = await Promise.all([1, 2, 3].map(() => kafkaTrial("replay", witness, "--json")));
    const reports = runs.map(({ stdout }) => reportOf(stdout));
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[2]).toEqual(reports[0]);
    const saved = JSON.parse(readFileSync(witness, "utf8"));
    expect(reports[0]).toMatchObject({ verdict: "unpromised", digest: saved.kafkaTrial.digest });
    expect(reports[0]!.violations.map((violation) => violation.fingerprint)).toContain(saved.kafkaTrial.fingerprint);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  test("--json prints one object of the published schema", async () => {
    const { stdout } = await kafkaTrial("replay", witness, "--json");
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    const published = z.fromJSONSchema(JSON.parse(readFileSync("schema/replay.schema.json", "utf8")));
    expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  });

  test("the story of a loss: append, acknowledgement, who had not fetched, the crash, the election, the loss", async () => {
    const { story } = reportOf((await kafkaTrial("replay", witness, "--json")).stdout);
    expect(story.length).toBeLessThanOrEqual(12);
    const steps = [
      /appends orders-\d+@/,
      /acknowledges orders-\d+@.* \(acks=1\)/,
      /crash/,
      /is elected leader/,
      /acknowledged, is gone/,
    ];
    const at = steps.map((step) => story.findLastIndex((line) => step.test(line)));
    expect(at, story.join("\n")).toEqual([...at].sort((a, b) => a - b));
    expect(at).not.toContain(-1);
    expect(story.join("\n")).toMatch(/(has|have) not fetched orders-\d+@/);
  });

  test("a file edited by hand runs, and says so", async () => {
    const saved = JSON.parse(readFileSync(witness, "utf8"));
    saved.scenario.workload.producers[0].records += 1;
    const edited = join(out, "edited.json");
    writeFileSync(edited, JSON.stringify(saved));
    const { code, stdout } = await kafkaTrial("replay", edited);
    expect(code).toBe(0);
    expect(stdout).toContain("edited by hand: it is no longer the one that was saved");
    expect(stdout).toMatch(/digest [0-9a-f]{16}; \d+ events/);
  });

  test("another order of keys is no edit", async () => {
    const { kafkaTrial: mark, scenario } = JSON.parse(readFileSync(witness, "utf8"));
    const turned = join(out, "turned.json");
    writeFileSync(
      turned,
      JSON.stringify({ scenario: Object.fromEntries(Object.entries(scenario).reverse()), kafkaTrial: mark }),
    );
    expect((await kafkaTrial("replay", turned)).stdout).toContain("The same run as when it was saved");
  });

  test("--seed and --run give the run that a campaign counted", async () => {
    const { stdout } = await kafkaTrial(
      "run",
      ...campaign,
      "--defect",
      "R-01",
      "--set",
      "acks=all",
      "--runs",
      "100",
      "--shrink",
      "0",
      "--blame",
      "0",
      "--json",
      "--out",
      scratch(),
    );
    const { violations } = JSON.parse(stdout);
    expect(violations.length).toBeGreaterThan(0);
    const { run, fingerprint } = violations[0];
    const again = await kafkaTrial(
      "replay",
      "--run",
      String(run),
      "--json",
      "--defect",
      "R-01",
      ...campaign,
      "--set",
      "acks=all",
    );
    expect(again.code).toBe(1);
    expect(reportOf(again.stdout).violations.map((violation) => violation.fingerprint)).toContain(fingerprint);
  });

  test("--trace writes every event as one JSON line", async () => {
    const trace = join(out, "trace.jsonl");
    const { stdout } = await kafkaTrial("replay", witness, "--trace", trace, "--json");
    const lines = readFileSync(trace, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(reportOf(stdout).events);
    for (const line of lines.slice(0, 50)) expect(JSON.parse(line)).toBeTypeOf("object");
  });
});

describe("shrink", () => {
  test("makes the file smaller and keeps the failure", async () => {
    const small = join(scratch(), "small.json");
    const { code, stdout } = await kafkaTrial("shrink", witness, "--runs", "80", "--out", small, "--json");
    expect(code).toBe(0);
    const { before, after, executions, fingerprint } = JSON.parse(stdout);
    expect(executions).toBeLessThanOrEqual(80);
    expect(after.faults + after.records).toBeLessThanOrEqual(before.faults + before.records);
    const replayed = await kafkaTrial("replay", small, "--json");
    expect(reportOf(replayed.stdout).violations.map((violation) => violation.fingerprint)).toContain(fingerprint);
    expect((await kafkaTrial("replay", small)).stdout).toContain("The same run as when it was saved");
  });
});
