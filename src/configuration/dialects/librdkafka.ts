/**
 * Files of librdkafka and of what is built on it (confluent-kafka for Python, Go, .NET and JavaScript, node-rdkafka, kcat):
 * its names, its aliases and its defaults, which differ from those of the Java client: no idempotence, a million
 * requests in flight (CONFIGURATION.md of librdkafka 2.x).
 */
import { keyTables } from "../../kafka/config/key-tables.ts";
import { nearestName } from "../../kafka/config/suggest-key.ts";
import { decidedBy, dottedName, resembles } from "../deciding-keys.ts";
import { type ClientPart, type Doubt, mayStandFor, type PlacedSetting } from "../parts.ts";
import { defaultsOf, withRoomForRequest } from "./client-part.ts";
import facts from "./librdkafka.json" with { type: "json" };

type Side = "producer" | "consumer";

const client = "librdkafka";
const any = new Set(facts.names.any);
const own: Readonly<Record<Side, ReadonlySet<string>>> = {
  producer: new Set(facts.names.producer),
  consumer: new Set(facts.names.consumer),
};
const java: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  producer: { ...facts.java.any, ...facts.java.producer },
  consumer: { ...facts.java.any, ...facts.java.consumer },
};

const isName = (key: string): boolean => any.has(key) || own.producer.has(key) || own.consumer.has(key);

/** Some names are those of the Java client as well: one that is librdkafka's alone tells them apart. */
export const isLibrdkafka = (keys: readonly string[]): boolean =>
  keys.map(nameOf).some((key) => isName(key) && !keyTables.producer.has(key) && !keyTables.consumer.has(key));

/** `topic.` stands before settings of topics in old bindings; the .NET client writes `MessageTimeoutMs`. */
function nameOf(key: string): string {
  const plain = key.replace(/^(default\.)?topic\.(?=request\.|message\.|compression\.|auto\.)/, "");
  return isName(plain) ? plain : /^[A-Z]/.test(plain) ? dottedName(plain) : plain;
}

/** Words of librdkafka and of its .NET binding that the Java client spells otherwise. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acks: { "-1": "all", none: "0", leader: "1" },
  "auto.offset.reset": {
    smallest: "earliest",
    beginning: "earliest",
    largest: "latest",
    end: "latest",
    error: "none",
  },
};

const javaValue = (key: string, value: string): string => words[key]?.[value.trim().toLowerCase()] ?? value.trim();

export function readLibrdkafka(file: string, settings: readonly PlacedSetting[]): ClientPart {
  const named = settings.map((setting) => ({ ...setting, key: nameOf(setting.key) }));
  const sides = (["producer", "consumer"] as const).filter((side) => named.some(({ key }) => own[side].has(key)));
  const has = (side: Side): boolean => sides.length === 0 || sides.includes(side);
  return {
    name: file,
    file,
    producer: has("producer") ? settingsOf("producer", named) : null,
    consumer: has("consumer") ? settingsOf("consumer", named) : null,
    doubts: named.flatMap(doubtOf),
    notes: [`${file}: a client built on librdkafka, with its names and defaults (librdkafka's CONFIGURATION.md)`],
  };
}

function settingsOf(side: Side, named: readonly PlacedSetting[]): readonly PlacedSetting[] {
  const translated = named.flatMap((setting) => {
    const key = java[side][setting.key];
    return key === undefined ? [] : [{ ...setting, key, value: javaValue(key, setting.value) }];
  });
  const defaults = { ...facts.defaults.any, ...facts.defaults[side] };
  if (side === "consumer") return [...defaultsOf(client, defaults), ...translated];
  return withRoomForRequest([...defaultsOf(client, idempotentDefaults(defaults, translated)), ...translated]);
}

/** An idempotent producer has at most five requests in flight unless the file says otherwise. */
function idempotentDefaults(
  defaults: Readonly<Record<string, string>>,
  given: readonly PlacedSetting[],
): Readonly<Record<string, string>> {
  const last = given.findLast(({ key }) => key === "enable.idempotence");
  const isTransactional = given.some(({ key, value }) => key === "transactional.id" && value !== "");
  if (last?.value !== "true" && !isTransactional) return defaults;
  return { ...defaults, "enable.idempotence": "true", "max.in.flight.requests.per.connection": "5" };
}

function doubtOf({ key, file, line }: PlacedSetting): readonly Doubt[] {
  if (isName(key)) return [];
  const near = nearestName(key, [...any, ...own.producer]);
  const meant = near === null ? undefined : java.producer[near];
  const decided = meant === undefined ? [] : decidedBy("producer", meant);
  const other = resembles("producer", key);
  const name = decided.length > 0 ? near : other?.key;
  const guarantees = decided.length > 0 ? decided : (other?.guarantees ?? []);
  if (guarantees.length === 0 || name == null) return [];
  return [mayStandFor({ key, file, line }, "no key of librdkafka", { key: name, guarantees })];
}
