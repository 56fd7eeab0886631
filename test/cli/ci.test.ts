/** A pull request check as CI systems see it: JUnit read back, annotations, a summary, exit codes, the corpus kept. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { parse as parseJunit } from "junit2json";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { judgedGuarantees } from "../../src/campaign/judgement.ts";
import { runSyntax } from "../../src/cli/run/syntax.ts";
import { configuration, type Finished, flowing, kafkaTrial, kafkaTrialIn, savedFiles, scratch } from "./program.ts";

const ofGroups: readonly string[] = ["one-owner", "no-skip", "commits-kept", "group-progress"];

const strimzi = configuration("strimzi/kafka-persistent.yaml");

interface Case {
  readonly name: string;
  readonly suite: string;
  readonly status: "passed" | "failure" | "error" | "skipped";
  readonly message: string;
}

async function casesIn(file: string): Promise<readonly Case[]> {
  const read = await parseJunit(readFileSync(file, "utf8"));
  if (read === undefined || read === null || !("testsuite" in read)) throw new Error(`${file} has no suites`);
  const suites = read.testsuite ?? [];
  const cases = suites.flatMap(({ name: suite = "", testcase = [] }) =>
    testcase.map(({ name = "", failure, error, skipped }): Case => {
      const details = failure ?? error ?? skipped;
      const status = failure ? "failure" : error ? "error" : skipped ? "skipped" : "passed";
      return { name, suite, status, message: details?.[0]?.message ?? "" };
    }),
  );
  const count = (status: Case["status"]): number => cases.filter((one) => one.status === status).length;
  expect(read).toMatchObject({ tests: cases.length, failures: count("failure"), errors: count("error") });
  return cases;
}

interface Job extends Finished {
  readonly cases: readonly Case[];
  readonly summary: string;
}

/** A job in a GitHub runner with its own folder of results. */
async function job(out: string, ...args: readonly string[]): Promise<Job> {
  const files = scratch();
  const report = join(files, "junit.xml");
  const summary = join(files, "summary.md");
  writeFileSync(summary, "");
  const words = [
    "run",
    ...args,
    "--seed",
    "pull-request",
    "--blame",
    "40",
    "--shrink",
    "10",
    "--out",
    out,
    "--junit",
    report,
  ];
  const environment = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
  const finished = await kafkaTrialIn(environment, ...words);
  return { ...finished, cases: await casesIn(report), summary: readFileSync(summary, "utf8") };
}

const failures = (cases: readonly Case[]): readonly Case[] => cases.filter((one) => one.status === "failure");

