/** What is wrong with a scenario file (or an incident), from the first issue that the schema found: its key, what stands there, what was expected. */
import type { z } from "zod";
import type { BadInput } from "./bad-input.ts";
import { nearest } from "./nearest.ts";

type Issue = z.core.$ZodIssue;

export function issueSentence(file: string, value: unknown, first: Issue, what = "a scenario"): BadInput {
  const issue = deepest(first);
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const key = [...issue.path.map(String), issue.keys[0]].join(".");
    return bad(file, key, "an unknown field", `only the fields of ${what}`);
  }
  const found = shown(valueAt(value, issue.path));
  // Settings come with Kafka's own words.
  if (issue.code === "custom")
    return { ...bad(file, path, found, issue.message), sentence: `${file}: ${path}: ${issue.message}` };
  return bad(
    file,
    path === "" ? what.replace(/^an? /, "the ") : path,
    found,
    expectation(issue, valueAt(value, issue.path)),
  );
}

export function bad(file: string, key: string, found: string, expected: string): BadInput {
  return { file, key, found, expected, sentence: `${file}: ${key} is ${found}; expected ${expected}` };
}

/** Of a union the alternative that fits best: the one with the fewest complaints. */
function deepest(issue: Issue): Issue {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const best = issue.errors.reduce((least, issues) => (issues.length < least.length ? issues : least));
  const inner = best[0];
  return inner === undefined ? issue : deepest({ ...inner, path: [...issue.path, ...inner.path] });
}

function expectation(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return typeWords[issue.expected] ?? issue.expected;
    case "too_small":
      return `at least ${issue.minimum}${entries(issue.origin, issue.minimum)}`;
    case "too_big":
      return `at most ${issue.maximum}${entries(issue.origin, issue.maximum)}`;
    case "invalid_value":
      return oneOf(issue.values.map(String), found);
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? oneOf(issue.options.map(String), found)
        : issue.message;
    default:
      return issue.message;
  }
}

const entries = (origin: string, count: number | bigint): string =>
  origin === "array" ? (count === 1 ? " entry" : " entries") : "";

const typeWords: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text in quotes",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
};

export function oneOf(names: readonly string[], found: unknown): string {
  const close = typeof found === "string" ? nearest(found, names) : null;
  if (close !== null && names.length > 6) return `one of ${names.length} names; did you mean ${close}?`;
  return `${names.length === 1 ? names[0] : `one of ${names.join(", ")}`}${close === null ? "" : `; did you mean ${close}?`}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

export function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
