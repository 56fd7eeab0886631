/** `run --history FILE`, then `check FILE`: the damage of a planted defect is found by who knows nothing of defects. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configuration, kafkaTrial, scratch } from "./program.ts";

const strimzi = configuration("strimzi/kafka-persistent.yaml");

async function judged(...args: readonly string[]) {
  const history = join(scratch(), "history.jsonl");
  const run = await kafkaTrial(
    "run",
    strimzi,
    "--seed",
    "history",
    "--blame",
    "0",
    "--shrink",
    "0",
    "--out",
    scratch(),
    "--history",
    history,
    ...args,
  );
  const check = await kafkaTrial("check", history, "--json");
  return { run, check, report: JSON.parse(check.stdout), lines: readFileSync(history, "utf8").trimEnd().split("\n") };
}

describe("run --history", () => {
  test.each<[planted: string, args: readonly string[], code: number, found: RegExp]>([
    ["a defect that doubles records", ["--defect", "P-01", "--profile", "network", "--runs", "100"], 1, /duplicate/],
    ["a setting that loses records", ["--set", "acks=1", "--profile", "network", "--runs", "60"], 0, /lost-write/],
  ])("check finds the damage of %s", async (_planted, args, code, found) => {
    const { run, check, report } = await judged(...args);
    expect(run.code, run.stderr).toBe(code);
    expect(run.stderr).toMatch(/history of run \d+ of kafka-persistent\.yaml under .*: .*history\.jsonl/);
    expect(check.code).toBe(1);
    expect(report.badErrorTypes.join(" ")).toMatch(found);
  });

  test("where nothing was broken, of run 0, which is valid; a last reader reads all partitions", async () => {
    const { run, check, report, lines } = await judged("--profile", "network", "--runs", "5");
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/history of run 0 of .* \(nothing was broken\)/);
    expect(check.code).toBe(0);
    expect(report).toMatchObject({ valid: true, errorTypes: [] });
    const [assigned, , polled] = lines.slice(-3).map((line) => JSON.parse(line));
    expect(assigned).toMatchObject({ type: "ok", f: "assign", "seek-to-beginning?": true });
    expect(polled).toMatchObject({ type: "ok", f: "poll" });
    expect(lines.length).toBe(report.operations);
  });

  test("is the same as replay --history of that run", async () => {
    const { lines } = await judged("--profile", "network", "--runs", "2");
    const again = join(scratch(), "again.jsonl");
    await kafkaTrial("replay", "--seed", "history", "--run", "0", "--profile", "network", strimzi, "--history", again);
    expect(readFileSync(again, "utf8").trimEnd().split("\n")).toEqual(lines);
  });
});
