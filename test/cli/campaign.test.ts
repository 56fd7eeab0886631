/** Campaigns as users run them: JSON, exit codes, one digest whatever the jobs, what is saved when they are ended. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { runReportSchema } from "../../src/report/run-report.ts";
import { configuration, flowing, kafkaTrial, savedFiles, scratch } from "./program.ts";

const strimzi = configuration("strimzi/kafka-persistent.yaml");
const crashes = [strimzi, "--profile", "process-crash"] as const;

const reportOf = (stdout: string) => runReportSchema.parse(JSON.parse(stdout));

describe("run --json", () => {
  test("prints one object of the published schema and nothing else", async () => {
    const out = scratch();
    const { code, stdout } = await kafkaTrial(
      "run",
      ...crashes,
      "--set",
      "acks=1",
      "--runs",
      "60",
      "--seed",
      "s",
      "--shrink",
      "20",
      "--blame",
      "0",
      "--json",
      "--out",
      out,
    );
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    const report = reportOf(stdout);
    const published = z.fromJSONSchema(JSON.parse(readFileSync("schema/run.schema.json", "utf8")));
    expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(report.runs).toBe(60);
    expect(report.violations).toEqual([]);
    const [profile] = report.configurations[0]!.profiles;
    const loss = profile!.guarantees.find((one) => one.guarantee === "no-acked-loss")!;
    expect(loss).toMatchObject({ promised: false, verdict: "unpromised" });
    expect(loss.brokenRuns).toBeGreaterThan(0);
    expect(savedFiles(out)).toContain(loss.witness);
  });
});

describe("exit codes", () => {
  const run = (...args: readonly string[]) =>
    kafkaTrial("run", "--runs", "40", "--seed", "s", "--blame", "0", "--shrink", "0", "--out", scratch(), ...args);

  test("a promise that holds meets the requirement", async () => {
    const { code, stdout } = await run("--require", "no-acked-loss", "--verbose", strimzi);
    expect(code).toBe(0);
    expect(stdout).toContain("required: no-acked-loss: promised and held under process-crash");
    expect(stdout).toContain("Promises of kafka-persistent.yaml");
    expect(stdout).toMatch(/Sends: \d+, of them acknowledged \d+ \(lost 0\), failed for sure \d+, ambiguous \d+/);
    expect(stdout).toMatch(/Producers were blocked \d+ s, longest \d+\.\d s/);
  });

  test("what nothing promises does not meet it", async () => {
    const { code, stdout } = await run(...crashes, "--set", "acks=1", "--require", "no-acked-loss");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "required, and not met: no-acked-loss under process-crash (kafka-persistent.yaml): not promised",
    );
    expect(stdout).toMatch(/^kafka-persistent\.yaml: Kafka 4\.3, 3 brokers, 3 copies, min\.insync\.replicas=2, acks=1/);
    expect(flowing(stdout)).toMatch(/broken, not promised, runs of 40: no-acked-loss \(process-crash \d+\)/);
    const wide = stdout.split("\n").filter((line) => line.length > 100 && !line.startsWith("    kafka-trial replay "));
    expect(wide).toEqual([]);
  });

  test("what no run could break is not tested, and does not meet it", async () => {
    const words = ["--kafka-version", "3.6", "--set", "min.insync.replicas=5", "--require", "no-acked-loss"];
    const [text, json] = [[], ["--json"]].map((more) =>
      run(...words, "--profile", "clients", strimzi, "--runs", "3", ...more),
    );
    const { code, stdout } = await text!;
    expect(code).toBe(1);
    const why = "not tested: no run in which a send with acks=all succeeded";
    expect(flowing(stdout)).toContain(
      `required, and not met: no-acked-loss under clients (kafka-persistent.yaml): ${why}`,
    );
    expect(stdout).not.toContain("held (");
    const [profile] = reportOf((await json!).stdout).configurations[0]!.profiles;
    const verdicts = profile!.guarantees.map(({ guarantee, verdict }) => [guarantee, verdict]);
    expect(Object.fromEntries(verdicts)).toEqual({
      "no-acked-loss": "not-tested",
      "per-key-order": "not-tested",
      "no-duplicate": "not-tested",
      "stable-reads": "not-tested",
      progress: "not-tested",
      protocol: "held",
    });
  });

  test("a loss that nothing promised against is no failure by itself", async () => {
    expect((await run(...crashes, "--set", "acks=1")).code).toBe(0);
  });

  test("a broken promise is", async () => {
    const { code, stdout } = await run(...crashes, "--defect", "R-01", "--runs", "150");
    expect(code).toBe(1);
    expect(stdout).toMatch(/VIOLATED, runs of 150: .*\(process-crash \d+\)/);
  });
});

test("--shrink: at most so many re-runs to make what is saved small, none with 0", async () => {
  const sizes = await Promise.all(
    ["0", "80"].map(async (shrink) => {
      const out = scratch();
      const words = [
        "--set",
        "acks=1",
        "--runs",
        "40",
        "--seed",
        "s",
        "--blame",
        "0",
        "--shrink",
        shrink,
        "--out",
        out,
      ];
      await kafkaTrial("run", ...crashes, ...words);
      const witness = savedFiles(out).find((file) => file.includes("no-acked-loss"))!;
      const { producers } = JSON.parse(readFileSync(witness, "utf8")).scenario.workload;
      return producers.reduce((sum: number, { records }: { records: number }) => sum + records, 0);
    }),
  );
  expect(sizes[1]).toBeLessThan(sizes[0] / 2);
});

describe("help", () => {
  test("lists and examples go to stdout", async () => {
    expect((await kafkaTrial("run", "--list")).stdout).toContain("process-crash");
    const { profiles, guarantees } = JSON.parse((await kafkaTrial("run", "--list", "--json")).stdout);
    expect([profiles.length, guarantees.length]).toEqual([8, 10]);
    const promises = await kafkaTrial("run", "--list", strimzi, "--profile", "power-loss");
    expect(promises.stdout).toMatch(/power-loss\W+1 of 3 replicas/);
    const json = JSON.parse((await kafkaTrial("run", "--list", "--json", strimzi)).stdout);
    expect(json.promises[0].promises[0]).toMatchObject({ guarantee: "no-acked-loss", restsOn: expect.any(Array) });
    expect((await kafkaTrial("--help")).stdout).toContain("Examples:");
  });
});
