/** `kafka-trial check`: exit codes, the JSON object, the text, the series file, bad input. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { checkCommand } from "../../src/cli/check/command.ts";
import { checkSyntax } from "../../src/cli/check/syntax.ts";
import { BadUsage } from "../../src/cli/shared/bad-usage.ts";
import { checkReportSchema } from "../../src/report/check-report.ts";
import { poll, type Script, script, send } from "../history/anomalies/script.ts";
import { scratch } from "../scratch.ts";

const folder = scratch();
afterEach(() => vi.restoreAllMocks());

function fileOf(history: Script): string {
  const file = join(folder, "history.jsonl");
  writeFileSync(file, history.operations.map((operation) => `${JSON.stringify(operation)}\n`).join(""));
  return file;
}

/** Through the flags, as the command line does it. */
function check(...words: readonly string[]): { readonly code: number; readonly text: string } {
  let text = "";
  let code = -1;
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const program = new Command().exitOverride();
  checkSyntax(program).action((file, options) => {
    code = checkCommand(file, options);
  });
  program.parse(["check", ...words], { from: "user" });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  return { code, text: text.replace(/\u001b\[\d+m/g, "") };
}

const good = (): Script =>
  script()
    .bound(0, "assign", ["x"])
    .ran(1, "ok", [send("x", "a", 0)])
    .ran(0, "ok", [poll({ x: [[0, "a"]] })]);

const lost = (): Script =>
  script()
    .ran(0, "ok", [send("x", "a", 0), send("x", "b", 1)])
    .ran(1, "ok", [poll({ x: [[1, "b"]] })]);

describe("check", () => {
  test("a valid history: exit 0, verdict first", () => {
    const { code, text } = check(fileOf(good()));
    expect(code).toBe(0);
    expect(text.split("\n").slice(0, 2)).toEqual(["VALID: no anomaly", "Worst realtime lag: none"]);
    expect(text).toMatch(/6 operations of 2 processes on 1 partition, 1 record, judged in \d+\.\d s/);
  });

  test("an invalid one: exit 1, each type with its count and its smallest witness in words", () => {
    const { code, text } = check(fileOf(lost()));
    expect(code).toBe(1);
    expect(text.split("\n").slice(0, 6)).toEqual([
      "INVALID: lost-write, unseen",
      "lost-write (1): a record was written, consumers read past it, and none ever got it",
      '  record "a" of partition x, sent by process 0 (line 2), was acknowledged at offset 0, and no',
      "    consumer ever got it, though process 1 (line 4) read on to offset 1",
      "unseen (1): acknowledged records were not polled by the end: lost, or very late",
      '  no consumer ever got this acknowledged record: "a" of partition x',
    ]);
  });

  test("what the settings allow is told apart", () => {
    const skipping = good()
      .ran(1, "ok", [send("x", "b", 1), send("x", "c", 2)])
      .ran(9, "ok", [poll({ x: [[1, "b"]] })])
      .ran(0, "ok", [poll({ x: [[2, "c"]] })]);
    expect(check(fileOf(skipping)).code).toBe(1);
    const { code, text } = check(fileOf(skipping), "--sub-via", "subscribe");
    expect(code).toBe(0);
    expect(text).toContain(
      "VALID: no anomaly that counts\nNot held against it (consumers bound by subscribe, write order not inferred):\npoll-skip (1)",
    );
  });

  test("--ww-deps infers write order", () => {
    const crossed = script()
      .ran(0, "ok", [send("x", "a", 1)])
      .ran(1, "ok", [send("x", "b", 0)])
      .ran(2, "ok", [
        poll({
          x: [
            [0, "b"],
            [1, "a"],
          ],
        }),
      ]);
    expect(check(fileOf(crossed)).text).toContain("VALID: no anomaly\n");
    expect(check(fileOf(crossed), "--ww-deps").text).toContain("G0-realtime (1)");
  });
});

describe("check --json", () => {
  test.each<readonly [string, () => Script]>([
    ["a valid history", good],
    ["a lost write", lost],
    ["nothing", () => script().bound(0, "assign", ["x"])],
    [
      "a cycle",
      () =>
        script()
          .began(0, [send("x", "a"), poll()])
          .began(1, [send("y", "b"), poll()])
          .ended(0, "ok", [send("x", "a", 0), poll({ y: [[0, "b"]] })])
          .ended(1, "ok", [send("y", "b", 0), poll({ x: [[0, "a"]] })]),
    ],
    [
      "lag",
      () =>
        good()
          .ran(1, "ok", [send("x", 2, 1)])
          .ran(1, "ok", [send("x", 3, 2)])
          .ran(0, "ok", [poll({ x: [[1, 2]] })]),
    ],
  ])("%s is told as the published schema says", (_name, history) => {
    const published = z.fromJSONSchema(JSON.parse(readFileSync("schema/check.schema.json", "utf8")));
    const report = JSON.parse(check(fileOf(history()), "--json").text);
    expect(published.safeParse(report).error).toBeUndefined();
    expect(checkReportSchema.safeParse(report).error).toBeUndefined();
  });

  test("one object; operations stand as in the file, with their line", () => {
    const file = fileOf(lost());
    const report = JSON.parse(check(file, "--json").text);
    expect(report).toMatchObject({
      valid: false,
      errorTypes: ["lost-write", "unseen"],
      badErrorTypes: ["lost-write", "unseen"],
      realtimeLag: [],
      worstRealtimeLag: null,
      unseenSeries: [
        { time: 1, unseen: { x: 2 } },
        { time: 3, unseen: { x: 1 }, messages: { x: ["a"] } },
      ],
      operations: 4,
    });
    const lines = readFileSync(file, "utf8").split("\n");
    expect(report.errors["lost-write"]).toEqual([
      {
        key: "x",
        value: "a",
        index: 0,
        "max-read-index": 1,
        writer: { line: 2, ...JSON.parse(lines[1]!) },
        "max-read": { line: 4, ...JSON.parse(lines[3]!) },
      },
    ]);
    expect(typeof report.wallSeconds).toBe("number");
  });

  test("operations of cycles and of steps too", () => {
    const history = script()
      .began(0, [send("x", "a"), poll()])
      .began(1, [send("y", "b"), poll()]);
    history
      .ended(0, "ok", [send("x", "a", 0), poll({ y: [[0, "b"]] })])
      .ended(1, "ok", [send("y", "b", 0), poll({ x: [[0, "a"]] })]);
    const { errors } = JSON.parse(check(fileOf(history), "--json").text);
    expect(errors.G1c[0].cycle.map(({ line }: { line: number }) => line)).toEqual([4, 3, 4]);
    expect(errors.G1c[0].steps[0]).toEqual({ type: "wr", key: "y", value: "b", "a-mop-index": 0, "b-mop-index": 1 });
  });

  test("series are thinned to 1,000 points, whole with --series", () => {
    const history = script().bound(0, "assign", ["x"]);
    for (let i = 0; i < 1500; i++) history.ran(0, "ok", [send("x", i, i)]).ran(0, "ok", [poll({ x: [[i, i]] })]);
    const series = join(folder, "series.json");
    const report = JSON.parse(check(fileOf(history), "--json", "--series", series).text);
    const whole = JSON.parse(readFileSync(series, "utf8"));
    expect([whole.unseenSeries.length, whole.realtimeLag.length]).toEqual([3000, 1500]);
    expect(report.unseenSeries.length).toBeLessThanOrEqual(1000);
    expect(report.realtimeLag.length).toBeLessThanOrEqual(1000);
    expect(report.realtimeLag.length).toBeGreaterThan(500);
    expect(report.unseenSeries.at(-1)).toEqual(whole.unseenSeries.at(-1));
  });

  test("a series file without points is still an object", () => {
    const series = join(folder, "empty.json");
    check(fileOf(script().bound(0, "assign", ["x"])), "--series", series);
    expect(JSON.parse(readFileSync(series, "utf8"))).toEqual({ unseenSeries: [], realtimeLag: [] });
  });
});

describe("bad input", () => {
  test("is one sentence, with the line, and no report", () => {
    const file = join(folder, "bad.jsonl");
    writeFileSync(file, '{"time":0,"type":"ok","process":3,"f":"poll","value":[["poll"]]}\n');
    expect(() => check(file)).toThrow(
      new BadUsage(
        `${file}, line 1: found a completion (type ok) of poll by process 3 without invocation; expected an earlier line of process 3 with type invoke and f poll`,
      ),
    );
    expect(() => check(folder)).toThrow(BadUsage);
    expect(() => check(join(folder, "nothing"))).toThrow("found no such file; expected a history");
  });

  test("flags that cannot be", () => {
    expect(() => check(fileOf(good()), "--sub-via", "magic")).toThrow('unknown --sub-via "magic"');
    const file = fileOf(good());
    expect(() => check(file, "--series", file)).toThrow("found the history itself; expected another file");
    expect(() => check(fileOf(good()), "--series", join(folder, "no", "where.json"))).toThrow(
      "expected a file that can be written",
    );
  });
});
