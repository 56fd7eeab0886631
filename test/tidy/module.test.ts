/** What the tidy test reads of a file, so that it cannot pass by being blind. */
import { expect, test } from "vitest";
import { inCircles } from "./graph.ts";
import { parsed } from "./module.ts";

const moduleOf = (text: string, path = "src/room/file.ts") => parsed({ path, text, lines: text.split("\n") });

test("every kind of import: of values, of types, of all, passed on, later, inside a type", () => {
  const { imports } = moduleOf(`
    import { a, b as c } from "./one.ts";
    import type { T } from "../other/two.ts";
    import * as all from "./three.ts";
    export { d, e as f } from "./four.ts";
    export * from "./five.ts";
    const later = () => import("./six.ts");
    type Inside = import("./seven.ts").Name;
    import fs from "node:fs";
  `);
  expect(new Map(imports.map(({ target, names }) => [target, names]))).toEqual(
    new Map<string, readonly string[] | null>([
      ["src/room/one.ts", ["a", "b"]],
      ["src/other/two.ts", ["T"]],
      ["src/room/three.ts", null],
      ["src/room/four.ts", ["d", "e"]],
      ["src/room/five.ts", null],
      ["src/room/six.ts", null],
      ["src/room/seven.ts", null],
    ]),
  );
});

test("every kind of export", () => {
  const { exports } = moduleOf(`
    export const a = 1, { b, c: [d] } = x;
    export function e() {}
    export class F {}
    export interface G {}
    export type H = 1;
    export { i as j };
    const hidden = 2;
  `);
  expect([...exports].sort()).toEqual(["F", "G", "H", "a", "b", "d", "e", "j"]);
});

test("circles of any length, by types too; who only reaches one is in none", () => {
  const modules = [
    moduleOf('import type { B } from "./b.ts";', "src/r/a.ts"),
    moduleOf('import { c } from "./c.ts";', "src/r/b.ts"),
    moduleOf('import { a } from "./a.ts";', "src/r/c.ts"),
    moduleOf('import { a } from "./a.ts";', "src/r/above.ts"),
    moduleOf("", "src/r/below.ts"),
  ];
  expect(inCircles(modules)).toEqual(["src/r/a.ts", "src/r/b.ts", "src/r/c.ts"]);
});
