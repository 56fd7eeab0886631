/** Strimzi documents: Kafka, KafkaNodePool and KafkaTopic; other kinds are known and change nothing. */
import type { BadInput } from "../scenario/bad-input.ts";
import {
  type ClusterPart,
  type ConfigurationParts,
  type NodePart,
  noParts,
  type PlacedSetting,
  type ReleaseClaim,
  type TopicPart,
} from "./parts.ts";
import { badInput } from "./refusal.ts";
import { releaseOfImage } from "./release-claims.ts";
import { readStrimziClients } from "./strimzi-clients.ts";
import { at, isYamlList, isYamlMap, lineAt, textAt, type YamlValue } from "./yaml-file.ts";

export function isStrimzi(document: YamlValue): boolean {
  const api = textAt(document, "apiVersion") ?? "";
  return api.startsWith("kafka.strimzi.io/") || api.startsWith("core.strimzi.io/");
}

export function readStrimzi(file: string, documents: readonly YamlValue[]): ConfigurationParts | BadInput {
  const pools: Pool[] = [];
  for (const document of ofKind(documents, "KafkaNodePool")) {
    const pool = readPool(file, document);
    if (!("roles" in pool)) return pool;
    pools.push(pool);
  }
  const clusters: ClusterPart[] = [];
  const kafkas = ofKind(documents, "Kafka");
  for (const document of kafkas) {
    const cluster = readCluster(file, document, pools, kafkas.length === 1);
    if (!("nodes" in cluster)) return cluster;
    clusters.push(cluster);
  }
  if (kafkas.length === 0 && pools.length > 0) clusters.push(clusterOfPools(file, pools));
  const topics: TopicPart[] = [];
  for (const document of ofKind(documents, "KafkaTopic")) {
    const topic = readTopic(file, document);
    if (!("replicas" in topic)) return topic;
    topics.push(topic);
  }
  const clients = readStrimziClients(file, documents);
  if (clusters.length + topics.length + Object.values(clients).flat().length === 0) {
    const kinds = documents.map((document) => textAt(document, "kind") ?? "?").join(", ");
    return badInput(
      { file },
      kinds,
      "Kafka, KafkaNodePool or KafkaTopic",
      `Strimzi documents of kind ${kinds}, none of which is a Kafka, KafkaNodePool or KafkaTopic`,
    );
  }
  return { ...noParts, ...clients, clusters, topics };
}

function ofKind(documents: readonly YamlValue[], kind: string): readonly YamlValue[] {
  return documents.filter((document) => textAt(document, "kind") === kind);
}

interface Pool {
  readonly name: string;
  readonly cluster: string | null;
  readonly roles: readonly string[];
  readonly replicas: number;
  readonly volumes: number;
  readonly isEphemeral: boolean;
}

function clusterLabel(document: YamlValue): string | null {
  return textAt(document, "metadata", "labels", "strimzi.io/cluster") ?? null;
}

function readPool(file: string, document: YamlValue): Pool | BadInput {
  const replicas = wholeNumber(file, document, 0, ["spec", "replicas"]);
  if (typeof replicas === "object" && replicas !== null) return replicas;
  const roles = at(document, "spec", "roles");
  return {
    name: textAt(document, "metadata", "name") ?? "pool",
    cluster: clusterLabel(document),
    roles: isYamlList(roles) ? roles.filter((role) => typeof role === "string") : ["broker"],
    replicas: replicas ?? 1,
    volumes: volumesOf(at(document, "spec", "storage")),
    isEphemeral: isEphemeral(at(document, "spec", "storage")),
  };
}

/** An emptyDir: it outlives a crash of the process, not the pod. */
function isEphemeral(storage: YamlValue | undefined): boolean {
  const volumes = at(storage, "volumes");
  const all = isYamlList(volumes) ? [storage, ...volumes] : [storage];
  return all.some((volume) => textAt(volume, "type") === "ephemeral");
}

/** The volumes of a `jbod` storage; any other storage is one. */
function volumesOf(storage: YamlValue | undefined): number {
  const volumes = at(storage, "volumes");
  return isYamlList(volumes) ? Math.max(1, volumes.length) : 1;
}

/** A whole number of at least `min` at that path, null if absent. */
function wholeNumber(
  file: string,
  document: YamlValue,
  min: number,
  path: readonly string[],
): number | null | BadInput {
  const value = at(document, ...path);
  if (value === undefined || value === null) return null;
  const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min) return number;
  const key = path.join(".");
  const found = typeof value === "string" ? value : "a structure";
  const expected = `a whole number of at least ${min}`;
  return badInput(
    { file, line: lineAt(document, ...path), key },
    found,
    expected,
    `${key}: ${found} is not accepted: expected ${expected}`,
  );
}

