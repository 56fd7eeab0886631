/** What a set of configuration files comes to: the cluster, its settings in Kafka's keys, and what was said about them. */
import type { GuaranteeName } from "../check/check.ts";
import type { Settings } from "../kafka/config/settings.ts";
import type { KafkaVersion } from "../kafka/config/version.ts";
import type { TopicPlan } from "../scenario/scenario.ts";
import type { EffectiveValues } from "./effective-values.ts";

export interface LoadedConfiguration {
  readonly name: string;
  readonly files: readonly string[];
  /** The release whose defaults were used; the settings below say them in today's terms. */
  readonly version: KafkaVersion;
  readonly brokers: number;
  /** Rack of broker i+1 (cycled); empty: none. */
  readonly racks: readonly string[];
  readonly disksPerBroker: number;
  /** Modelled settings only, valid ones only; what they leave out has today's default. */
  readonly brokerSettings: Settings;
  /** Settings already contain `topicSettings`. */
  readonly topics: readonly TopicPlan[];
  /** Of topic files and `--set`: they hold for every topic. */
  readonly topicSettings: Settings;
  readonly producerSettings: Settings;
  readonly consumerSettings: Settings;
  /** What decides its promises, and where it comes from. */
  readonly effective: EffectiveValues;
  /** Keys that are known and change nothing here, each once, sorted. */
  readonly notModelled: readonly string[];
  /** What Kafka resolves without a word, and what was assumed. */
  readonly notes: readonly string[];
  /** What is legal and hurts all the same, whatever runs show. */
  readonly warnings: readonly string[];
  readonly unknown: readonly UnknownKey[];
  /** What may decide a guarantee and could not be read: the guarantee is then neither promised nor denied. */
  readonly undecided: readonly Undecided[];
  /** Keys that Kafka of that version does not read: removed, renamed, or not there yet. */
  readonly removed: readonly RemovedKey[];
}

export interface Undecided {
  readonly key: string;
  readonly file: string;
  readonly line?: number;
  readonly guarantees: readonly GuaranteeName[];
  /** Begins with the place. */
  readonly sentence: string;
}

export interface UnknownKey {
  readonly key: string;
  readonly file: string;
  readonly line?: number;
  /** The known key that was probably meant. */
  readonly suggestion: string | null;
  readonly sentence: string;
}

export interface RemovedKey {
  readonly key: string;
  readonly file: string;
  readonly line?: number;
  readonly sentence: string;
}

/** Null and absent mean the same: not said. */
export interface LoadOptions {
  /** `2.5` … `4.4`, also patch releases; default: what a Strimzi document says, else the newest. */
  readonly version?: string | null;
  /** An explicit number: a replication factor above it is refused, as Kafka does. */
  readonly brokers?: number | null;
  /** Partitions of every topic. */
  readonly partitions?: number | null;
  readonly racks?: readonly string[] | null;
  /** `key=value`, later ones win; `producer:key=value` settles where an ambiguous key goes. */
  readonly set?: readonly string[];
  readonly name?: string | null;
}
