/** Configuration keys: type, valid values, the default of each release with its source, and what the model does with them. */

import type { ConfigKey } from "../../kafka/config/config-key.ts";
import { expectedWords } from "../../kafka/config/config-value.ts";
import { type ConfigKind, configKinds, keyTables } from "../../kafka/config/key-tables.ts";
import { otherFiles } from "../../kafka/config/known-keys.ts";
import { brokerKeyOfTopicKey } from "../../kafka/config/resolve-topic.ts";
import { latestVersion } from "../../kafka/config/version.ts";
import effects from "./key-effects.json" with { type: "json" };
import type { Page } from "./page.ts";

export const keyPages = (): readonly Page[] => [
  ...configKinds.flatMap((kind) => [...keyTables[kind].values()].map((key) => pageOfKey(kind, key))),
  ...filePages("Kafka Connect key", otherFiles.connect),
  ...filePages("MirrorMaker key", otherFiles.mirror),
  ...filePages("Kafka Streams key", otherFiles.streams),
  ...filePages("ZooKeeper key", otherFiles.zookeeper),
];

function pageOfKey(kind: ConfigKind, key: ConfigKey): Page {
  return {
    name: key.name,
    kind: `${kind} key`,
    lines: [
      `Status: ${statusOf(key)}`,
      ...(key.modelled ? [effectOf(kind, key.name)] : []),
      `Type: ${key.type}`,
      `Valid: ${key.valid === null ? "any value of its type" : expectedWords(key.valid)}`,
      ...key.earlierValid.map(
        ({ before, valid }) => `  before ${before}: ${valid === null ? "any" : expectedWords(valid)}`,
      ),
      `Default: ${defaultText(key.defaultValue)}`,
      ...key.earlier.map(({ before, value, source }) => `  before ${before}: ${defaultText(value)} (${source})`),
      ...counterpartLine(kind, key.name),
      "Source: ConfigDef of each release from 2.5 to 4.3",
    ],
  };
}

function statusOf({ since, removed, modelled }: ConfigKey): string {
  const until = removed === null ? latestVersion : `before ${removed.version}`;
  const span = since === null && removed === null ? "in every release from 2.5 on" : `${since ?? "2.5"} to ${until}`;
  const instead = removed === null || removed.instead === null ? "" : `; its place is taken by ${removed.instead}`;
  const meaning = modelled ? "modelled" : "known, not modelled: it changes nothing here (docs/not-modelled.md)";
  return `${meaning}; ${span}${instead}`;
}

/** What a trial does with each modelled key: one line a name, as keys of one name mean the same wherever they stand. */
export const keyEffects: Readonly<Record<string, string>> = effects;

/** A broker key that gives topics their default does what the topic key does. */
export const effectOf = (kind: ConfigKind, name: string): string => {
  const topicKey =
    kind === "broker" ? Object.keys(brokerKeyOfTopicKey).find((key) => brokerKeyOfTopicKey[key] === name) : undefined;
  return keyEffects[name] ?? keyEffects[topicKey ?? ""] ?? "";
};

const defaultText = (value: string | null): string => (value === null ? "none" : value === "" ? "empty" : value);

function counterpartLine(kind: ConfigKind, name: string): readonly string[] {
  if (kind === "topic") {
    const brokerKey = brokerKeyOfTopicKey[name];
    return brokerKey === undefined ? [] : [`Where a topic does not set it: ${brokerKey} of the broker`];
  }
  if (kind !== "broker") return [];
  const topicKeys = Object.entries(brokerKeyOfTopicKey).filter(([, brokerKey]) => brokerKey === name);
  return topicKeys.map(([topicKey]) => `For all topics that do not set ${topicKey}`);
}

const filePages = (kind: string, names: readonly string[]): readonly Page[] =>
  names.map((name) => ({
    name,
    kind,
    lines: ["Status: known, not modelled: a file that holds it is recognised, and the key is listed once"],
  }));
