/**
 * The comment that a file opens with, or that stands before one constant, as text: the header of a defect says what was
 * wrong, where it was found and what it costs, and is written once, beside the rule that it is about.
 */
import { readFileSync } from "node:fs";

/** `file` below `src` (or `dist`), without its extension. Empty if there is no such comment. */
export function headerOfFile(file: string): readonly string[] {
  return linesOf(/^\s*\/\*\*([\s\S]*?)\*\//.exec(read(file))?.[1]);
}

/** Of the object whose first field is `name: "NAME"`. */
export function headerOfNamed(file: string, name: string): readonly string[] {
  const before = read(file).split(`name: "${name}"`)[0] ?? "";
  return linesOf(/\/\*\*((?:(?!\/\*\*)[\s\S])*?)\*\/\s*const [^/]*$/.exec(before)?.[1]);
}

const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";

const read = (file: string): string => readFileSync(new URL(`../../${file}${extension}`, import.meta.url), "utf8");

const linesOf = (comment: string | undefined): readonly string[] =>
  comment === undefined
    ? []
    : comment
        .trim()
        .split("\n")
        .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
