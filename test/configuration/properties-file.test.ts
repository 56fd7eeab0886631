import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PropertyEntry, parseProperties, settingsOf } from "../../src/configuration/properties-file.ts";

function entries(text: string): readonly PropertyEntry[] {
  const parsed = parseProperties(text);
  if ("kind" in parsed) throw new Error(`malformed line ${parsed.line}`);
  return parsed;
}

function pairs(text: string): readonly (readonly [string, string])[] {
  return entries(text).map(({ key, value }) => [key, value]);
}

describe("Java's .properties format", () => {
  test.each([
    ["a=1", [["a", "1"]]],
    ["a:1", [["a", "1"]]],
    ["a 1", [["a", "1"]]],
    ["a\t=\t1", [["a", "1"]]],
    ["  a = b c ", [["a", "b c "]]],
    ["a", [["a", ""]]],
    ["a=", [["a", ""]]],
    ["a==b", [["a", "=b"]]],
    ["a = : b", [["a", ": b"]]],
    ["# comment\n! comment\n  # comment\na=1", [["a", "1"]]],
    ["a=1 # no comment", [["a", "1 # no comment"]]],
    [
      "a=1\r\nb=2\rc=3",
      [
        ["a", "1"],
        ["b", "2"],
        ["c", "3"],
      ],
    ],
    ["a=1,\\\n   2,\\\n   3", [["a", "1,2,3"]]],
    [
      "a=1\\\\\nb=2",
      [
        ["a", "1\\"],
        ["b", "2"],
      ],
    ],
    ["a=1\\", [["a", "1"]]],
    ["# a comment does not go on \\\na=1", [["a", "1"]]],
    ["a\\ b\\=c\\:d=1", [["a b=c:d", "1"]]],
    ["a=\\u0041\\t\\n\\q", [["a", "A\t\nq"]]],
    ["caf\\u00e9=1", [["café", "1"]]],
    ["\uFEFFa=1", [["a", "1"]]],
    ["\n\n", []],
  ])("%j", (text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  test("knows the lines of keys", () => {
    expect(entries("# one\n\na=1,\\\n 2\nb=2").map(({ key, line }) => [key, line])).toEqual([
      ["a", 3],
      ["b", 5],
    ]);
  });

  test("the last of equal keys counts", () => {
    expect(settingsOf(entries("a=1\nb=2\na=3"))).toEqual({ a: "3", b: "2" });
  });

  test.each([
    ["a=1\nb=\\u12", 2],
    ["a=\\uZZZZ", 1],
    ["a=1\n\n=2", 3],
  ])("malformed: %j in line %i", (text, line) => {
    expect(parseProperties(text)).toMatchObject({ kind: "malformed", line });
  });

  test("reads back what Java's store would write", () => {
    const escaped = (text: string, isKey: boolean): string =>
      [...text]
        .map((char, index) => {
          if (char === "\\" || char === "=" || char === ":" || char === "#" || char === "!") return `\\${char}`;
          if (char === " ") return isKey || index === 0 ? "\\ " : " ";
          const code = char.charCodeAt(0);
          return code < 32 || code > 126 ? `\\u${code.toString(16).padStart(4, "0")}` : char;
        })
        .join("");
    const text = fc.string({ unit: fc.integer({ min: 1, max: 0x7ff }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            text.filter((key) => key !== ""),
            text,
          ),
          { maxLength: 5 },
        ),
        (list) => {
          const file = list.map(([key, value]) => `${escaped(key, true)}=${escaped(value, false)}`).join("\n");
          expect(pairs(file)).toEqual(list);
        },
      ),
    );
  });
});