function readCluster(
  file: string,
  document: YamlValue,
  pools: readonly Pool[],
  isOnlyOne: boolean,
): ClusterPart | BadInput {
  const name = textAt(document, "metadata", "name") ?? "kafka";
  const settings = configOf(file, document, ["spec", "kafka", "config"]);
  if (!isListOfSettings(settings)) return settings;
  const own = pools.filter((pool) => pool.cluster === name || (pool.cluster === null && isOnlyOne));
  const replicas = wholeNumber(file, document, 1, ["spec", "kafka", "replicas"]);
  if (typeof replicas === "object" && replicas !== null) return replicas;
  const brokerPools = own.filter((pool) => pool.roles.includes("broker"));
  const count = brokerPools.length > 0 ? sum(brokerPools.map((pool) => pool.replicas)) : (replicas ?? 0);
  if (count === 0) {
    const expected = "a KafkaNodePool with role broker, or spec.kafka.replicas";
    return badInput(
      { file, line: lineAt(document, "metadata", "name") },
      "no broker",
      expected,
      `cluster ${name} has no broker: expected ${expected}`,
    );
  }
  const volumes =
    brokerPools.length > 0
      ? brokerPools.map((pool) => pool.volumes)
      : [volumesOf(at(document, "spec", "kafka", "storage"))];
  return {
    name,
    file,
    nodes: nodesOf(name, file, count, settings),
    isCounted: true,
    disks: Math.min(...volumes),
    version: releaseOf(document),
    notes: [
      ...volumeNotes(name, volumes),
      ...rackNotes(document),
      ...storageNotes(
        name,
        brokerPools.some((pool) => pool.isEphemeral) || isEphemeral(at(document, "spec", "kafka", "storage")),
      ),
    ],
  };
}

function releaseOf(document: YamlValue): ReleaseClaim | null {
  const text = textAt(document, "spec", "kafka", "version");
  if (text !== undefined) return { text, from: "the document" };
  const image = releaseOfImage(textAt(document, "spec", "kafka", "image") ?? "");
  if (image !== null || at(document, "spec", "zookeeper") === undefined) return image;
  return { text: "3.9", from: "spec.zookeeper, which 4.0 took away" };
}

function clusterOfPools(file: string, pools: readonly Pool[]): ClusterPart {
  const brokerPools = pools.filter((pool) => pool.roles.includes("broker"));
  const used = brokerPools.length > 0 ? brokerPools : pools;
  const name = used[0]?.cluster ?? "kafka";
  const count = Math.max(1, sum(used.map((pool) => pool.replicas)));
  const volumes = used.map((pool) => pool.volumes);
  const notes = [
    ...volumeNotes(name, volumes),
    `${name}: no Kafka document, so Kafka's defaults for its configuration`,
  ];
  return {
    name,
    file,
    nodes: nodesOf(name, file, count, []),
    isCounted: true,
    disks: Math.min(...volumes),
    version: null,
    notes,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function nodesOf(name: string, file: string, count: number, settings: readonly PlacedSetting[]): readonly NodePart[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${name}-${index}`, file, settings }));
}

function volumeNotes(name: string, volumes: readonly number[]): readonly string[] {
  const least = Math.min(...volumes);
  return Math.max(...volumes) === least ? [] : [`${name}: node pools differ in volumes; judged with ${least} each`];
}

function storageNotes(name: string, isEphemeral: boolean): readonly string[] {
  if (!isEphemeral) return [];
  return [`${name}: ephemeral storage: a pod that is replaced comes back empty, which the profile disk-loss shows`];
}

function rackNotes(document: YamlValue): readonly string[] {
  const key = textAt(document, "spec", "kafka", "rack", "topologyKey");
  if (key === undefined) return [];
  return [`racks come from ${key} of the machines and are not in the file; give them with --racks`];
}

function isListOfSettings(value: readonly PlacedSetting[] | BadInput): value is readonly PlacedSetting[] {
  return Array.isArray(value);
}

/** A flat map of settings; a list or a map below a key is no value of Kafka's. */
function configOf(file: string, document: YamlValue, path: readonly string[]): readonly PlacedSetting[] | BadInput {
  const config = at(document, ...path);
  if (!isYamlMap(config)) return [];
  const settings: PlacedSetting[] = [];
  for (const { key, value, line } of config.entries) {
    if (typeof value === "object" && value !== null) {
      return badInput(
        { file, line, key },
        "a structure",
        "one value",
        `${key} holds a structure where Kafka expects one value; write the whole key with dots`,
      );
    }
    if (value !== null) settings.push({ key, value, file, line });
  }
  return settings;
}

function readTopic(file: string, document: YamlValue): TopicPart | BadInput {
  const settings = configOf(file, document, ["spec", "config"]);
  if (!isListOfSettings(settings)) return settings;
  const partitions = wholeNumber(file, document, 1, ["spec", "partitions"]);
  if (typeof partitions === "object" && partitions !== null) return partitions;
  const replicas = wholeNumber(file, document, -1, ["spec", "replicas"]);
  if (typeof replicas === "object" && replicas !== null) return replicas;
  const name = textAt(document, "spec", "topicName") ?? textAt(document, "metadata", "name") ?? "topic";
  return {
    name,
    file,
    line: lineAt(document, "spec", "replicas") ?? lineAt(document, "metadata", "name"),
    cluster: clusterLabel(document),
    partitions,
    replicas,
    settings,
  };
}
