/** Kafka's own definitions of its messages, as the jars of each release carry them (`common/message/*.json`). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface FieldDefinition {
  readonly name: string;
  /** `int32`, `[]string`, or the name of a structure. */
  readonly type: string;
  readonly versions?: string;
  readonly nullableVersions?: string;
  readonly flexibleVersions?: string;
  readonly taggedVersions?: string;
  readonly tag?: number;
  readonly default?: string | number | boolean;
  /** Of a structure that is defined where it is used. */
  readonly fields?: readonly FieldDefinition[];
}

export interface MessageDefinition {
  readonly name: string;
  readonly apiKey?: number;
  readonly type: string;
  readonly validVersions: string;
  readonly flexibleVersions: string;
  readonly fields: readonly FieldDefinition[];
  readonly commonStructs?: readonly { readonly name: string; readonly fields: readonly FieldDefinition[] }[];
}

/** The messages of one release by API key, and the records of its metadata log. */
export class MessageDefinitions {
  readonly #byKindAndKey = new Map<string, MessageDefinition>();

  /** `folders`: with files in JSON and comments; one that cannot be read is left out, as 2.8.2 ships one. */
  constructor(...folders: readonly string[]) {
    for (const folder of folders)
      for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
        const definition = parsed(readFileSync(join(folder, file), "utf8"));
        if (definition?.apiKey !== undefined)
          this.#byKindAndKey.set(`${definition.type} ${definition.apiKey}`, definition);
      }
  }

  /** `kind`: `request`, `response` or `metadata`. Throws where the release has none. */
  of(kind: "request" | "response" | "metadata", apiKey: number): MessageDefinition {
    const definition = this.#byKindAndKey.get(`${kind} ${apiKey}`);
    if (definition === undefined) throw new Error(`the release defines no ${kind} ${apiKey}`);
    return definition;
  }

  /** The newest version of a request that the definitions know. */
  newest(apiKey: number): number {
    return versionsOf(this.of("request", apiKey).validVersions)[1];
  }

  /** Every API of which there are a request and a response, with the versions that are valid. */
  apis(): readonly { readonly apiKey: number; readonly minVersion: number; readonly maxVersion: number }[] {
    return [...this.#byKindAndKey.values()]
      .filter(({ type, apiKey }) => type === "request" && this.#byKindAndKey.has(`response ${apiKey}`))
      .map(({ apiKey, validVersions }) => {
        const [minVersion, maxVersion] = versionsOf(validVersions);
        return { apiKey: apiKey!, minVersion, maxVersion };
      })
      .filter(({ minVersion, maxVersion }) => minVersion <= maxVersion);
  }
}

function parsed(text: string): MessageDefinition | undefined {
  const withoutComments = text.replace(/^\s*\/\/.*$/gm, "").replace(/\s\/\/ .*$/gm, "");
  try {
    return JSON.parse(withoutComments);
  } catch {
    return undefined;
  }
}

const ranges = new Map<string, readonly [number, number]>();
const anyVersion = 32767;

/** `3+`, `0-13`, `5` or `none`. */
export function versionsOf(text: string): readonly [min: number, max: number] {
  let range = ranges.get(text);
  if (range === undefined) {
    const [min, max = min] = text.split("-");
    if (text === "none") range = [1, 0];
    else range = text.endsWith("+") ? [Number(text.slice(0, -1)), anyVersion] : [Number(min), Number(max)];
    ranges.set(text, range);
  }
  return range;
}

export function isWithin(version: number, versions: string | undefined): boolean {
  if (versions === undefined) return false;
  const [min, max] = versionsOf(versions);
  return version >= min && version <= max;
}
