/** A kind of operation is one entry: a kind that only this test knows is recorded, written, read, refused and judged. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import type { NodeId } from "../../src/core/ids.ts";
import { judge } from "../../src/history/anomalies/judge.ts";
import { type OperationKind, type OperationKinds, Role } from "../../src/history/operation-kind.ts";
import { operationKinds } from "../../src/history/operation-kinds.ts";
import { historyLines } from "../../src/history-file/export-history.ts";
import { readHistory } from "../../src/history-file/read-history.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { scratch } from "../scratch.ts";

const refresh: OperationKind<{ readonly times: number }> = {
  roles: Role.none,
  fault: ({ value }) =>
    typeof value === "number" ? null : { found: `refresh with value ${value}`, expected: "how many there have been" },
  listen: (emit) => {
    const times = new Map<NodeId, number>();
    return {
      metadataRefreshed: (client) => {
        times.set(client, (times.get(client) ?? 0) + 1);
        emit(client, { type: "ok", times: times.get(client)! });
      },
    };
  },
  writer: (out) => ({
    write: (operation) => {
      for (const type of ["invoke", "ok"]) out.line(operation, 0, { type, f: "refresh", value: operation.times });
    },
  }),
};

const file = join(scratch(), "history.jsonl");
const scenario = scenarioAt(scenarioArbitrary(propertySpace("kafka-4")), "kinds", 0);

function read(lines: readonly string[], kinds: OperationKinds) {
  writeFileSync(file, `${lines.join("\n")}\n`);
  return readHistory(file, kinds);
}

function sentence(line: object, kinds: OperationKinds): string {
  const recording = read([JSON.stringify({ time: 0, type: "invoke", process: 0, ...line })], kinds);
  return isBadInput(recording) ? recording.sentence.replace(file, "FILE") : "accepted";
}

describe("a kind that is one entry", () => {
  const kinds = { ...operationKinds, refresh };

  test("is recorded and written between the others, which stay as they are", () => {
    const lines = historyLines(scenario, kinds).map((line) => JSON.parse(line));
    const own = lines.filter(({ f }) => f === "refresh");
    expect(own.length).toBeGreaterThan(2);
    expect(own[1]).toMatchObject({ type: "ok", value: 1 });
    const withoutIndex = (line: { readonly index: number }) => ({ ...line, index: 0 });
    const others = lines.filter(({ f }) => f !== "refresh").map(withoutIndex);
    expect(others).toEqual(historyLines(scenario).map((line) => withoutIndex(JSON.parse(line))));
  });

  test("is read, and says nothing of records: the verdict is that without it", () => {
    const judged = (of: OperationKinds) => {
      const recording = read(historyLines(scenario, of), of);
      if (isBadInput(recording)) throw new Error(recording.sentence);
      const { types, valid, counts } = judge(recording);
      return { verdict: { types, valid, counts }, operations: recording.operations };
    };
    const [without, with_] = [judged(operationKinds), judged(kinds)];
    expect(with_.verdict).toEqual(without.verdict);
    expect(with_.operations).toBeGreaterThan(without.operations);
  });

  test("is refused in its own words, and named among the others", () => {
    expect(sentence({ f: "refresh", value: "x" }, kinds)).toBe(
      "FILE, line 1: found refresh with value x; expected how many there have been",
    );
    expect(sentence({ f: "refresh", value: 1 }, operationKinds)).toBe(
      'FILE, line 1: found f "refresh"; expected f send, poll, txn, assign, subscribe, crash, debug-topic-partitions',
    );
    expect(sentence({ f: "toString" }, kinds)).toBe(
      'FILE, line 1: found f "toString"; expected f send, poll, txn, assign, subscribe, crash, debug-topic-partitions, refresh',
    );
  });

  test("is read by the checks that its roles name", () => {
    const produce: OperationKind = { roles: Role.records, fault: operationKinds["send"]!.fault };
    const line = (time: number, type: string, process: number, f: string, value: unknown) =>
      JSON.stringify({ time, type, process, f, value });
    const lines = [
      line(0, "invoke", 0, "produce", [["send", "x", "a"]]),
      line(1, "ok", 0, "produce", [["send", "x", [0, "a"]]]),
      line(2, "invoke", 0, "poll", [["poll"]]),
      line(3, "ok", 0, "poll", [["poll", { x: [[0, "b"]] }]]),
    ];
    const recording = read(lines, { ...operationKinds, produce });
    if (isBadInput(recording)) throw new Error(recording.sentence);
    expect(judge(recording).types).toContain("inconsistent-offsets");
  });
});
