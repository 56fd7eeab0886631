/** Files that can be judged, and the sentence for each that cannot. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { checkHistory } from "../../src/history-file/check-history.ts";
import { readHistory } from "../../src/history-file/read-history.ts";
import { readLines } from "../../src/history-file/read-lines.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { scratch } from "../scratch.ts";

const folder = scratch();

function written(content: string | Uint8Array): string {
  const file = join(folder, "history.jsonl");
  writeFileSync(file, content);
  return file;
}

const invoked = '{"index":0,"time":0,"type":"invoke","process":0,"f":"send","value":[["send","x","a"]]}';
const acked = '{"index":1,"time":1,"type":"ok","process":0,"f":"send","value":[["send","x",[0,"a"]]]}';

function sentence(content: string | Uint8Array): string {
  const read = readHistory(written(content));
  return isBadInput(read) ? read.sentence.replaceAll(folder, "") : "accepted";
}

function counted(content: string): number {
  const read = readHistory(written(content));
  return isBadInput(read) ? Number.NaN : read.operations;
}

describe("what is accepted", () => {
  test("operations, blank lines, Windows line ends, a byte order mark, no line end at the end", () => {
    expect(counted(`${invoked}\n${acked}\n`)).toBe(2);
    expect(counted(`\ufeff${invoked}\r\n\r\n${acked}`)).toBe(2);
  });

  test("processes that are no integers are skipped, whatever they say", () => {
    const nemesis = '{"type":"info","process":"nemesis","f":"start-partition","value":{"n1":["n2"]}}';
    expect(counted(`${nemesis}\n${invoked}\n{"process":1.5}\n{"process":null}\n${acked}\n`)).toBe(2);
  });

  test("repeated and missing indexes, and a process going on after info", () => {
    const unknown = acked.replace('"ok"', '"info"').replace('"index":1,', "");
    expect(counted(`${invoked}\n${unknown}\n${invoked}\n${acked}\n`)).toBe(4);
  });

  test("an invocation that never completes", () => {
    expect(counted(`${invoked}\n${invoked}\n${acked}\n`)).toBe(3);
  });

  test("keys of polls and of sends are the same, written as number or as text", () => {
    const polled = '{"time":3,"type":"ok","process":1,"f":"poll","value":[["poll",{"7":[[0,5]]}]]}';
    const history = [
      invoked.replace('"x","a"', "7,5"),
      acked.replace('"x",[0,"a"]', "7,[0,5]"),
      polled.replace('"ok"', '"invoke"'),
      polled,
    ];
    const report = checkHistory(written(history.join("\n")), { wwDeps: false, subVia: null, series: null });
    expect(report).toMatchObject({ valid: true, partitions: 1, records: 1, errorTypes: [] });
  });

  test("lines that are longer than a chunk, and letters that chunks cut", () => {
    const long = `"${"é".repeat(3 << 20)}"`;
    const lines: string[] = [];
    const bad = readLines(written(`"a"\n${long}\n"é"`), (text, line) => {
      lines.push(`${line}: ${text.length}`);
      return null;
    });
    expect(bad).toBeNull();
    expect(lines).toEqual(["1: 3", `2: ${(3 << 20) + 2}`, "3: 3"]);
  });
});

describe("what is refused", () => {
  const anOperation =
    'one operation per line, such as {"time":5,"type":"ok","process":0,"f":"send","value":[["send","x",[0,"a"]]]}';

  test("no file, a directory, an empty file, binary files", () => {
    const missing = readHistory(join(folder, "nothing.jsonl"));
    expect(isBadInput(missing) && missing.sentence.replaceAll(folder, "")).toBe(
      "/nothing.jsonl: found no such file; expected a history, one operation per line (.jsonl)",
    );
    const directory = readHistory(folder);
    expect(isBadInput(directory) && directory.found).toBe("a directory");
    expect(sentence("")).toBe(`/history.jsonl: found an empty file; expected ${anOperation}`);
    expect(sentence(" \n\n")).toContain("found an empty file");
    expect(sentence(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]))).toContain(
      "found a binary file; expected a history as text",
    );
    expect(sentence(gzipSync(`${invoked}\n`.repeat(1000)))).toMatch(/found (a binary file|text that is no JSON)/);
  });

  test.each([
    ["hello", "text that is no JSON: hello"],
    ["{:index 0, :type :invoke}", "text that is no JSON: {:index 0, :type :invoke}"],
    ["[1,2]", "a list ([1,2])"],
    ["17", "17"],
    ['{"type":"ok"}', "an object without process"],
  ])("a line that is no operation: %s", (line, found) => {
    expect(sentence(`${invoked}\n${line}\n`)).toBe(`/history.jsonl, line 2: found ${found}; expected ${anOperation}`);
  });

  test.each([
    [acked.replace('"ok"', '"done"'), 'type "done"'],
    [acked.replace('"time":1', '"time":"noon"'), 'time "noon"'],
    [acked.replace('"f":"send"', '"f":"push"'), 'f "push"'],
    [acked.replace('"f":"send",', ""), "f missing"],
    [acked.replace(/"value":.*/, '"value":null}'), "send with value null"],
    [acked.replace('["send","x",[0,"a"]]', '["sned","x",1]'), '["sned","x",1] in a send'],
    [acked.replace('[0,"a"]', '[0.5,"a"]'), '["send","x",[0.5,"a"]] in a send'],
    [acked.replace('[0,"a"]', '[0,{"a":1}]'), '["send","x",[0,{"a":1}]] in a send'],
    [acked.replace('["send","x",[0,"a"]]', '["poll",{"x":[[-1,"a"]]}]'), '["poll",{"x":[[-1,"a"]]}] in a send'],
    [acked.replace('["send","x",[0,"a"]]', '["poll",[1]]'), '["poll",[1]] in a send'],
    ['{"time":0,"type":"invoke","process":0,"f":"assign","value":"x"}', 'assign with value "x"'],
  ])("an operation with a field that cannot be: %s", (line, found) => {
    expect(sentence(`${invoked}\n${line}\n`)).toContain(`line 2: found ${found}; expected `);
  });

  test("a completion without invocation, and one of another step", () => {
    expect(sentence(`${acked}\n`)).toBe(
      "/history.jsonl, line 1: found a completion (type ok) of send by process 0 without invocation; expected an earlier line of process 0 with type invoke and f send",
    );
    expect(sentence(`${invoked}\n${acked}\n${acked}\n`)).toContain("line 3: found a completion");
    const polled = '{"time":1,"type":"ok","process":0,"f":"poll","value":[["poll",{}]]}';
    expect(sentence(`${invoked}\n${polled}\n`)).toContain(
      "found a completion (type ok) of poll by process 0; expected the completion of its send, invoked on line 1",
    );
  });
});
