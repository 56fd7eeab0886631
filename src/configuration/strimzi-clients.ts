/** Strimzi documents with clients in them: KafkaConnect, KafkaConnector, KafkaMirrorMaker2 and KafkaBridge. */
import { isClientKeyOfConnect } from "./dialects/connect.ts";
import { readMirror } from "./dialects/mirror.ts";
import { flatSettings } from "./flat-settings.ts";
import type { ClientPart, ConfigurationParts, ConnectPart, PlacedSetting } from "./parts.ts";
import { at, isYamlList, textAt, type YamlValue } from "./yaml-file.ts";

export function readStrimziClients(
  file: string,
  documents: readonly YamlValue[],
): Pick<ConfigurationParts, "clients" | "workers" | "connectors"> {
  const ofKind = (kind: string): readonly YamlValue[] =>
    documents.filter((document) => textAt(document, "kind") === kind);
  return {
    workers: ofKind("KafkaConnect").map((document) => connectPart(file, document)),
    connectors: ofKind("KafkaConnector").map((document) => connectPart(file, document)),
    clients: [
      ...ofKind("KafkaMirrorMaker2").map((document) => mirrorOf(file, document)),
      ...ofKind("KafkaBridge").map((document) => bridgeOf(file, document)),
    ],
  };
}

const nameOf = (document: YamlValue): string => textAt(document, "metadata", "name") ?? "?";

const connectPart = (file: string, document: YamlValue): ConnectPart => ({
  name: `${textAt(document, "kind")} ${nameOf(document)}`,
  file,
  settings: flatSettings(file, at(document, "spec", "config")).filter(({ key }) => isClientKeyOfConnect(key)),
});

/** The settings of each cluster that it writes to, and of the source connectors that read for it. */
function mirrorOf(file: string, document: YamlValue): ClientPart {
  const listed = (...path: readonly string[]): readonly YamlValue[] => {
    const found = at(document, "spec", ...path);
    return isYamlList(found) ? found : [];
  };
  const settings: readonly PlacedSetting[] = [
    ...[at(document, "spec", "target"), ...listed("clusters")].flatMap((one) => flatSettings(file, at(one, "config"))),
    ...listed("mirrors").flatMap((one) => flatSettings(file, at(one, "sourceConnector", "config"))),
  ];
  return { ...readMirror(file, settings), name: `KafkaMirrorMaker2 ${nameOf(document)}` };
}

const bridgeOf = (file: string, document: YamlValue): ClientPart => ({
  name: `KafkaBridge ${nameOf(document)}`,
  file,
  producer: flatSettings(file, at(document, "spec", "producer", "config")),
  consumer: flatSettings(file, at(document, "spec", "consumer", "config")),
  doubts: [],
  notes: [],
});
