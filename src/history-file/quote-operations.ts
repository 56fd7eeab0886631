/** Puts the operations themselves, as they stand in the file, where an anomaly gives their lines. */
import type { Found } from "../history/anomalies/findings.ts";
import { readLines } from "./read-lines.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type QuotedErrors = Readonly<Record<string, readonly Json[]>>;

/** Fields that hold the line of an operation; all others stay as they are. */
const lineFields = new Set(["op", "writer", "reader", "max-read", "ops", "cycle", "a'", "b"]);

/** Each operation gets its `line` added; where the file cannot be read twice (a pipe), that is all that stands there. */
export function quoteOperations(file: string, found: Found): QuotedErrors {
  const errors = Object.entries(found.errors);
  const wanted = new Map<number, Json>();
  const note = (line: number): Json => {
    wanted.set(line, { line });
    return null;
  };
  for (const [, list] of errors) for (const anomaly of list) substitute({ ...anomaly }, note);
  if (wanted.size > 0) readWanted(file, wanted);
  const quote = (line: number): Json => wanted.get(line) ?? null;
  return Object.fromEntries(
    errors.map(([type, list]) => [type, list.map((anomaly) => substitute({ ...anomaly }, quote))]),
  );
}

function readWanted(file: string, wanted: Map<number, Json>): void {
  readLines(file, (text, line) => {
    if (wanted.has(line)) wanted.set(line, { line, ...JSON.parse(text) });
    return null;
  });
}

function substitute(anomaly: Readonly<Record<string, unknown>>, quote: (line: number) => Json): Json {
  return Object.fromEntries(
    Object.entries(anomaly).map(([name, value]) => {
      if (name === "steps" && Array.isArray(value)) return [name, value.map((step) => substitute(step, quote))];
      return [name, lineFields.has(name) ? quoteLines(value, quote) : asJson(value)];
    }),
  );
}

function quoteLines(value: unknown, quote: (line: number) => Json): Json {
  if (typeof value === "number") return quote(value);
  return Array.isArray(value) ? value.map((line) => quoteLines(line, quote)) : null;
}

function asJson(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (Array.isArray(value)) return value.map(asJson);
  return typeof value === "object"
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asJson(field)]))
    : null;
}
