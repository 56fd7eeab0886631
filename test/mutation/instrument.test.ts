/** Instrumented source does what the source does, or with one mutant on what that mutant does; it tells what it executed. */

import { transformSync } from "rolldown/utils";
import { afterEach, expect, test } from "vitest";
import { mutantsOf } from "../../src/mutation/places.ts";
import { Loops, switchboard } from "../../src/mutation/switchboard.ts";
import { instrumented } from "./planted.ts";

type Compiled = (a: unknown, b: unknown) => unknown;

const board = switchboard();
afterEach(() => {
  board.active = -1;
  board.mostRounds = Number.POSITIVE_INFINITY;
});

/** The function of these statements with one mutant built in, as number 7. */
function compiled(body: string, change: string): Compiled {
  const text = `function f(a: any, b: any) { ${body} }`;
  const mutant = mutantsOf("src/x.ts", text).find((one) => one.change === change)!;
  const { code } = transformSync("x.ts", instrumented(text, [{ id: 7, mutant }]));
  return new Function(`${code}; return f;`)() as Compiled;
}

test.each<[body: string, change: string, a: unknown, b: unknown, asIs: unknown, changed: unknown]>([
  ["return (a) <= (b);", "<= to <", 2, 2, true, false],
  ["return (a + 1) <= b;", "<= to >", 2, 2, false, true],
  ["return a !== b;", "!== to ===", 1, 2, true, false],
  ["return (a || b) && (a < 5);", "&& to ||", 7, 7, false, 7],
  ["return a || b;", "|| to &&", 3, 4, 3, 4],
  ["return !(a && b);", "! dropped", 1, 2, false, true],
  ["if (a?.at(0)) return 1; return 2;", "negated", [3], 0, 1, 2],
  ["return a ? 1 : 2;", "negated", 0, 0, 2, 1],
  ["if (a) a.push(b); else return 9; return a.length;", "call dropped", [1], 2, 2, 1],
  ["if (a) return 1; else return 2; return 3;", "return dropped", 1, 0, 1, 3],
  ["let n = 0; for (const x of a) { if (x < b) continue; n += x; } return n;", "continue dropped", [1, 5], 3, 5, 6],
  ["return [-1, 4];", "-1 to 0", 0, 0, [-1, 4], [0, 4]],
])("%s with %s", (body, change, a, b, asIs, changed) => {
  const f = compiled(body, change);
  expect(f(structuredClone(a), b)).toEqual(asIs);
  board.active = 8;
  expect(f(structuredClone(a), b)).toEqual(asIs);
  board.active = 7;
  expect(f(structuredClone(a), b)).toEqual(changed);
});

test("`&&` asks for its right side when it always did", () => {
  const f = compiled("return a && b();", "&& to ||");
  const fails = (): never => {
    throw new Error("asked");
  };
  expect(f(0, fails)).toBe(0);
  board.active = 7;
  expect(() => f(0, fails)).toThrow("asked");
  expect(f(1, fails)).toBe(1);
});

test("a recording tells what is executed, and what would have made a difference", () => {
  const f = compiled("return a <= b;", "<= to <");
  const record = (a: number, b: number) => board.record(() => f(a, b));
  expect(record(1, 2)).toMatchObject({ result: true, executed: [7], different: [] });
  expect(record(2, 2)).toMatchObject({ result: true, executed: [7], different: [7] });
  expect(board.record(() => 1)).toMatchObject({ executed: [], different: [] });
});

test("rounds of loops are counted, and bounded", () => {
  const f = compiled("let n = 0; for (; n < a; n++) if (b) g(); while (n > 0) n -= 1; return n;", "> to >=");
  expect(board.record(() => f(5, 0)).rounds).toBe(10);
  board.active = 7;
  board.rounds = 0;
  board.mostRounds = 100;
  const endless = compiled("while (a >= b) a -= 0; return a;", ">= to >");
  expect(() => endless(2, 1)).toThrow(Loops);
});
