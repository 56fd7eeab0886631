/** One cluster and everything that holds for it, judged as its version of Kafka would, as one loaded configuration. */

import { checkSettings } from "../kafka/config/config-value.ts";
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import { judgeBrokerSettings } from "../kafka/config/resolve-broker.ts";
import { judgeConsumerSettings } from "../kafka/config/resolve-consumer.ts";
import { judgeProducerSettings, type ResolvedProducer } from "../kafka/config/resolve-producer.ts";
import type { Problem, Settings } from "../kafka/config/settings.ts";
import type { KafkaVersion } from "../kafka/config/version.ts";
import { settingsForToday } from "../kafka/config/version-settings.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { countBrokers } from "./broker-count.ts";
import { brokersOf, disksOf, noteIds, racksOf, refuseDuplicateIds, sharedSettings } from "./cluster-nodes.ts";
import { noteTraps, refuseEndlessFencing } from "./cluster-traps.ts";
import { clusterValues, type EffectiveValues, originIn, producerValues } from "./effective-values.ts";
import { addUndecided, addUnknown, type Findings, newFindings } from "./findings.ts";
import type { LoadedConfiguration, LoadOptions } from "./loaded-configuration.ts";
import { modelledOnly } from "./modelled-only.ts";
import {
  type ClientPart,
  type ClusterPart,
  type ConfigurationParts,
  type NodePart,
  type PlacedSetting,
  valuesOf,
} from "./parts.ts";
import { type PlannedTopic, planTopics } from "./plan-topics.ts";
import type { SetOptions } from "./set-option.ts";
import { doubtName, knownSettings, refuseProblem } from "./sort-settings.ts";

interface ClusterSource {
  readonly cluster: ClusterPart;
  readonly parts: ConfigurationParts;
  readonly sets: SetOptions;
  readonly version: KafkaVersion;
  readonly name: string;
  readonly files: readonly string[];
  /** The one that is judged; several clients are judged one after the other. */
  readonly producer: ClientPart;
  readonly consumers: readonly ClientPart[];
}

export function assembleCluster(source: ClusterSource, options: LoadOptions): LoadedConfiguration | BadInput {
  const findings = newFindings();
  for (const note of [...source.cluster.notes, ...source.sets.notes]) findings.notes.add(note);
  for (const note of source.parts.notes) findings.notes.add(note);
  for (const doubt of source.parts.doubts) addUndecided(findings, doubt);
  const duplicate = refuseDuplicateIds(source.cluster);
  if (duplicate !== null) return duplicate;
  const brokers = brokersOf(source.cluster, findings);
  const server = judgeServer(source, brokers, findings);
  if (isBadInput(server)) return server;
  const clients = judgeClients(source, server, findings);
  if (isBadInput(clients)) return clients;
  const shared = placedOf(source, "topic", source.parts.topicSettings, findings);
  const planned = planTopics(
    {
      parts: source.parts.topics.filter((topic) => belongs(topic.cluster, source)),
      shared,
      brokerConfig: server.config,
      brokerSettings: server.settings,
      brokerPlaced: server.placed,
      version: source.version,
    },
    options,
    findings,
  );
  if (isBadInput(planned)) return planned;
  const topics = planned.map(({ plan }) => plan);
  const count = countBrokers(
    {
      cluster: source.cluster,
      listed: Math.max(brokers.length, source.parts.brokersSeen),
      topics,
      placed: server.placed,
    },
    options,
    findings,
  );
  if (typeof count !== "number") return count;
  noteIds(brokers, findings);
  noteTraps(server.placed, server.config, count, source.parts.topics.length > 0, source.version, findings);
  noteKnownFiles(source, findings);
  return finish(source, { brokers, count, server, clients, planned, shared }, options, findings);
}

interface Judged {
  readonly brokers: readonly NodePart[];
  readonly count: number;
  readonly server: Server;
  readonly clients: Clients;
  readonly planned: readonly PlannedTopic[];
  readonly shared: readonly PlacedSetting[];
}

function finish(source: ClusterSource, judged: Judged, options: LoadOptions, findings: Findings): LoadedConfiguration {
  const { version } = source;
  return {
    name: source.name,
    files: source.files,
    version,
    brokers: judged.count,
    racks: options.racks ?? racksOf(judged.brokers, findings),
    disksPerBroker: source.cluster.disks ?? disksOf(judged.brokers, findings),
    brokerSettings: modelledOnly("broker", settingsForToday("broker", judged.server.settings, version)),
    topics: judged.planned.map(({ plan }) => plan),
    effective: effectiveOf(source, judged, options),
    topicSettings: modelledOnly("topic", settingsForToday("topic", valuesOf(judged.shared), version)),
    producerSettings: modelledOnly("producer", settingsForToday("producer", judged.clients.producer, version)),
    consumerSettings: modelledOnly("consumer", settingsForToday("consumer", judged.clients.consumer, version)),
    notModelled: [...findings.notModelled].sort(),
    notes: [...findings.notes],
    warnings: [...findings.warnings],
    unknown: [...findings.unknown.values()],
    removed: [...findings.removed.values()],
    undecided: [...findings.undecided.values()],
  };
}

