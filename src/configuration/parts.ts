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

/** A release that a file names, and what in it does. */
export interface ReleaseClaim {
  readonly text: string;
  readonly from: string;
}

export interface ClusterPart {
  readonly name: string;
  readonly file: string;
  readonly nodes: readonly NodePart[];
  /** The number of nodes is the number of brokers (Strimzi, compose); server files may be one of several. */
  readonly isCounted: boolean;
  /** Data volumes per broker if the document says so; else `log.dirs` does. */
  readonly disks: number | null;
  readonly version: ReleaseClaim | null;
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

/** `what` its key is instead of one that is read; `near`: the deciding one that was probably meant. */
export const mayStandFor = (
  { key, file, line }: Pick<Doubt, "key" | "file" | "line">,
  what: string,
  near: { readonly key: string; readonly guarantees: readonly GuaranteeName[] },
): Doubt => ({
  key,
  file,
  line,
  guarantees: near.guarantees,
  reason: `${key} is ${what}, and it may stand for ${near.key}`,
});

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
  /** Cluster-wide settings of a running cluster: they win over what server files say. */
  readonly brokerSettings: readonly PlacedSetting[];
  /** Brokers that hold replicas in a running cluster; 0: not known. */
  readonly brokersSeen: number;
  /** Of topic files: they hold for every topic. */
  readonly topicSettings: readonly PlacedSetting[];
  readonly clients: readonly ClientPart[];
  /** Of Kafka Connect: a connector runs on a worker, and has what that one says. */
  readonly workers: readonly ConnectPart[];
  readonly connectors: readonly ConnectPart[];
  readonly notes: readonly string[];
  /** About the cluster as a whole. */
  readonly doubts: readonly Doubt[];
  readonly known: readonly KnownPart[];
}

export const noParts: ConfigurationParts = {
  servers: [],
  clusters: [],
  topics: [],
  brokerSettings: [],
  brokersSeen: 0,
  notes: [],
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
    topics: mergedTopics(all.flatMap((parts) => parts.topics)),
    brokerSettings: all.flatMap((parts) => parts.brokerSettings),
    brokersSeen: Math.max(0, ...all.map((parts) => parts.brokersSeen)),
    notes: all.flatMap((parts) => parts.notes),
    topicSettings: all.flatMap((parts) => parts.topicSettings),
    clients: all.flatMap((parts) => parts.clients),
    workers: all.flatMap((parts) => parts.workers),
    connectors: all.flatMap((parts) => parts.connectors),
    doubts: all.flatMap((parts) => parts.doubts),
    known: all.flatMap((parts) => parts.known),
  };
}

/** One topic in several files: what a later one says of it wins. */
function mergedTopics(topics: readonly TopicPart[]): readonly TopicPart[] {
  const merged = new Map<string, TopicPart>();
  for (const topic of topics) {
    const id = `${topic.cluster}/${topic.name}`;
    const first = merged.get(id);
    if (first === undefined || first.file === topic.file)
      merged.set(first === undefined ? id : `${id}/${merged.size}`, topic);
    else {
      const { partitions, replicas, settings } = topic;
      merged.set(id, {
        ...first,
        partitions: partitions ?? first.partitions,
        replicas: replicas ?? first.replicas,
        settings: [...first.settings, ...settings],
      });
    }
  }
  return [...merged.values()];
}

/** The value of a key in the order given: the last one counts. */
export function lastOf(settings: readonly PlacedSetting[], key: string): PlacedSetting | undefined {
  return settings.findLast((setting) => setting.key === key);
}

export function valuesOf(settings: readonly PlacedSetting[]): Record<string, string> {
  return Object.fromEntries(settings.map(({ key, value }) => [key, value]));
}

export const placeText = ({ file, line }: Pick<PlacedSetting, "file" | "line">): string =>
  line === undefined ? file : `${file}:${line}`;
