/**
 * From files as people have them to configurations that can be put on trial. Server files together are one cluster;
 * each Strimzi Kafka document and each compose file is one; topic and client files hold for every cluster named; without
 * a cluster, Kafka's defaults are judged. Several producers are several configurations: each is judged with every cluster.
 */
import { basename } from "node:path";
import {
  isNewerThanKnown,
  type KafkaVersion,
  kafkaVersions,
  latestVersion,
  parseKafkaVersion,
} from "../kafka/config/version.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { assembleCluster } from "./assemble-cluster.ts";
import { readConnect } from "./dialects/connect.ts";
import type { LoadedConfiguration, LoadOptions } from "./loaded-configuration.ts";
import { type ClientPart, type ClusterPart, type ConfigurationParts, joinParts } from "./parts.ts";
import { fileArgument, readPart } from "./read-part.ts";
import { badInput } from "./refusal.ts";
import { contradiction, releaseOfSettings } from "./release-claims.ts";
import { readSetOptions } from "./set-option.ts";

/** All clusters that the files name, in order; `paths` may carry kinds (`producer:client.properties`). */
export function loadConfigurations(
  paths: readonly string[],
  options: LoadOptions = {},
): readonly LoadedConfiguration[] | BadInput {
  const given = options.version ?? null;
  const refused = refuseVersion(given) ?? refuseOptions(options);
  if (refused !== null) return refused;
  const parts = readParts(paths);
  if (isBadInput(parts)) return parts;
  const clients = [...parts.clients, ...readConnect(parts.workers, parts.connectors)];
  const consumers = clients.filter((client) => client.consumer !== null);
  const writing = clients.filter((client) => client.producer !== null);
  const producers = writing.length > 0 ? writing : [noProducer];
  const loaded: LoadedConfiguration[] = [];
  for (const cluster of clustersOf(parts)) {
    const version = releaseOf(given ?? cluster.version?.text ?? latestVersion);
    const sets = readSetOptions(options.set ?? [], version);
    if (isBadInput(sets)) return sets;
    const noted = noteVersion(cluster, given, version);
    for (const producer of producers) {
      const isOwn = (file: string): boolean =>
        concerns(file, cluster, parts) && (file === producer.file || producers.every((other) => other.file !== file));
      const files = [...new Set(paths.map((path) => fileArgument(path).file).filter(isOwn))];
      const named = nameOf(cluster, files, options, parts);
      const isTold = producers.length > 1 && producers.some((one) => one !== producer && one.file === producer.file);
      const name = isTold ? `${named}, ${producer.name}` : named;
      const source = { cluster: noted, parts, sets, version, name, files, producer, consumers };
      const configuration = assembleCluster(source, options);
      if (isBadInput(configuration)) return configuration;
      loaded.push(configuration);
    }
  }
  return loaded;
}

/** The same where the files must name one cluster. */
export function loadConfiguration(paths: readonly string[], options: LoadOptions = {}): LoadedConfiguration | BadInput {
  const loaded = loadConfigurations(paths, options);
  if (isBadInput(loaded)) return loaded;
  const [first, second] = loaded;
  if (first !== undefined && second === undefined) return first;
  const names = loaded.map((configuration) => configuration.name).join(", ");
  return badInput({ file: paths.join(" ") }, names, "one cluster", `the files name several clusters: ${names}`);
}

function refuseVersion(text: string | null): BadInput | null {
  if (text === null || parseKafkaVersion(text) !== null) return null;
  const expected = `a release from ${kafkaVersions[0]} to ${latestVersion}, such as ${latestVersion}, 3.9 or 3.9.1`;
  const sentence = `${text} is no version of Kafka that can be judged: expected ${expected}`;
  return badInput({ file: "--kafka-version" }, text, expected, sentence);
}

