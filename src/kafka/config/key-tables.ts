/** Which keys a broker, a topic, a producer and a consumer know: those that are modelled first. */
import type { ConfigKey, Valid } from "./config-key.ts";
import { knownKeys } from "./known-keys.ts";
import { brokerKeys, consumerKeys, producerKeys, topicKeys } from "./modelled-keys.ts";
import { isAtLeast, type KafkaVersion } from "./version.ts";

export const configKinds = ["broker", "topic", "producer", "consumer"] as const;

export type ConfigKind = (typeof configKinds)[number];

export type KeyTable = ReadonlyMap<string, ConfigKey>;

function tableOf(...parts: readonly (readonly ConfigKey[])[]): KeyTable {
  return new Map(parts.flat().map((key) => [key.name, key]));
}

export const keyTables: Readonly<Record<ConfigKind, KeyTable>> = {
  broker: tableOf(brokerKeys, knownKeys.broker),
  topic: tableOf(topicKeys, knownKeys.topic),
  producer: tableOf(producerKeys, knownKeys.producer),
  consumer: tableOf(consumerKeys, knownKeys.consumer),
};

/** Families of broker keys whose names are open: listener overrides and the settings of plug-ins. */
const brokerPrefixes = [
  "listener.name.",
  "rsm.config.",
  "rlmm.config.",
  "config.providers.",
  "confluent.",
  "broker.quota.",
];
const clientPrefixes = ["config.providers.", "confluent.", "schema.registry.", "interceptor."];

/** A key that no table lists but that Kafka hands to a listener or a plug-in: known, never modelled. */
export function isOpenKey(kind: ConfigKind, name: string): boolean {
  const prefixes = kind === "broker" ? brokerPrefixes : kind === "topic" ? ["confluent."] : clientPrefixes;
  return prefixes.some((prefix) => name.startsWith(prefix));
}

/** The default in that release; null: Kafka has none. */
export function defaultOf(key: ConfigKey, version: KafkaVersion): string | null {
  const entry = key.earlier.find((earlier) => !isAtLeast(version, earlier.before));
  return entry === undefined ? key.defaultValue : entry.value;
}

/** What Kafka accepts in that release; null: anything of the type. */
export function validOf(key: ConfigKey, version: KafkaVersion): Valid | null {
  const entry = key.earlierValid.find((earlier) => !isAtLeast(version, earlier.before));
  return entry === undefined ? key.valid : entry.valid;
}

/** Why Kafka of that version would ignore the key: it is gone, or not there yet; null if Kafka reads it. */
export function absentIn(key: ConfigKey, version: KafkaVersion): "removed" | "not-yet" | null {
  if (key.removed !== null && isAtLeast(version, key.removed.version)) return "removed";
  if (key.since !== null && !isAtLeast(version, key.since)) return "not-yet";
  return null;
}

/** One sentence on a key that Kafka of that version ignores. */
export function absenceSentence(key: ConfigKey, version: KafkaVersion): string {
  if (key.removed !== null && isAtLeast(version, key.removed.version)) {
    const instead = key.removed.instead === null ? "" : `; its place is taken by ${key.removed.instead}`;
    return `${key.name} was removed in Kafka ${key.removed.version}${instead}`;
  }
  return `${key.name} is not known to Kafka ${version}: it came with ${key.since ?? version}`;
}
