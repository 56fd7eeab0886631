/** The built command as a process, as users run it: what signals, pipes, worker threads and a kill show, and the same results as in this process. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { compareReportSchema } from "../../src/report/compare-report.ts";
import { runReportSchema } from "../../src/report/run-report.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { loadScenario } from "../../src/scenario/saved-scenario.ts";
import { build, configuration, type Finished, kafkaTrial, savedFiles, scratch, sleep, start } from "./program.ts";

beforeAll(build, 120_000);

const strimzi = configuration("strimzi/kafka-persistent.yaml");
const crashes = [strimzi, "--profile", "process-crash"] as const;
const acksOne = [strimzi, strimzi, "--set-b", "acks=1", "--profile", "process-crash", "--seed", "6"] as const;

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > 100_000) throw new Error(`${what} did not come`);
    await sleep(20);
  }
}

describe("two workers of a process report what one thread here does", () => {
  /** One object, but for the clock, and with what was saved by its name. */
  const objectOf = ({ stdout }: Finished, out: string): Record<string, unknown> => {
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    return { ...JSON.parse(stdout.replaceAll(out, "OUT")), wallSeconds: 0 };
  };

  test.each([
    ["run", [...crashes, "--runs", "70", "--seed", "jobs", "--set", "acks=1", "--shrink", "20", "--blame", "40"]],
    ["compare", [...acksOne, "--runs", "20", "--shrink", "10"]],
    ["nightly", ["--runs", "130", "--seed", "test"]],
    ["defects", ["E-03", "P-11", "--runs", "20", "--strategy", "all", "--seed", "same"]],
  ])("%s", async (command, args) => {
    const out = scratch();
    const words = [command, ...args, "--json", ...(command === "defects" ? [] : ["--out", out])];
    const process = objectOf(await start([...words, "--jobs", "2"]).finished, out);
    const files = savedFiles(out);
    expect(objectOf(await kafkaTrial(...words, "--jobs", "1"), out)).toEqual(process);
    expect(savedFiles(out)).toEqual(files);
    if (command === "run") expect(process["digest"]).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("what is ended", () => {
  const endless = (out: string) =>
    start([
      "run",
      ...crashes,
      "--defect",
      "R-01",
      "--time",
      "10m",
      "--seed",
      "s",
      "--json",
      "--shrink",
      "50",
      "--out",
      out,
    ]);

  async function untilFound(out: string): Promise<readonly string[]> {
    await until(() => savedFiles(out).length > 0, "a finding");
    return savedFiles(out);
  }

  function expectWhole(files: readonly string[]): void {
    for (const file of files) expect(isBadInput(loadScenario(file)), file).toBe(false);
  }

  test("a campaign, by Ctrl-C: exit 130, with what was found so far", async () => {
    const out = scratch();
    const { child, finished } = endless(out);
    await untilFound(out);
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    expect(code).toBe(130);
    const report = runReportSchema.parse(JSON.parse(stdout));
    expect(report.digest).toBeNull();
    expect(report.violations.length).toBeGreaterThan(0);
    const files = savedFiles(out);
    expectWhole(files);
    for (const { scenario } of report.violations) if (scenario !== null) expect(files).toContain(scenario);
  });

  test("a comparison, by Ctrl-C: the same", async () => {
    const out = scratch();
    const { child, finished } = start([
      "compare",
      ...acksOne,
      "--runs",
      "100000",
      "--json",
      "--shrink",
      "50",
      "--out",
      out,
    ]);
    let progress = "";
    child.stderr?.on("data", (text: string) => {
      progress += text;
    });
    await until(() => /\d+ of \d+ runs/.test(progress), "progress");
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    expect(code).toBe(130);
    const report = compareReportSchema.parse(JSON.parse(stdout));
    expect(report.pairs).toBeGreaterThan(0);
    for (const { breaking } of report.separating) expect(savedFiles(out)).toContain(breaking);
  });

  test("a campaign, by kill -9: no saved failure is lost or half written, and the next one starts with them", async () => {
    const out = scratch();
    let found: readonly string[] = [];
    for (const laterMs of [0, 150]) {
      const { child, finished } = endless(out);
      found = [...found, ...(await untilFound(out))];
      await sleep(laterMs);
      child.kill("SIGKILL");
      await finished;
      const files = savedFiles(out);
      expect(files).toEqual(expect.arrayContaining([...found]));
      expectWhole(files);
    }
    const next = await kafkaTrial(
      "run",
      ...crashes,
      "--defect",
      "R-01",
      "--runs",
      "1",
      "--seed",
      "t",
      "--shrink",
      "0",
      "--out",
      out,
    );
    expect(next.stderr).toContain(`corpus: ${found[0]} reproduces`);
    expect(next.code).toBe(1);
    const other = await kafkaTrial("run", ...crashes, "--runs", "1", "--seed", "t", "--out", out);
    expect(other.stderr).not.toContain("corpus");
    expect(other.code).toBe(0);
  });
});

describe("replay", () => {
  test("another process has the same digest and story, from the file or from standard input", async () => {
    const out = scratch();
    await kafkaTrial(
      "run",
      ...crashes,
      "--set",
      "acks=1",
      "--seed",
      "s",
      "--runs",
      "60",
      "--out",
      out,
      "--blame",
      "0",
      "--shrink",
      "60",
    );
    const witness = savedFiles(out).find((file) => file.includes("no-acked-loss"))!;
    const [here, there, piped] = await Promise.all([
      kafkaTrial("replay", witness),
      start(["replay", witness]).finished,
      start(["replay", "-"], readFileSync(witness, "utf8")).finished,
    ]);
    expect(here.stdout).toContain("The same run as when it was saved");
    expect(there).toEqual(here);
    expect(piped).toEqual(here);
  });
});

test("bad input: exit 2, one sentence on stderr", async () => {
  const { code, stdout, stderr } = await start(["rum"]).finished;
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: "",
    stderr: "kafka-trial: unknown command 'rum'; did you mean run?\n",
  });
});

test("a reader that has enough is no fault", async () => {
  const { child, finished } = start(["explain", "--list"]);
  child.stdout?.destroy();
  const { code, stderr } = await finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
