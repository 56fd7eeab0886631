/**
 * Compose files: one broker per service that starts Kafka, configured by variables. `KAFKA_LOG_RETENTION_HOURS` is
 * `log.retention.hours`; `__` stands for `_`, `___` for `-` (the Kafka, Confluent and Bitnami images alike).
 */
import { keyTables } from "../kafka/config/key-tables.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { readComposeClients, type Service } from "./compose-clients.ts";
import { fileVariables, mountedSettings } from "./forms/compose-files.ts";
import {
  type ConfigurationParts,
  type Doubt,
  type NodePart,
  noParts,
  type PlacedSetting,
  type ReleaseClaim,
} from "./parts.ts";
import { badInput } from "./refusal.ts";
import { releaseOfImage, releaseOfSettings } from "./release-claims.ts";
import { at, isYamlList, isYamlMap, lineAt, textAt, type YamlValue } from "./yaml-file.ts";

export function isCompose(document: YamlValue): boolean {
  return isYamlMap(at(document, "services"));
}

export function readCompose(file: string, document: YamlValue): ConfigurationParts | BadInput {
  const services = at(document, "services");
  const nodes: NodePart[] = [];
  const others: Service[] = [];
  const doubts: Doubt[] = [];
  let version: ReleaseClaim | null = null;
  for (const { key: name, value } of isYamlMap(services) ? services.entries : []) {
    const [mounted, listed] = [mountedSettings(file, value), fileVariables(file, value)];
    const variables = [...listed.settings, ...variablesOf(file, value)];
    const settings = [...mounted.settings, ...variables.flatMap(settingOf)];
    if (isKafka(value, settings)) {
      doubts.push(...mounted.doubts, ...listed.doubts);
      nodes.push({ name, file, settings });
      version ??= releaseOfImage(interpolate(textAt(value, "image") ?? ""));
    } else others.push({ name, file, variables });
  }
  if (nodes.length === 0) {
    const line = lineAt(document, "services");
    const expected = "a service with KAFKA_* variables of a broker";
    return badInput({ file, line }, "no Kafka service", expected, `a compose file without Kafka: expected ${expected}`);
  }
  version ??= releaseOfSettings(nodes);
  const cluster = { name: file, file, nodes, isCounted: true, disks: null, version, notes: [] };
  const clients = readComposeClients(others);
  return { ...noParts, ...clients, clusters: [cluster], doubts: [...clients.doubts, ...doubts] };
}

/** `environment` is a map, or a list of `NAME=value`. */
function variablesOf(file: string, service: YamlValue): readonly PlacedSetting[] {
  const environment = at(service, "environment");
  if (isYamlMap(environment)) {
    return environment.entries.flatMap(({ key, value, line }) =>
      typeof value === "string" ? [{ key, value: interpolate(value), file, line }] : [],
    );
  }
  if (!isYamlList(environment)) return [];
  const line = lineAt(service, "environment");
  return environment.flatMap((item) => {
    const match = typeof item === "string" ? /^([^=]+)=(.*)$/s.exec(item) : null;
    return match === null ? [] : [{ key: match[1] ?? "", value: interpolate(match[2] ?? ""), file, line }];
  });
}

/** `${NAME:-value}` and `${NAME-value}` give their default; a variable without one stays as written. `$$` is `$`. */
function interpolate(value: string): string {
  return value.replace(/\$\{\w+:?-([^}]*)\}/g, "$1").replaceAll("$$", "$");
}

/** Variables of the images and of neighbours (user interfaces, exporters), no settings of the broker. */
const imageVariables =
  /^KAFKA_(HEAP_OPTS|OPTS|JMX_.*|JVM_PERFORMANCE_OPTS|GC_LOG_.*|LOG4J_.*|TOOLS_LOG4J_.*|VERSION|HOME|DEBUG.*|CLUSTERS_.*|KRAFT_CLUSTER_ID|CREATE_TOPICS|BROKERCONNECT|ENABLE_KRAFT|.*_CREDENTIALS|.*_FILENAME|CLUSTER_ID)$/;

function settingOf(variable: PlacedSetting): readonly PlacedSetting[] {
  const name = variable.key.replace(/^KAFKA_CFG_/, "KAFKA_");
  if (!name.startsWith("KAFKA_") || imageVariables.test(name)) return [];
  return [{ ...variable, key: keyOf(name.slice("KAFKA_".length)) }];
}

function keyOf(name: string): string {
  const dotted = name.toLowerCase().replace(/___|__|_/g, (run) => (run === "___" ? "-" : run === "__" ? "_" : "."));
  for (const key of keyTables.broker.keys()) if (key.toLowerCase() === dotted) return key;
  return dotted;
}

const identityKeys = [
  "broker.id",
  "node.id",
  "process.roles",
  "listeners",
  "advertised.listeners",
  "zookeeper.connect",
  "advertised.host.name",
];

/** It says who it is in a cluster, or runs an image of Kafka itself. */
function isKafka(service: YamlValue, settings: readonly PlacedSetting[]): boolean {
  if (settings.some((setting) => identityKeys.includes(setting.key))) return true;
  const image = textAt(service, "image") ?? "";
  return /(^|\/)(cp-)?(kafka|server|kafka-native)(:|@|$)/.test(image) && /kafka|confluent/.test(image);
}
