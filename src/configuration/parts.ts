/** What files are read into, before anything is judged: settings with their places, grouped by what they configure. */
import type { GuaranteeName } from "../check/check.ts";

export interface PlacedSetting {
  readonly key: string;
  readonly value: string;
  readonly file: string;
  readonly line?: number | undefined;
}

/** One Kafka process: a server file, a compose service, or one replica of a node pool. */
export interface NodePart {
  readonly name: string;
  readonly file: string;
  readonly settings: readonly PlacedSetting[];
}

export interface ClusterPart {
  readonly name: string;
  readonly file: string;
  readonly nodes: readonly NodePart[];
  /** The number of nodes is the number of brokers (Strimzi, compose); server files may be one of several. */
  readonly isCounted: boolean;
  /** Data volumes per broker if the document says so; else `log.dirs` does. */
  readonly disks: number | null;
  readonly version: string | null;
  readonly notes: readonly string[];
}

/** A KafkaTopic document. */
export interface TopicPart {
  readonly name: string;
  readonly file: string;
  readonly line?: number | undefined;
  readonly cluster: string | null;
  readonly partitions: number | null;
  readonly replicas: number | null;
  readonly settings: readonly PlacedSetting[];
}

/** Something that may decide these guarantees, and that could not be read. */
export interface Doubt {
  readonly key: string;
  readonly file: string;
  readonly line?: number | undefined;
  readonly guarantees: readonly GuaranteeName[];
  /** Without the place. */
  readonly reason: string;
}

/**
 * A client, in Kafka's own keys, whatever language its file speaks: the defaults of that client come first, with its name
 * where the file of a setting would stand. Null: the file says nothing of such a client.
 */
export interface ClientPart {
  readonly name: string;
  readonly file: string;
  readonly producer: readonly PlacedSetting[] | null;
  readonly consumer: readonly PlacedSetting[] | null;
  readonly doubts: readonly Doubt[];
  readonly notes: readonly string[];
}

/** A worker or a connector of Kafka Connect. */
export interface ConnectPart {
  readonly name: string;
  readonly file: string;
  readonly settings: readonly PlacedSetting[];
}

/** A file that is recognised and of which nothing is modelled. */
export interface KnownPart {
  readonly what: "ZooKeeper" | "Kafka Connect" | "MirrorMaker" | "Kafka Streams";
  readonly file: string;
  readonly settings: readonly PlacedSetting[];
  /** Keys that are no keys of such a file. */
  readonly unknown: readonly PlacedSetting[];
}

export interface ConfigurationParts {
  /** Nodes of server files: together one cluster. */
  readonly servers: readonly NodePart[];
  readonly clusters: readonly ClusterPart[];
  readonly topics: readonly TopicPart[];
  /** Of topic files: they hold for every topic. */
  readonly topicSettings: readonly PlacedSetting[];
  readonly clients: readonly ClientPart[];
  /** Of Kafka Connect: a connector runs on a worker, and has what that one says. */
  readonly workers: readonly ConnectPart[];
  readonly connectors: readonly ConnectPart[];
  /** About the cluster as a whole. */
  readonly doubts: readonly Doubt[];
  readonly known: readonly KnownPart[];
}

export const noParts: ConfigurationParts = {
  servers: [],
  clusters: [],
  topics: [],
  topicSettings: [],
  clients: [],
  workers: [],
  connectors: [],
  doubts: [],
  known: [],
};

export function joinParts(all: readonly ConfigurationParts[]): ConfigurationParts {
  return {
    servers: all.flatMap((parts) => parts.servers),
    clusters: all.flatMap((parts) => parts.clusters),
    topics: all.flatMap((parts) => parts.topics),
    topicSettings: all.flatMap((parts) => parts.topicSettings),
    clients: all.flatMap((parts) => parts.clients),
    workers: all.flatMap((parts) => parts.workers),
    connectors: all.flatMap((parts) => parts.connectors),
    doubts: all.flatMap((parts) => parts.doubts),
    known: all.flatMap((parts) => parts.known),
  };
}

/** The value of a key in the order given: the last one counts. */
export function lastOf(settings: readonly PlacedSetting[], key: string): PlacedSetting | undefined {
  return settings.findLast((setting) => setting.key === key);
}

export function valuesOf(settings: readonly PlacedSetting[]): Record<string, string> {
  return Object.fromEntries(settings.map(({ key, value }) => [key, value]));
}
