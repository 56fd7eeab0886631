/**
 * One key of Kafka's configuration: what it is called, what Kafka accepts, and its default in each release. `modelled`:
 * the trial obeys it, and it stands in `modelled-keys.ts`. Every other key is known (`known-keys/*.json`) and changes nothing.
 */
import type { Release } from "./version.ts";

export type ConfigType = "boolean" | "short" | "int" | "long" | "double" | "string" | "list" | "class" | "password";

export type Valid =
  | { readonly kind: "range"; readonly min: number; readonly max: number; readonly or?: number }
  | {
      readonly kind: "one-of";
      readonly values: readonly string[];
      readonly ignoreCase: boolean;
      /** Anything that starts so is accepted too, such as `by_duration:PT1H`. */
      readonly orPrefix?: string;
    }
  | { readonly kind: "not-empty" };

/** The default of all releases before `before` (down to the next such entry), and where the change is recorded. */
export interface EarlierDefault {
  readonly before: Release;
  readonly value: string | null;
  readonly source: string;
}

/** The valid values of all releases before `before`, where a later release narrowed or introduced them. */
interface EarlierValid {
  readonly before: Release;
  readonly valid: Valid | null;
}

interface Removal {
  readonly version: Release;
  /** What takes its place, or null. */
  readonly instead: string | null;
}

export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigType;
  /** The default of 4.x (of the last release that has the key, if it is gone); null: none. */
  readonly defaultValue: string | null;
  readonly valid: Valid | null;
  readonly earlier: readonly EarlierDefault[];
  readonly earlierValid: readonly EarlierValid[];
  /** First release with this key; null: 2.5 or older. */
  readonly since: Release | null;
  readonly removed: Removal | null;
  readonly modelled: boolean;
}

type Trait = Partial<ConfigKey>;

type Default = string | number | boolean | null;

function textOf(value: Default): string | null {
  return value === null ? null : String(value);
}

function row(type: ConfigType, name: string, defaultValue: Default, traits: readonly Trait[]): ConfigKey {
  let key: ConfigKey = {
    name,
    type,
    defaultValue: textOf(defaultValue),
    valid: null,
    earlier: [],
    earlierValid: [],
    since: null,
    removed: null,
    modelled: true,
  };
  for (const trait of traits) {
    const earlier = [...key.earlier, ...(trait.earlier ?? [])];
    const earlierValid = [...key.earlierValid, ...(trait.earlierValid ?? [])];
    key = { ...key, ...trait, earlier, earlierValid };
  }
  return key;
}

type Row = (name: string, defaultValue: Default, ...traits: readonly Trait[]) => ConfigKey;

export const bool: Row = (name, defaultValue, ...traits) => row("boolean", name, defaultValue, traits);
export const short: Row = (name, defaultValue, ...traits) => row("short", name, defaultValue, traits);
export const int: Row = (name, defaultValue, ...traits) => row("int", name, defaultValue, traits);
export const long: Row = (name, defaultValue, ...traits) => row("long", name, defaultValue, traits);
export const double: Row = (name, defaultValue, ...traits) => row("double", name, defaultValue, traits);
export const str: Row = (name, defaultValue, ...traits) => row("string", name, defaultValue, traits);
export const list: Row = (name, defaultValue, ...traits) => row("list", name, defaultValue, traits);

/** Java's Long.MAX_VALUE and Integer.MAX_VALUE, as Kafka prints them. */
export const longMax = "9223372036854775807";
export const intMax = 2147483647;

export function atLeast(min: number): Trait {
  return { valid: { kind: "range", min, max: Number.POSITIVE_INFINITY } };
}

export function between(min: number, max: number, or?: number): Trait {
  return { valid: or === undefined ? { kind: "range", min, max } : { kind: "range", min, max, or } };
}

export const notEmpty: Trait = { valid: { kind: "not-empty" } };

export function oneOf(...values: readonly string[]): Trait {
  return { valid: { kind: "one-of", values, ignoreCase: false } };
}

export function oneOfAnyCase(...values: readonly string[]): Trait {
  return { valid: { kind: "one-of", values, ignoreCase: true } };
}

/** `oneOfOr("by_duration:", "latest", "earliest")`: one of the values, or a text that starts with the prefix. */
export function oneOfOr(prefix: string, ...values: readonly string[]): Trait {
  return { valid: { kind: "one-of", values, ignoreCase: false, orPrefix: prefix } };
}

export function since(version: Release): Trait {
  return { since: version };
}

export function removed(version: Release, instead: string | null = null): Trait {
  return { removed: { version, instead } };
}

/** `before("3.0", "1", "KIP-679")`: releases before 3.0 had the default 1. Several stand in order of their versions. */
export function before(version: Release, value: Default, source: string): Trait {
  return { earlier: [{ before: version, value: textOf(value), source }] };
}

/** `validBefore("4.0", atLeast(14))`: releases before 4.0 accepted this instead; null: anything of its type. */
export function validBefore(version: Release, valid: Trait | null): Trait {
  return { earlierValid: [{ before: version, valid: valid?.valid ?? null }] };
}
