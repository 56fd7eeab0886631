/** `--set key=value`: an override that goes where its key belongs. */
import {
  absenceSentence,
  absentIn,
  type ConfigKind,
  configKinds,
  isOpenKey,
  keyTables,
} from "../kafka/config/key-tables.ts";
import { type KeySuggestion, suggestionWords, suggestKey } from "../kafka/config/suggest-key.ts";
import type { KafkaVersion } from "../kafka/config/version.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import type { PlacedSetting } from "./parts.ts";
import { badInput } from "./refusal.ts";

export interface SetOptions {
  readonly settings: Readonly<Record<ConfigKind, readonly PlacedSetting[]>>;
  readonly notes: readonly string[];
}

/** An ambiguous key belongs to the producer, then to topics, brokers, consumers. */
const precedence: readonly ConfigKind[] = ["producer", "topic", "broker", "consumer"];

const place = { file: "--set" };

export function readSetOptions(texts: readonly string[], version: KafkaVersion): SetOptions | BadInput {
  const settings: Record<ConfigKind, PlacedSetting[]> = { broker: [], topic: [], producer: [], consumer: [] };
  const notes: string[] = [];
  for (const text of texts) {
    const read = readOne(text, version);
    if (!("kinds" in read)) return read;
    for (const kind of read.kinds) settings[kind].push({ key: read.key, value: read.value, file: "--set" });
    if (read.note !== null) notes.push(read.note);
  }
  return { settings, notes };
}

interface SetOption {
  readonly key: string;
  readonly value: string;
  readonly kinds: readonly ConfigKind[];
  readonly note: string | null;
}

function readOne(text: string, version: KafkaVersion): SetOption | BadInput {
  const match = /^(?:(broker|server|topic|producer|consumer):)?([^=\s]+)\s*=\s*(.*)$/s.exec(text);
  if (match === null) return badInput(place, text, "key=value", `${text} is no setting: expected key=value`);
  const [, prefix, key = "", value = ""] = match;
  const given = prefix === "server" ? "broker" : configKinds.find((kind) => kind === prefix);
  const kinds = given === undefined ? precedence.filter((kind) => keyTables[kind].has(key)) : [given];
  const first = kinds[0];
  if (first === undefined || !isKnown(first, key)) return unknownKey(key, first ?? "producer");
  const row = keyTables[first].get(key);
  if (row !== undefined && absentIn(row, version) !== null) {
    return badInput({ ...place, key }, key, `a key of Kafka ${version}`, absenceSentence(row, version));
  }
  // A topic key of the same name as the broker's is both: topics that exist and topics that are created later.
  const chosen: readonly ConfigKind[] = first === "topic" && kinds.includes("broker") ? ["topic", "broker"] : [first];
  return { key, value, kinds: chosen, note: noteOf(key, chosen, kinds) };
}

function isKnown(kind: ConfigKind, key: string): boolean {
  return keyTables[kind].has(key) || isOpenKey(kind, key);
}

function noteOf(key: string, chosen: readonly ConfigKind[], kinds: readonly ConfigKind[]): string | null {
  const others = kinds.filter((kind) => !chosen.includes(kind));
  if (others.length === 0) return null;
  const alternatives = others.map((kind) => `${kind}:${key}=…`).join(" or ");
  return `--set ${key} is taken as a ${chosen.join(" and ")} key; write ${alternatives} for the other`;
}

function unknownKey(key: string, kind: ConfigKind): BadInput {
  const suggestion = bestSuggestion(key, kind);
  const hint =
    suggestion === null
      ? "no key of brokers, topics, producers or consumers"
      : suggestionWords(suggestion, suggestion.kind);
  return badInput({ ...place, key }, key, "a key of Kafka", `unknown key ${key}: ${hint}`);
}

function bestSuggestion(key: string, kind: ConfigKind): KeySuggestion | null {
  const kinds = [kind, ...precedence.filter((other) => other !== kind)];
  const all = kinds.flatMap((each) => suggestKey(each, key) ?? []);
  return all.find((suggestion) => suggestion.reason === "synonym") ?? all[0] ?? null;
}
