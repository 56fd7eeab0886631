/** What files are read into, before anything is judged: settings with their places, grouped by what they configure. */

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

/** A file that holds for every cluster named. */
interface SharedPart {
  readonly kind: "topic" | "producer" | "consumer";
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
  readonly shared: readonly SharedPart[];
  readonly known: readonly KnownPart[];
}

export const noParts: ConfigurationParts = { servers: [], clusters: [], topics: [], shared: [], known: [] };

export function joinParts(all: readonly ConfigurationParts[]): ConfigurationParts {
  return {
    servers: all.flatMap((parts) => parts.servers),
    clusters: all.flatMap((parts) => parts.clusters),
    topics: all.flatMap((parts) => parts.topics),
    shared: all.flatMap((parts) => parts.shared),
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
