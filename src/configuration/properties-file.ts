/**
 * Java's .properties format, as java.util.Properties.load reads it: `#` and `!` comments, keys ended by `=`, `:` or a
 * blank, escapes \t \n \r \f \\ \uXXXX, a line that ends in an odd number of backslashes goes on in the next one.
 */
export interface PropertyEntry {
  readonly key: string;
  readonly value: string;
  /** Line of the key, from 1. */
  readonly line: number;
}

interface MalformedLine {
  readonly kind: "malformed";
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

/** All entries in file order; of equal keys the last one counts (`settingsOf`). */
export function parseProperties(text: string): readonly PropertyEntry[] | MalformedLine {
  const entries: PropertyEntry[] = [];
  for (const logical of logicalLines(text)) {
    const entry = parseEntry(logical.text, logical.line);
    if ("kind" in entry) return entry;
    entries.push(entry);
  }
  return entries;
}

/** Later entries win, as in a Java hash table. */
export function settingsOf(entries: readonly PropertyEntry[]): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const { key, value } of entries) settings[key] = value;
  return settings;
}

interface LogicalLine {
  readonly text: string;
  readonly line: number;
}

function logicalLines(text: string): readonly LogicalLine[] {
  const natural = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const lines: LogicalLine[] = [];
  for (let i = 0; i < natural.length; i++) {
    const start = i;
    let line = trimStart(natural[i] ?? "");
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    while (endsInOddBackslashes(line)) {
      line = line.slice(0, -1);
      if (i + 1 >= natural.length) break;
      i++;
      line += trimStart(natural[i] ?? "");
    }
    if (line !== "") lines.push({ text: line, line: start + 1 });
  }
  return lines;
}

/** Blanks of the format: space, tab, form feed. */
function trimStart(line: string): string {
  return line.replace(/^[ \t\f]+/, "");
}

function endsInOddBackslashes(line: string): boolean {
  let count = 0;
  while (count < line.length && line[line.length - 1 - count] === "\\") count++;
  return count % 2 === 1;
}

function parseEntry(text: string, line: number): PropertyEntry | MalformedLine {
  const keyEnd = endOfKey(text);
  const rest = text.slice(keyEnd).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
  const key = unescaped(text.slice(0, keyEnd), line);
  if (typeof key !== "string") return key;
  if (key === "") return { kind: "malformed", line, found: text, expected: "key=value" };
  const value = unescaped(rest, line);
  return typeof value === "string" ? { key, value, line } : value;
}

/** Index of the first `=`, `:` or blank that no backslash escapes. */
function endOfKey(text: string): number {
  let index = 0;
  while (index < text.length) {
    const char = text[index] ?? "";
    if (char === "\\") index++;
    else if (" \t\f=:".includes(char)) return index;
    index++;
  }
  return text.length;
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string, line: number): string | MalformedLine {
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char !== "\\") {
      result += char;
      continue;
    }
    i++;
    const next = text[i] ?? "";
    if (next !== "u") {
      result += escapes[next] ?? next;
      continue;
    }
    const hex = text.slice(i + 1, i + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) {
      return { kind: "malformed", line, found: `\\u${hex}`, expected: "four hexadecimal digits after \\u" };
    }
    result += String.fromCharCode(Number.parseInt(hex, 16));
    i += 4;
  }
  return result;
}
