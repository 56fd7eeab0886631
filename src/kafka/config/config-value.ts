/**
 * Reading one value as Kafka's ConfigDef reads it: surrounding blanks are dropped, numbers are Java's, booleans ignore
 * case, lists are split at commas.
 */

import type { ConfigKey, ConfigType, Valid } from "./config-key.ts";
import { absentIn, type ConfigKind, keyTables, validOf } from "./key-tables.ts";
import { type Problem, problem, type Settings } from "./settings.ts";
import { type KafkaVersion, latestVersion } from "./version.ts";

export interface CheckOptions {
  readonly version?: KafkaVersion;
  /** Internal switch of property and defect campaigns: minima do not count (tiny segments, short timeouts). */
  readonly allowBelowMinima?: boolean;
}

const integerBounds: Readonly<Record<"short" | "int" | "long", readonly [bigint, bigint]>> = {
  short: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  long: [-9223372036854775808n, 9223372036854775807n],
};

/** An integer of that type, or null. Values beyond 2^53 (Kafka's Long.MAX_VALUE: no bound) become Infinity. */
export function parseInteger(text: string, type: "short" | "int" | "long"): number | null {
  const trimmed = text.trim();
  if (!/^[+-]?\d{1,40}$/.test(trimmed)) return null;
  const value = BigInt(trimmed.startsWith("+") ? trimmed.slice(1) : trimmed);
  const [min, max] = integerBounds[type];
  if (value < min || value > max) return null;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return Number.POSITIVE_INFINITY;
  if (value < BigInt(Number.MIN_SAFE_INTEGER)) return Number.NEGATIVE_INFINITY;
  return Number(value);
}

export function parseDouble(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) return null;
  return Number(trimmed.replace(/[dDfF]$/, ""));
}

export function parseBoolean(text: string): boolean | null {
  const lower = text.trim().toLowerCase();
  if (lower === "true") return true;
  return lower === "false" ? false : null;
}

/** Split at commas, blanks around items dropped; an empty text is an empty list. */
export function parseList(text: string): readonly string[] {
  const trimmed = text.trim();
  return trimmed === "" ? [] : trimmed.split(/\s*,\s*/);
}

/** The number that a value of a numeric type stands for, or null. */
export function numberOf(type: ConfigType, text: string): number | null {
  if (type === "short" || type === "int" || type === "long") return parseInteger(text, type);
  return type === "double" ? parseDouble(text) : null;
}

/** A problem if Kafka of that version would refuse this value for this key. */
export function checkValue(
  key: ConfigKey,
  text: string,
  version: KafkaVersion = latestVersion,
  options: CheckOptions = {},
): Problem | null {
  const found = text.trim();
  const typeProblem = checkType(key, found);
  if (typeProblem !== null) return typeProblem;
  const valid = validOf(key, version);
  return valid === null ? null : checkValid(key, found, valid, options.allowBelowMinima === true);
}

function checkType(key: ConfigKey, found: string): Problem | null {
  switch (key.type) {
    case "boolean":
      return parseBoolean(found) === null ? problem(key.name, found, "true or false") : null;
    case "short":
    case "int":
    case "long":
      return parseInteger(found, key.type) === null ? problem(key.name, found, integerWords(key.type)) : null;
    case "double":
      return parseDouble(found) === null ? problem(key.name, found, "a number (double)") : null;
    default:
      return null;
  }
}

function integerWords(type: "short" | "int" | "long"): string {
  const [min, max] = integerBounds[type];
  return `a whole number (${type}, ${min} to ${max})`;
}

function checkValid(key: ConfigKey, found: string, valid: Valid, allowBelowMinima: boolean): Problem | null {
  const expected = expectedWords(valid);
  switch (valid.kind) {
    case "not-empty":
      return found === "" ? problem(key.name, found, expected) : null;
    case "one-of": {
      const items = key.type === "list" ? parseList(found) : [found];
      return items.every((item) => isOneOf(item, valid)) ? null : problem(key.name, found, expected);
    }
    case "range": {
      const value = numberOf(key.type, found) ?? Number.NaN;
      const isTooSmall = value < valid.min && value !== valid.or && !allowBelowMinima;
      return isTooSmall || value > valid.max ? problem(key.name, found, expected) : null;
    }
  }
}

function isOneOf(item: string, valid: Extract<Valid, { kind: "one-of" }>): boolean {
  if (valid.orPrefix !== undefined && item.startsWith(valid.orPrefix)) return true;
  return valid.values.some(
    (value) => value === item || (valid.ignoreCase && value.toLowerCase() === item.toLowerCase()),
  );
}

/** What Kafka expects, in words: "at least 1", "between 0 and 1", "one of all, -1, 0, 1". */
export function expectedWords(valid: Valid): string {
  switch (valid.kind) {
    case "not-empty":
      return "a text that is not empty";
    case "one-of":
      return `one of ${valid.values.join(", ")}${valid.orPrefix === undefined ? "" : `, ${valid.orPrefix}…`}`;
    case "range": {
      const or = valid.or === undefined ? "" : ` or ${valid.or}`;
      return valid.max === Number.POSITIVE_INFINITY
        ? `a value of at least ${valid.min}${or}`
        : `a value between ${valid.min} and ${valid.max}${or}`;
    }
  }
}

/** Problems in the order of the settings. Unknown keys and keys that the release ignores are no problems. */
export function checkSettings(kind: ConfigKind, settings: Settings, options: CheckOptions = {}): readonly Problem[] {
  const version = options.version ?? latestVersion;
  const problems: Problem[] = [];
  for (const [name, text] of Object.entries(settings)) {
    const key = keyTables[kind].get(name);
    if (key === undefined || absentIn(key, version) !== null) continue;
    const found = checkValue(key, text, version, options);
    if (found !== null) problems.push(found);
  }
  return problems;
}