describe("a pull request check", () => {
  const profile = ["--profile", "process-crash"] as const;

  test("of a configuration that keeps what is required: green", async () => {
    const { code, cases, stderr, summary } = await job(
      scratch(),
      strimzi,
      ...profile,
      "--runs",
      "40",
      "--require",
      "no-acked-loss",
    );
    expect(code).toBe(0);
    expect(cases.map((one) => one.name)).toEqual(judgedGuarantees.filter((name) => !ofGroups.includes(name)));
    // Others may be skipped: a producer that renewed its session in some run.
    for (const name of ["no-acked-loss", "stable-reads", "progress", "protocol"])
      expect(cases.find((one) => one.name === name)).toMatchObject({ status: "passed" });
    expect(failures(cases)).toEqual([]);
    expect(cases[0]!.suite).toBe("kafka-persistent.yaml, process-crash");
    expect(stderr).not.toContain("::error");
    expect(summary).toContain("### kafka-trial: nothing failed");
    expect(summary).toMatch(/\| kafka-persistent\.yaml \| process-crash \| 40 \| held \(≤ 7\.2 %\) \|/);
  });

  test("of a change to acks=1: red, with the file annotated and the setting named", async () => {
    const args = [strimzi, ...profile, "--set", "acks=1", "--runs", "60", "--require", "no-acked-loss"];
    const { code, cases, stderr, summary } = await job(scratch(), ...args);
    expect(code).toBe(1);
    expect(failures(cases).map((one) => one.name)).toEqual(["no-acked-loss"]);
    expect(failures(cases)[0]!.message).toMatch(
      /^required, but not promised: record \d+ at orders-\d@\d+, acknowledged, is gone/,
    );
    expect(cases.find((one) => one.name === "per-key-order")).toMatchObject({ status: "skipped" });
    const [annotation] = stderr.split("\n").filter((line) => line.startsWith("::"));
    expect(annotation).toMatch(
      /^::error file=.*strimzi\/kafka-persistent\.yaml,title=no-acked-loss \(kafka-persistent\.yaml%2C process-crash\)::required, but not promised: /,
    );
    expect(summary).toContain("### kafka-trial: 1 failed");
    expect(summary).toContain("- **no-acked-loss** (kafka-persistent.yaml, process-crash): required, but not promised");
    expect(summary).toContain("acks=all (which brings idempotence with it) would have kept");
  });

  test("a bug is found, kept, replayed first by the next job, and told as fixed or stale once it is", async () => {
    const out = scratch();
    const args = [strimzi, ...profile, "--defect", "R-01"];
    const first = await job(out, ...args, "--runs", "25");
    expect(first.code).toBe(1);
    expect(failures(first.cases).length).toBeGreaterThan(0);
    expect(first.stderr).toContain("::error file=");
    const [kept] = savedFiles(join(out, "failures"));
    const corpus = ({ cases }: Job) =>
      cases.filter((one) => one.suite === "corpus").map((one) => [one.name, one.status]);
    const second = await job(out, ...args, "--runs", "1");
    expect(second.code).toBe(1);
    expect(corpus(second)).toContainEqual([kept, "failure"]);
    const mended = { fingerprint: "acked-not-lost/that-was-mended/chaos" };
    const edit = (file: string, fields: Record<string, unknown>): void => {
      const value = JSON.parse(readFileSync(kept!, "utf8"));
      writeFileSync(file, JSON.stringify({ ...value, kafkaTrial: { ...value.kafkaTrial, ...fields } }));
    };
    const stale = join(out, "failures", "stale.json");
    edit(stale, { ...mended, scheduleVersion: 0 });
    edit(kept!, mended);
    const third = corpus(await job(out, ...args, "--runs", "1"));
    expect(third).toContainEqual([kept, "passed"]);
    expect(third).toContainEqual([stale, "skipped"]);
  });

  test("outside a GitHub job nothing is annotated; --json stays one object inside one", async () => {
    const args = [
      "run",
      strimzi,
      ...profile,
      "--set",
      "acks=1",
      "--runs",
      "5",
      "--require",
      "no-acked-loss",
      "--seed",
      "s",
      "--blame",
      "0",
      "--shrink",
      "0",
    ];
    const outside = await kafkaTrial(...args, "--out", scratch());
    expect(outside.stderr + outside.stdout).not.toContain("::error");
    const inside = await kafkaTrialIn({ GITHUB_ACTIONS: "true" }, ...args, "--json", "--out", scratch());
    expect(inside.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(inside.stderr).toContain("::error");
    expect(JSON.parse(inside.stdout).command).toBe("run");
  });

  test("what groups are promised cannot be required where there is none", async () => {
    const { code, stdout } = await kafkaTrial(
      ...["run", strimzi, "--profile", "clients", "--runs", "1", "--require", "one-owner", "--out", scratch()],
    );
    expect(code).toBe(1);
    expect(stdout).toContain("required, and not met: one-owner under clients");
    expect(flowing(stdout)).toContain("the consumer has no group.id");
  });

  test.each(judgedGuarantees)(
    "--require %s is met by what promises it and unmet by what does not",
    async (guarantee) => {
      const group = ofGroups.includes(guarantee) ? ["--set", "group.id=g", "--set", "auto.offset.reset=earliest"] : [];
      const safe = [strimzi, ...group, "--profile", "clients", "--runs", "3", "--seed", "s", "--require", guarantee];
      const met = await kafkaTrial("run", ...safe, "--out", scratch());
      expect(met.code, met.stdout).toBe(0);
      expect(met.stdout).toContain(`required: ${guarantee}: promised and held`);
      if (["progress", "group-progress", "protocol"].includes(guarantee)) return;
      const unsafe = ["--set", "acks=0", "--set", "unclean.leader.election.enable=true"];
      const unmet = await kafkaTrial("run", ...safe, ...unsafe, "--out", scratch());
      expect(unmet.code).toBe(1);
      expect(unmet.stdout).toContain(`required, and not met: ${guarantee} under clients`);
    },
  );
});

describe("files that are asked for", () => {
  test.each(["--junit", "--history"])("%s where nothing can be written is refused before any run", async (flag) => {
    const out = scratch();
    mkdirSync(join(out, "folder"));
    const { code, stderr, stdout } = await kafkaTrial(
      "run",
      strimzi,
      "--runs",
      "1",
      "--out",
      out,
      flag,
      join(out, "folder"),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^kafka-trial: ${flag} .*folder cannot be written: .* is a directory$`, "m"));
    const below = await kafkaTrial("run", strimzi, "--runs", "1", "--out", out, flag, join(strimzi, "x"));
    expect(below.code).toBe(2);
    expect(below.stderr).toMatch(/cannot be written: .* is no directory$/m);
  });

  test("a device is written to, not replaced", async () => {
    const { code } = await kafkaTrial(
      "run",
      strimzi,
      "--profile",
      "clients",
      "--runs",
      "1",
      "--out",
      scratch(),
      "--junit",
      "/dev/null",
    );
    expect(code).toBe(0);
    expect(existsSync("/dev/null")).toBe(true);
    expect(readFileSync("/dev/null", "utf8")).toBe("");
  });
});

describe("docs/ci/github-workflow.yml", () => {
  const workflow = parseYaml(readFileSync("docs/ci/github-workflow.yml", "utf8"));
  const steps = Object.values<{ steps: Record<string, unknown>[] }>(workflow.jobs).flatMap((one) => one.steps);
  const commands = steps.flatMap((step) => (/kafka-trial run/.test(String(step["run"])) ? [String(step["run"])] : []));

  test("its commands are commands of this program", () => {
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      let parsed: { require: readonly string[]; junit?: string } | null = null;
      const program = new Command().exitOverride();
      runSyntax(program).action((_files, options) => {
        parsed = options;
      });
      program.parse(command.replace("$CONFIG", "kafka/kafka.yaml").split(" ").slice(2), { from: "user" });
      expect(parsed).toMatchObject({ require: ["no-acked-loss"], junit: "kafka-trial-results/junit.xml" });
    }
    expect(commands[0]).toContain("--seed");
    expect(commands[1]).toMatch(/--time \d+m/);
    expect(commands[1]).not.toContain("--seed");
  });

  test("the corpus is restored before and saved after, also when the job fails", () => {
    const cached = steps.filter((step) => String(step["uses"]).startsWith("actions/cache/"));
    expect(cached.map((step) => step["uses"])).toEqual(
      ["restore", "save", "restore", "save"].map((what) => `actions/cache/${what}@v4`),
    );
    for (const step of cached) expect(step["with"]).toMatchObject({ path: "kafka-trial-results/failures" });
    for (const step of cached.filter((one) => /save/.test(String(one["uses"])))) expect(step["if"]).toBe("always()");
    expect(steps.filter((step) => String(step["uses"]).startsWith("actions/upload-artifact"))).toHaveLength(2);
  });
});
