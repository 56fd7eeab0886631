/** The key that was probably meant by an unknown name: synonyms first, other kinds of files second, spelling last. */
import { type ConfigKind, configKinds, keyTables } from "./key-tables.ts";
import { synonymOf } from "./synonyms.ts";

export interface KeySuggestion {
  /** The known key. */
  readonly key: string;
  /** The kind of file that knows it. */
  readonly kind: ConfigKind;
  readonly reason: "synonym" | "other-kind" | "spelling";
}

/** Null if nothing is near. The same name in another kind of file counts as a hit of its own. */
export function suggestKey(kind: ConfigKind, name: string): KeySuggestion | null {
  const synonym = synonymOf(kind, name);
  if (synonym !== null) return { key: synonym, kind, reason: "synonym" };
  const others = configKinds.filter((other) => other !== kind);
  for (const other of others) {
    if (keyTables[other].has(name)) return { key: name, kind: other, reason: "other-kind" };
  }
  const near = nearestKey(kind, name);
  if (near !== null) return { key: near, kind, reason: "spelling" };
  for (const other of others) {
    const foreign = synonymOf(other, name);
    if (foreign !== null) return { key: foreign, kind: other, reason: "synonym" };
  }
  return null;
}

/** What to say behind the unknown name: "did you mean log.roll.ms?", "acks is a producer key". */
export function suggestionWords(suggestion: KeySuggestion, kind: ConfigKind): string {
  if (suggestion.reason === "other-kind") return `${suggestion.key} is a ${suggestion.kind} key`;
  const where = suggestion.kind === kind ? "" : ` (a ${suggestion.kind} key)`;
  return `did you mean ${suggestion.key}${where}?`;
}

function nearestKey(kind: ConfigKind, name: string): string | null {
  return nearestName(name, keyTables[kind].keys());
}

/** The name at the least edit distance, at most a quarter of its length (and at least 2); the first of equals. */
export function nearestName(name: string, names: Iterable<string>): string | null {
  const lower = name.toLowerCase();
  let bound = Math.max(2, Math.floor(lower.length / 4));
  let nearest: string | null = null;
  for (const candidate of names) {
    if (Math.abs(candidate.length - lower.length) > bound) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < bound || (distance === bound && nearest === null)) {
      bound = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isSwap) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