function effectiveOf(source: ClusterSource, judged: Judged, options: LoadOptions): EffectiveValues {
  const { version } = source;
  const { server, clients, planned, count } = judged;
  const isListed = source.cluster.isCounted || judged.brokers.length === count;
  const from =
    options.brokers != null ? "--brokers" : isListed ? source.cluster.file : "assumed from the replication factor";
  return {
    cluster: clusterValues({ count, from }, server.config, originIn(server.placed, version)),
    producer: producerValues(clients.resolved, originIn(clients.placed, version)),
    topics: planned.map(({ values }) => values),
  };
}

/** A KafkaTopic of another cluster is not ours; one without a label, or of a cluster that no file names, is. */
function belongs(cluster: string | null, source: ClusterSource): boolean {
  if (cluster === null || cluster === source.cluster.name) return true;
  return source.parts.clusters.every((other) => other.name !== cluster);
}

interface Server {
  readonly placed: readonly PlacedSetting[];
  readonly settings: Settings;
  readonly config: BrokerConfig;
}

function judgeServer(source: ClusterSource, brokers: readonly NodePart[], findings: Findings): Server | BadInput {
  const { version, cluster } = source;
  for (const broker of brokers) {
    // Each server by itself first: what differs between them must be readable too.
    const own = knownSettings("broker", broker.settings, version, findings);
    const open = refuseProblem(checkSettings("broker", valuesOf(own), { version }), own, broker.file);
    if (open !== null) return open;
  }
  const merged = [...sharedSettings(brokers, findings), ...source.parts.brokerSettings, ...source.sets.settings.broker];
  const placed = knownSettings("broker", merged, version, findings);
  const settings = valuesOf(placed);
  const judged = judgeBrokerSettings(settings, { version });
  return (
    refuseAndNote(judged, placed, cluster.file, findings) ??
    refuseEndlessFencing(placed, judged.config) ?? { placed, settings, config: judged.config }
  );
}

interface Verdict {
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

function refuseAndNote(
  judged: Verdict,
  placed: readonly PlacedSetting[],
  file: string,
  findings: Findings,
): BadInput | null {
  const refused = refuseProblem(judged.problems, placed, file);
  if (refused === null) for (const note of judged.notes) findings.notes.add(note);
  return refused;
}

interface Clients {
  readonly producer: Settings;
  readonly consumer: Settings;
  /** Of the producer. */
  readonly placed: readonly PlacedSetting[];
  readonly resolved: ResolvedProducer;
}

function judgeClients(source: ClusterSource, server: Server, findings: Findings): Clients | BadInput {
  const { version } = source;
  for (const client of [source.producer, ...source.consumers]) {
    const isOther = client.producer !== null && client !== source.producer;
    for (const note of client.notes) findings.notes.add(note);
    for (const doubt of isOther ? [] : client.doubts) addUndecided(findings, doubt);
  }
  const producer = placedOf(source, "producer", source.producer.producer ?? [], findings);
  const consumer = placedOf(
    source,
    "consumer",
    source.consumers.flatMap((one) => one.consumer ?? []),
    findings,
  );
  const file = source.files[0] ?? "";
  const judged = judgeProducerSettings(valuesOf(producer), { version });
  const clients = {
    producer: valuesOf(producer),
    consumer: valuesOf(consumer),
    placed: producer,
    resolved: judged.config,
  };
  return (
    refuseAndNote(judged, producer, file, findings) ??
    refuseAndNote(judgeConsumerSettings(clients.consumer, { version }), consumer, file, findings) ??
    refuseSession(clients.consumer, consumer, server) ??
    clients
  );
}

/** The coordinator refuses a session outside its bounds (INVALID_SESSION_TIMEOUT). */
function refuseSession(settings: Settings, placed: readonly PlacedSetting[], server: Server): BadInput | null {
  const session = Number(settings["session.timeout.ms"] ?? Number.NaN);
  const min = Number(server.settings["group.min.session.timeout.ms"] ?? 6000);
  const max = Number(server.settings["group.max.session.timeout.ms"] ?? 1800000);
  if (Number.isNaN(session) || (session >= min && session <= max)) return null;
  const key = "session.timeout.ms";
  const expected = `a value between group.min.session.timeout.ms=${min} and group.max.session.timeout.ms=${max}`;
  const sentence = `${key}=${session} is refused by the brokers (INVALID_SESSION_TIMEOUT): expected ${expected}`;
  return refuseProblem([{ key, found: String(session), expected, sentence }], placed, "");
}

/** Shared files of that kind in the order given, then `--set`. */
function placedOf(
  source: ClusterSource,
  kind: "topic" | "producer" | "consumer",
  files: readonly PlacedSetting[],
  findings: Findings,
): readonly PlacedSetting[] {
  return knownSettings(kind, [...files, ...source.sets.settings[kind]], source.version, findings);
}

function noteKnownFiles(source: ClusterSource, findings: Findings): void {
  for (const part of source.parts.known) {
    for (const setting of part.settings) findings.notModelled.add(setting.key);
    for (const setting of part.unknown) {
      addUnknown(findings, setting, null, `no key of ${part.what}`);
      if (part.what !== "ZooKeeper") doubtName("producer", setting, findings);
    }
    if (part.what === "ZooKeeper") findings.notes.add(`${part.file} is a file of ZooKeeper: known, not modelled`);
  }
}
