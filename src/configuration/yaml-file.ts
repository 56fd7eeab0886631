/** YAML documents as plain data with line numbers; malformed, huge or deeply nested input is one sentence, no crash. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Scalar } from "yaml";
import type { BadInput } from "../scenario/bad-input.ts";
import { badInput } from "./refusal.ts";

/** Real configuration files nest some ten levels deep. */
const maxDepth = 60;

export type YamlValue = string | YamlMap | readonly YamlValue[] | null;

interface YamlMap {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
}

interface YamlEntry {
  readonly key: string;
  readonly value: YamlValue;
  readonly line: number;
}

/** One value per document; empty documents are left out. Scalars are text as written, null is null. */
export function parseYaml(file: string, text: string): readonly YamlValue[] | BadInput {
  const tooDeep = lineOfExcessiveDepth(text);
  if (tooDeep !== null) {
    const message = `nested more than ${maxDepth} levels deep; no Kafka configuration is`;
    return badInput({ file, line: tooDeep }, "deep nesting", `at most ${maxDepth} levels`, message);
  }
  const lines = new LineCounter();
  const documents: YamlValue[] = [];
  try {
    for (const document of parseAllDocuments(text, { lineCounter: lines, merge: true, uniqueKeys: true })) {
      const problem = problemOf(file, document, lines);
      if (problem !== null) return problem;
      // Refuses aliases that blow up before they are followed here.
      document.toJS({ maxAliasCount: 200 });
      const value = yamlValue(document.contents, { document, lines }, 0);
      if (value !== null) documents.push(value);
    }
  } catch (error) {
    const reason = error instanceof Error ? firstLine(error.message) : String(error);
    return badInput({ file }, reason, "YAML", `not readable as YAML: ${reason}`);
  }
  return documents;
}

type Parsed = ReturnType<typeof parseAllDocuments>[number];

interface Source {
  readonly document: Parsed;
  readonly lines: LineCounter;
}

function problemOf(file: string, document: Parsed, lines: LineCounter): BadInput | null {
  const error = document.errors[0];
  if (error === undefined) return null;
  const { line, col } = lines.linePos(error.pos[0]);
  const reason = firstLine(error.message).replace(/ at line \d+, column \d+:?$/, "");
  return badInput({ file, line }, reason, "well-formed YAML", `malformed YAML in column ${col}: ${reason}`);
}

function firstLine(message: string): string {
  return message.split("\n")[0] ?? message;
}

function yamlValue(node: unknown, source: Source, depth: number): YamlValue {
  if (depth > maxDepth) throw new Error(`aliases nest more than ${maxDepth} levels deep`);
  const resolved = isAlias(node) ? node.resolve(source.document) : node;
  if (isMap(resolved)) return mapOf(resolved.items, source, depth);
  if (isSeq(resolved)) return resolved.items.map((item) => yamlValue(item, source, depth + 1));
  return isScalar(resolved) ? scalarText(resolved) : null;
}

/** As written: `1.10` stays `1.10`, `9093` stays text. */
function scalarText(scalar: Scalar): string | null {
  if (scalar.value === null || scalar.value === undefined) return null;
  return typeof scalar.value === "string" ? scalar.value : (scalar.source ?? String(scalar.value));
}

/** Own keys win over merged ones (`<<: *common`); line numbers are those of the keys. */
function mapOf(items: readonly { key: unknown; value: unknown }[], source: Source, depth: number): YamlMap {
  const entries = new Map<string, YamlEntry>();
  for (const { key, value } of items) {
    if (!isScalar(key) || scalarText(key) !== "<<") continue;
    const merged = yamlValue(value, source, depth + 1);
    for (const map of isYamlList(merged) ? merged : [merged]) {
      if (isYamlMap(map)) for (const entry of map.entries) entries.set(entry.key, entry);
    }
  }
  for (const { key, value } of items) {
    const name = isScalar(key) ? scalarText(key) : null;
    if (name === null || name === "<<" || !isScalar(key)) continue;
    const line = source.lines.linePos(key.range?.[0] ?? 0).line;
    entries.set(name, { key: name, value: yamlValue(value, source, depth + 1), line });
  }
  return { kind: "map", entries: [...entries.values()] };
}

export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return typeof value === "object" && value !== null && "kind" in value;
}

export function isYamlList(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** The value at a path of map keys, or undefined. */
export function at(value: YamlValue | undefined, ...path: readonly string[]): YamlValue | undefined {
  let current = value;
  for (const name of path) {
    if (!isYamlMap(current)) return undefined;
    current = current.entries.find((entry) => entry.key === name)?.value;
  }
  return current;
}

export function textAt(value: YamlValue | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The line of the key at that path, or undefined. */
export function lineAt(value: YamlValue | undefined, ...path: readonly string[]): number | undefined {
  const parent = at(value, ...path.slice(0, -1));
  const last = path[path.length - 1];
  return isYamlMap(parent) ? parent.entries.find((entry) => entry.key === last)?.line : undefined;
}

/** The line where brackets, compact sequences or indentation go deeper than the parser should follow; null: nowhere. */
function lineOfExcessiveDepth(text: string): number | null {
  let brackets = 0;
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const indent = /^(?:\s|- |\? |: )*/.exec(line)?.[0] ?? "";
    if ((indent.match(/[-?:] /g) ?? []).length > maxDepth || indent.length > maxDepth * 10) return i + 1;
    for (const char of line) {
      if (char === "[" || char === "{") brackets++;
      else if ((char === "]" || char === "}") && brackets > 0) brackets--;
      if (brackets > maxDepth) return i + 1;
    }
  }
  return null;
}
