/** Which mutants a source has, and what names them when its lines move. */
import { expect, test } from "vitest";
import { keyOf } from "../../src/mutation/mutant.ts";
import { mutantsOf } from "../../src/mutation/places.ts";
import { bufferFile, bufferMutants, bufferText } from "./planted.ts";

const changesIn = (text: string): readonly string[] => mutantsOf("src/x.ts", text).map(({ change }) => change);
const inFunction = (body: string): readonly string[] => changesIn(`function f(a: number, b: number) { ${body} }`);

test("every mutant of a small file, with its line and its function", () => {
  const told = bufferMutants().map(({ line, function: name, change, isStatic }) => [line, name, change, isStatic]);
  expect(told).toEqual([
    [2, "", "3 to 4", true],
    [8, "Buffer.add", "&& to ||", false],
    [8, "Buffer.add", ">= to >", false],
    [8, "Buffer.add", ">= to <", false],
    [8, "Buffer.add", "! dropped", false],
    [8, "Buffer.add", "return dropped", false],
    [8, "Buffer.add", "false to true", false],
    [9, "Buffer.add", "call dropped", false],
    [10, "Buffer.add", "true to false", false],
    [14, "Buffer.drain", "0 to 1", false],
    [15, "Buffer.drain", "> to >=", false],
    [15, "Buffer.drain", "> to <=", false],
    [15, "Buffer.drain", "0 to 1", false],
  ]);
});

test.each([
  ["if (a === b) a = 5;", ["=== to !==", "5 to 6"]],
  ["if (a || g(b)) g(-1);", ["|| to &&", "negated", "negated", "call dropped", "-1 to 0"]],
  ["for (const x of b) { if (x) continue; g?.(x); }", ["negated", "continue dropped", "call dropped"]],
  ["switch (a) { case b: g(); }", ["call dropped"]],
  ["return { 1: a ? 1 : 0 };", ["negated", "1 to 0", "0 to 1"]],
  ["const x: 1 | 2 = 1 as 1;", ["1 to 0"]],
])("%s", (body, changes) => {
  expect(inFunction(body)).toEqual(changes);
});

test.each([
  'invariant(a > 0, "x");',
  "requireOrder(a, 1);",
  "env.observer.appended(a, 1);",
  "throw new Error(String(a < b));",
])("what is said or asserted decides nothing: %s", (body) => {
  expect(inFunction(body)).toEqual([]);
});

test("names do not hang on the lines before, and alike places are told apart", () => {
  const before = bufferMutants().map(keyOf);
  const moved = mutantsOf(bufferFile, `\n// A comment.\nconst other = "x";${bufferText}`).map(keyOf);
  expect(moved).toEqual(before);
  const alike = mutantsOf("src/x.ts", "function f() { g(1, 1); }").filter(({ change }) => change === "1 to 0");
  expect(alike.map(({ nth }) => nth)).toEqual([0, 1]);
});
