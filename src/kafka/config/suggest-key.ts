/** The key that was probably meant by an unknown name: synonyms first, other kinds of files second, spelling last. */
import { distance } from "fastest-levenshtein";
import { type ConfigKind, configKinds, keyTables } from "./key-tables.ts";
import written from "./known-keys/synonyms.json" with { type: "json" };
import { brokerKeyOfTopicKey } from "./resolve-topic.ts";

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
    const away = distance(lower, candidate.toLowerCase());
    if (away < bound || (away === bound && nearest === null)) {
      bound = away;
      nearest = candidate;
    }
  }
  return nearest;
}

type Synonyms = Readonly<Record<string, string>>;

/**
 * Names that people write for a key that is called otherwise: names of books and blogs, keys of other clients, names
 * of long gone releases, keys of the wrong kind of file. Consulted before spelling distance, which alone would answer
 * `log.segment.ms` with `log.segment.bytes`. Sources: books, librdkafka, the old clients.
 */
const synonyms: Readonly<Record<ConfigKind, Synonyms>> = {
  broker: written.broker,
  topic: written.topic,
  producer: { ...written.client, ...written.producer },
  consumer: { ...written.client, ...written.consumer },
};

/** The key that is meant by a name people really write in a file of that kind, or null. */
export function synonymOf(kind: ConfigKind, name: string): string | null {
  const lower = name.toLowerCase();
  const own = synonyms[kind];
  if (Object.hasOwn(own, lower)) return own[lower] ?? null;
  if (kind === "broker") return Object.hasOwn(brokerKeyOfTopicKey, lower) ? (brokerKeyOfTopicKey[lower] ?? null) : null;
  if (kind !== "topic") return null;
  const counterpart = Object.entries(brokerKeyOfTopicKey).find(([, brokerKey]) => brokerKey === lower);
  return counterpart === undefined ? null : counterpart[0];
}
