/**
 * Settings seen through a key table and a release: explicit values where they are usable, that release's default
 * elsewhere. Keys that the release does not know count as absent, as in Kafka.
 */

import { invariant } from "../../core/invariant.ts";
import type { ConfigKey } from "./config-key.ts";
import { numberOf, parseBoolean, parseList } from "./config-value.ts";
import { absentIn, defaultOf, type KeyTable } from "./key-tables.ts";
import type { Settings } from "./settings.ts";
import type { KafkaVersion } from "./version.ts";

export interface SettingsReader {
  readonly table: KeyTable;
  readonly settings: Settings;
  readonly version: KafkaVersion;
}

function keyOf(reader: SettingsReader, name: string): ConfigKey {
  const key = reader.table.get(name);
  invariant(key !== undefined, `the key table has no ${name}`);
  return key;
}

/** Whether the file says it, in a release that reads it. */
export function isSet(reader: SettingsReader, name: string): boolean {
  return explicit(reader, name) !== undefined;
}

/** The explicit text, blanks dropped, or undefined. */
export function explicit(reader: SettingsReader, name: string): string | undefined {
  const text = reader.settings[name];
  if (text === undefined || absentIn(keyOf(reader, name), reader.version) !== null) return undefined;
  return text.trim();
}

/** The number set explicitly and readable, or null. */
export function explicitNumber(reader: SettingsReader, name: string): number | null {
  const text = explicit(reader, name);
  return text === undefined ? null : numberOf(keyOf(reader, name).type, text);
}

/** The number in force: explicit, else the default. A key without default must be read by `explicitNumber`. */
export function readNumber(reader: SettingsReader, name: string): number {
  const value = explicitNumber(reader, name);
  if (value !== null) return value;
  const key = keyOf(reader, name);
  const fallback = defaultOf(key, reader.version);
  const number = fallback === null ? null : numberOf(key.type, fallback);
  invariant(number !== null, `${name} has no numeric default`);
  return number;
}

export function readBoolean(reader: SettingsReader, name: string): boolean {
  const text = explicit(reader, name);
  const value = text === undefined ? null : parseBoolean(text);
  return value ?? defaultOf(keyOf(reader, name), reader.version) === "true";
}

export function readText(reader: SettingsReader, name: string): string {
  return explicit(reader, name) ?? defaultOf(keyOf(reader, name), reader.version) ?? "";
}

export function readList(reader: SettingsReader, name: string): readonly string[] {
  return parseList(readText(reader, name));
}

/** The value if it is one of `values`, else the default if that is one, else the first. */
export function readChoice<T extends string>(reader: SettingsReader, name: string, values: readonly [T, ...T[]]): T {
  const text = explicit(reader, name);
  const fallback = defaultOf(keyOf(reader, name), reader.version);
  return values.find((value) => value === text) ?? values.find((value) => value === fallback) ?? values[0];
}
