/** `kafka-trial explore` as users run it: tables, page, JSON, going on, gates, bad input. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ExploreReport, exploreReportSchema } from "../../src/report/explore/explore-report.ts";
import { configuration, type Finished, kafkaTrial, scratch } from "./program.ts";

const strimzi = configuration("strimzi/kafka-persistent.yaml");
const small = [strimzi, "--vary", "acks=0:all", "--profile", "process-crash", "--seed", "e"] as const;
const reportIn = (out: string): ExploreReport =>
  exploreReportSchema.parse(JSON.parse(readFileSync(join(out, "explore.json"), "utf8")));

describe("explore", () => {
  const out = scratch();
  let first: Finished;
  beforeAll(async () => {
    first = await kafkaTrial("explore", ...small, "--runs", "40", "--out", out);
  }, 120_000);

  test("says first what beats what, then the tables, within a hundred columns", () => {
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^acks=all beats acks=0: in no profile worse/);
    expect(first.stdout).toMatch(/acks=0\W+[1-9]\d* of 40/);
    expect(first.stdout).toMatch(/acks=all\W+0 of 40/);
    const widest = Math.max(...first.stdout.split("\n").map((line) => line.length));
    expect(
      first.stdout.split("\n").find((line) => line.length > 100 && !line.includes("kafka-trial replay")),
    ).toBeUndefined();
    expect(widest).toBeGreaterThan(60);
  });

  test("the JSON is of the published schema, and the tables say the same", () => {
    const report = reportIn(out);
    const published = z.fromJSONSchema(JSON.parse(readFileSync("schema/explore.schema.json", "utf8")));
    expect(published.safeParse(report).error).toBeUndefined();
    const lost = report.rows.find((row) => row.metric === "lostAcked" && row.settings["acks"] === "0")!;
    expect(lost.any).toBeGreaterThan(0);
    expect(lost.estimate).toBe(lost.any / 40);
    expect(readFileSync(join(out, "table.csv"), "utf8")).toContain(
      `acks=0,process-crash,lostAcked,runs,${lost.estimate},`,
    );
    expect(readFileSync(join(out, "table.md"), "utf8")).toContain(`| acks=0 | ${lost.any} of 40`);
  });

  test("every witness replays to what its cell counts", async () => {
    const lost = reportIn(out).rows.find((row) => row.metric === "lostAcked" && row.witness !== null)!;
    const { stdout, code } = await kafkaTrial("replay", join(out, lost.witness!));
    expect(code).toBe(0);
    expect(stdout).toContain("The same run as when it was saved");
    expect(stdout).toContain("not promised: no-acked-loss");
  });

  test("the page needs nothing but itself", () => {
    const page = readFileSync(join(out, "index.html"), "utf8");
    expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/(?:src|href)="https?:|<script|@import/);
    expect(page).toContain("acks=all beats acks=0");
  });

  test("started again in the same folder it goes on, and shows what it would have shown at once", async () => {
    const parts = scratch();
    await kafkaTrial("explore", ...small, "--runs", "9", "--out", parts);
    const { stderr } = await kafkaTrial("explore", ...small, "--runs", "40", "--out", parts);
    expect(stderr).toContain("goes on after 9 runs");
    expect(reportIn(parts)).toEqual(reportIn(out));
  }, 120_000);

  test("a gate that fails is exit 1 and names the first cell", async () => {
    const gate = ["--assert", "lostAcked.upper < 0.3", "--assert", "lostAcked <= 1"];
    const { code, stdout } = await kafkaTrial("explore", ...small, "--runs", "40", "--out", out, ...gate);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAILS in 1 cells: lostAcked\.upper < 0\.3; first acks=0, process-crash, 40 runs: 0\.\d+/);
    expect(stdout).toContain("holds in every cell: lostAcked <= 1");
  });

  test("presets under the rules of their releases; a combination that Kafka refuses is named", async () => {
    const words = ["--preset", "kafka-3-defaults", "dev", "--vary", "min.insync.replicas=1:0", "--profile", "network"];
    const { code, stdout } = await kafkaTrial("explore", ...words, "--runs", "2", "--json", "--out", scratch());
    expect(code).toBe(0);
    const report = exploreReportSchema.parse(JSON.parse(stdout));
    expect(new Set(report.rows.map((row) => row.configuration))).toEqual(
      new Set(["kafka-3-defaults min.insync.replicas=1", "dev min.insync.replicas=1"]),
    );
    expect(report.refused).toHaveLength(2);
    expect(report.refused[0]!.sentence).toContain("min.insync.replicas");
  });

  test("a question names its answer first, and the command behind it", async () => {
    const { stdout } = await kafkaTrial("explore", "--question", "duplicates", "--runs", "2", "--out", scratch());
    expect(stdout).toMatch(/^Why does a restart of the brokers double records/);
    expect(stdout.indexOf("duplicated (runs)")).toBeLessThan(stdout.indexOf("lostAcked (runs)"));
    expect(stdout).toContain(
      "kafka-trial explore --preset financial --vary enable.idempotence=true:false --profile rolling-restart process-crash",
    );
    const page = await kafkaTrial("explain", "duplicates");
    expect(page.stdout).toContain("Answered by: kafka-trial explore --question duplicates");
  });

  test("--list names presets, settings and metrics", async () => {
    const { stdout } = await kafkaTrial("explore", "--list");
    for (const name of ["two-dc-stretch", "flush.messages", "unavailableWriteSeconds"]) expect(stdout).toContain(name);
  });
});

describe("bad input is one sentence and exit 2", () => {
  const other = scratch();
  test.each([
    [["--vary", "ackz"], /unknown setting to vary without values "ackz"; did you mean acks\?/],
    [["--vary", "acks="], /--vary acks=: a value is missing/],
    [["--vary", "acks,acks"], /names acks twice/],
    [["--preset", "finacial"], /did you mean financial\?/],
    [["--preset", "dev", strimzi], /exclude each other/],
    [["--question", "flsh"], /did you mean flush\?/],
    [["--question", "flush", "--vary", "acks"], /--vary and --question exclude each other: .* stands for kafka-trial/],
    [["--design", "gird"], /did you mean grid\?/],
    [["--assert", "lostAkced < 1"], /did you mean lostAcked\?/],
    [["--assert", "lostAcked"], /expected METRIC.FIELD < NUMBER/],
    [["--until-half-width", "2"], /expected a share above 0 and below 0.5/],
    [["--runs", "5", "--time", "1m"], /--runs excludes --time/],
    [
      ["--vary", "retries=1:2:3:4:5:6,linger.ms=1:2:3:4:5:6,acks=0:1:all,flush.ms=1:2"],
      /1296 configurations are more than the 200/,
    ],
  ])("%s", async (words, sentence) => {
    const { code, stderr, stdout } = await kafkaTrial("explore", ...words, "--out", join(other, "never"));
    expect(stderr).toMatch(sentence);
    expect([code, stdout]).toEqual([2, ""]);
    expect(existsSync(join(other, "never"))).toBe(false);
  });

  test("a folder of another exploration", async () => {
    const out = scratch();
    await kafkaTrial("explore", ...small, "--runs", "1", "--out", out);
    const seed = await kafkaTrial("explore", ...small, "--seed", "x", "--runs", "1", "--out", out);
    expect(seed.stderr).toContain("holds an exploration with seed e; found x on the command line; expected the same");
    const matrix = await kafkaTrial("explore", strimzi, "--runs", "1", "--out", out);
    expect(matrix.stderr).toContain("holds an exploration of other configurations or profiles");
    expect([seed.code, matrix.code]).toEqual([2, 2]);
    rmSync(out, { recursive: true });
  });
});