function refuseOptions(options: LoadOptions): BadInput | null {
  const partitions = options.partitions ?? null;
  if (partitions !== null && (!Number.isInteger(partitions) || partitions < 1)) {
    const expected = "a whole number of at least 1";
    return badInput(
      { file: "--partitions" },
      String(partitions),
      expected,
      `${partitions} is no number of partitions: expected ${expected}`,
    );
  }
  if (options.racks?.some((rack) => rack.trim() === "") === true) {
    const found = options.racks.join(",");
    return badInput(
      { file: "--racks" },
      found,
      "names separated by commas",
      "a rack has no name: expected names separated by commas",
    );
  }
  return null;
}

function readParts(paths: readonly string[]): ConfigurationParts | BadInput {
  const all: ConfigurationParts[] = [];
  for (const path of paths) {
    const part = readPart(path);
    if (isBadInput(part)) return part;
    all.push(part);
  }
  return joinParts(all);
}

/** Without a file of one, a Java producer with Kafka's defaults. */
const noProducer: ClientPart = { name: "", file: "", producer: null, consumer: null, doubts: [], notes: [] };

function clustersOf(parts: ConfigurationParts): readonly ClusterPart[] {
  const shared = { isCounted: false, disks: null, version: releaseOfSettings(parts.servers) };
  const first = parts.servers[0];
  if (first !== undefined) {
    const servers = { ...shared, name: basename(first.file), file: first.file, nodes: parts.servers, notes: [] };
    return [servers, ...parts.clusters];
  }
  if (parts.clusters.length > 0) return parts.clusters;
  const notes = ["no server file given: judged on Kafka's defaults"];
  return [{ ...shared, name: "Kafka's defaults", file: "defaults", nodes: [], notes }];
}

/** Files of other clusters are not listed under this one. */
function concerns(file: string, cluster: ClusterPart, parts: ConfigurationParts): boolean {
  const isOwn = file === cluster.file || cluster.nodes.some((node) => node.file === file);
  if (isOwn) return true;
  const isOther =
    parts.clusters.some((other) => other.file === file) || parts.servers.some((node) => node.file === file);
  return !isOther;
}

function nameOf(
  cluster: ClusterPart,
  files: readonly string[],
  options: LoadOptions,
  parts: ConfigurationParts,
): string {
  const isAlone = parts.clusters.length + Math.min(parts.servers.length, 1) <= 1;
  if (options.name !== undefined && options.name !== null && isAlone) return options.name;
  const names = [...new Set(files.map((file) => basename(file)))].join(" + ");
  const isNamed = cluster.isCounted && cluster.name !== cluster.file && !isAlone;
  return isNamed ? `${cluster.name} (${names})` : names === "" ? cluster.name : names;
}

/** Which release was judged, unless it is the newest and nothing else was meant. */
function noteVersion(cluster: ClusterPart, given: string | null, version: KafkaVersion): ClusterPart {
  const claim = given === null ? cluster.version : { text: given, from: null };
  const notes = [
    claim === null ? null : versionNote(claim.text, version, claim.from),
    contradiction(version, cluster.nodes),
  ];
  return { ...cluster, notes: [...cluster.notes, ...notes.filter((note) => note !== null)] };
}

function versionNote(asked: string, version: KafkaVersion, from: string | null): string | null {
  const judged = `judged as Kafka ${version}`;
  if (isNewerThanKnown(asked)) return `${judged}, the newest that is known: ${asked} is newer`;
  if (parseKafkaVersion(asked) === null) {
    return isOlderThanKnown(asked)
      ? `${judged}, the oldest that can be judged: ${asked} is older`
      : `${judged}: ${asked} is no version of Kafka that can be judged`;
  }
  return version === latestVersion ? null : `${judged}, as ${from === null ? "asked" : `${from} says`}`;
}

const isOlderThanKnown = (text: string): boolean => /^(?:0|1|2\.[0-4])(?:\.|$)/.test(text.trim());

/** A release older than all is judged as the oldest, whose defaults promise no more. */
const releaseOf = (text: string): KafkaVersion =>
  parseKafkaVersion(text) ?? (isOlderThanKnown(text) ? kafkaVersions[0] : latestVersion);
