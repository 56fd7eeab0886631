/** Documents of Kubernetes beside Strimzi's: ConfigMaps with server.properties inside, and Confluent for Kubernetes. */

import type { BadInput } from "../../scenario/bad-input.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { classify } from "../classify.ts";
import { flatSettings } from "../flat-settings.ts";
import { type ConfigurationParts, joinParts, type NodePart, noParts, type PlacedSetting } from "../parts.ts";
import { parseProperties } from "../properties-file.ts";
import { readSettings } from "../read-properties.ts";
import { releaseOfImage } from "../release-claims.ts";
import { at, isYamlList, isYamlMap, lineAt, textAt, type YamlValue } from "../yaml-file.ts";

const isConfluent = (document: YamlValue): boolean =>
  (textAt(document, "apiVersion") ?? "").startsWith("platform.confluent.io/");

const kindOf = (document: YamlValue): string => textAt(document, "kind") ?? "";

export const isKubernetes = (document: YamlValue): boolean =>
  isConfluent(document) || (textAt(document, "apiVersion") === "v1" && kindOf(document) === "ConfigMap");

export function readKubernetes(file: string, documents: readonly YamlValue[]): ConfigurationParts | BadInput {
  const parts: ConfigurationParts[] = [];
  for (const document of documents) {
    const part = isConfluent(document) ? readConfluent(file, document) : readConfigMap(file, document);
    if (isBadInput(part)) return part;
    parts.push(part);
  }
  return joinParts(parts);
}

/** Lines of properties as a text block below `line`. */
const linesOf = (file: string, text: string, line: number): readonly PlacedSetting[] => {
  const entries = parseProperties(text);
  return "kind" in entries
    ? []
    : entries.map((one) => ({ key: one.key, value: one.value, file, line: line + one.line }));
};

function readConfigMap(file: string, document: YamlValue): ConfigurationParts | BadInput {
  const data = at(document, "data");
  const parts: ConfigurationParts[] = [];
  for (const { key, value, line } of isYamlMap(data) ? data.entries : []) {
    if (typeof value !== "string" || !key.endsWith(".properties")) continue;
    const settings = linesOf(file, value, line);
    // A logger's settings and the like are no settings of Kafka.
    if (settings.length === 0 || classify(settings.map((one) => one.key)) === "unknown") continue;
    const part = readSettings(file, settings, null);
    if (isBadInput(part)) return part;
    parts.push({ ...part, servers: part.servers.map((node) => ({ ...node, name: `${file} (${key})` })) });
  }
  return joinParts(parts);
}

/** `configOverrides.server` is a list of `key=value`. */
function readConfluent(file: string, document: YamlValue): ConfigurationParts {
  const name = textAt(document, "metadata", "name") ?? "kafka";
  if (kindOf(document) === "KafkaTopic") {
    const number = (key: string): number | null => Number(textAt(document, "spec", key)) || null;
    const settings = flatSettings(file, at(document, "spec", "configs"));
    const line = lineAt(document, "spec", "replicas");
    const shape = { partitions: number("partitionCount"), replicas: number("replicas") };
    return {
      ...noParts,
      topics: [{ name: textAt(document, "spec", "name") ?? name, file, line, cluster: null, ...shape, settings }],
    };
  }
  if (kindOf(document) !== "Kafka") return noParts;
  const overrides = at(document, "spec", "configOverrides", "server");
  const line = lineAt(document, "spec", "configOverrides", "server") ?? 0;
  const settings = isYamlList(overrides)
    ? overrides.flatMap((one, i) => (typeof one === "string" ? linesOf(file, one, line + i) : []))
    : [];
  const count = Number(textAt(document, "spec", "replicas") ?? "3");
  const nodes = Array.from({ length: count }, (_, i): NodePart => ({ name: `${name}-${i}`, file, settings }));
  const version = releaseOfImage(textAt(document, "spec", "image", "application") ?? "");
  return { ...noParts, clusters: [{ name, file, nodes, isCounted: true, disks: null, version, notes: [] }] };
}
