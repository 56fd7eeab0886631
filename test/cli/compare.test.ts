/** `kafka-trial compare` as users run it: tables, JSON, separating scenarios that replay, exit codes, bad input. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { compareReportSchema } from "../../src/report/compare-report.ts";
import { configuration, kafkaTrial, savedFiles, scratch } from "./program.ts";

const strimzi = configuration("strimzi/kafka-persistent.yaml");
const acksOne = [strimzi, strimzi, "--set-b", "acks=1", "--profile", "process-crash", "--seed", "6"] as const;

describe("compare", () => {
  test("tells who broke what, and saves what separates", async () => {
    const out = scratch();
    const { code, stdout } = await kafkaTrial("compare", ...acksOne, "--runs", "40", "--shrink", "20", "--out", out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/process-crash\W+no-acked-loss\W+\d+\W+0\W+[1-9]/);
    expect(stdout).toMatch(/per-key-order.*A keeps more/);
    expect(stdout).toMatch(/lostAcked\W+0\W+[1-9]/);
    const files = savedFiles(out);
    const breaks = files.find((file) => /no-acked-loss\.B\.breaks/.test(file))!;
    const holds = files.find((file) => /no-acked-loss\.A\.holds/.test(file))!;
    expect(stdout).toContain(`kafka-trial replay ${breaks}`);
    const [broken, held] = await Promise.all([kafkaTrial("replay", breaks), kafkaTrial("replay", holds)]);
    expect(broken.stdout).toContain("The same run as when it was saved");
    expect(broken.stdout).toContain("not promised: no-acked-loss");
    expect(held.stdout).toContain("The same run as when it was saved");
    // It may double a record, as nothing promises otherwise after a crash; what it is kept for holds.
    expect(held.stdout).not.toContain("no-acked-loss");
  });

  test("--json: one object of the published schema", async () => {
    const { stdout } = await kafkaTrial(
      "compare",
      ...acksOne,
      "--runs",
      "20",
      "--shrink",
      "10",
      "--json",
      "--out",
      scratch(),
    );
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    const published = z.fromJSONSchema(JSON.parse(readFileSync("schema/compare.schema.json", "utf8")));
    expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
    const report = compareReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ pairs: 20, violations: [], b: { set: ["acks=1"] } });
    const order = report.profiles[0]!.guarantees.find((row) => row.guarantee === "per-key-order")!;
    expect(order.onlyB).toBeGreaterThan(0);
    expect(order.neither + order.onlyA + order.onlyB + order.both + order.untested).toBe(20);
    expect(report.separating.map((one) => [one.guarantee, one.breaks])).toContainEqual(["per-key-order", "b"]);
  });

  test("a broken promise on either side is exit 1", async () => {
    const out = scratch();
    const { code, stdout } = await kafkaTrial(
      "compare",
      ...acksOne,
      "--defect",
      "R-01",
      "--runs",
      "40",
      "--shrink",
      "20",
      "--out",
      out,
    );
    const [kept] = savedFiles(join(out, "failures"));
    expect(stdout).toContain(`kafka-trial replay ${kept}`);
    expect((await kafkaTrial("replay", kept!)).code).toBe(1);
    expect(stdout).toMatch(/VIOLATED by A: protocol \(process-crash, run \d+\)/);
    expect(code).toBe(1);
  });

  test("joined files and clusters of two sizes", async () => {
    const server = configuration("apache-kafka/kraft-server.properties");
    const producer = configuration("batching-producer.properties");
    const { code, stdout } = await kafkaTrial(
      "compare",
      `${server},${producer}`,
      strimzi,
      "--profile",
      "clients",
      "--runs",
      "3",
      "--seed",
      "s",
      "--out",
      scratch(),
    );
    expect(code).toBe(0);
    expect(stdout).toContain("Not of one size: the faults of 3 brokers, in the smaller cluster all on its 1.");
  });
});

describe("bad input", () => {
  test.each([
    ["one configuration", [strimzi], /compare takes two configurations and found 1; join/],
    ["three", [strimzi, strimzi, strimzi], /compare takes two configurations and found 3; join/],
    ["no file", [strimzi, ","], /configuration B is ","; expected files separated by commas/],
    ["a missing file", [strimzi, "nowhere.yaml"], /nowhere\.yaml: there is no such file/],
    ["no setting", [strimzi, strimzi, "--set-b", "acks"], /--set: acks is no setting: expected key=value/],
    ["a refused setting", [strimzi, strimzi, "--set-a", "acks=2"], /acks=2 is not accepted/],
    [
      "an unknown profile",
      [strimzi, strimzi, "--profile", "network2"],
      /unknown profile "network2"; did you mean network\?/,
    ],
  ])("%s", async (_name, args, sentence) => {
    const { code, stdout, stderr } = await kafkaTrial("compare", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
