/** What was judged by hand must still be there: an entry whose code has changed is judged anew, or goes. */
import { expect, test } from "vitest";
import { judged } from "../../src/mutation/judged.ts";
import { keyOf } from "../../src/mutation/mutant.ts";
import { mutantsOf } from "../../src/mutation/places.ts";
import { sourceFiles } from "../source-files.ts";

test("every judged mutant is one of the source, once", () => {
  const files = new Set(judged.map(({ file }) => file));
  const sources = sourceFiles("src").filter(({ path }) => files.has(path));
  const known = new Set(sources.flatMap(({ path, text }) => mutantsOf(path, text).map(keyOf)));
  const keys = judged.map((one) => keyOf({ nth: 0, ...one }));
  expect(keys.filter((key) => !known.has(key))).toEqual([]);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test("every reason is a sentence", () => {
  expect(judged.filter(({ reason }) => !/^[A-Z`].{20,}\.$/.test(reason)).map(({ reason }) => reason)).toEqual([]);
});
