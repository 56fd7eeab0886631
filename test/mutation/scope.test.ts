/** What is mutated when nothing is named, and which names are refused. */
import { expect, test } from "vitest";
import { sourcesIn } from "../../src/mutation/scope.ts";

test("the protocol code: no settings, no rules of other releases, no defects", () => {
  const files = sourcesIn([]).map(({ file }) => file);
  expect(files).toEqual(expect.arrayContaining(["src/kafka/log/roll.ts", "src/client/producer/sender.ts"]));
  expect(files.filter((file) => /config\/|defects|releases|^src\/(?!kafka|client)/.test(file))).toEqual([]);
});

test("a file, or all files of a folder", () => {
  expect(sourcesIn(["src/kafka/log/roll.ts"]).map(({ file }) => file)).toEqual(["src/kafka/log/roll.ts"]);
  expect(sourcesIn(["src/core"]).length).toBeGreaterThan(5);
});

test("settings are left out of a folder around them, and not when they are named", () => {
  expect(sourcesIn(["src/kafka"]).filter(({ file }) => file.includes("/config/"))).toEqual([]);
  expect(sourcesIn(["src/kafka/config"]).length).toBeGreaterThan(5);
});

test.each([
  ["src/kafka/rol.ts", "src/kafka/rol.ts is not there"],
  ["test", "test is not below src, where the code on trial is"],
  ["src/../package.json", "src/../package.json is not below src, where the code on trial is"],
])("%s is refused", (path, sentence) => {
  expect(() => sourcesIn([path])).toThrow(sentence);
});
