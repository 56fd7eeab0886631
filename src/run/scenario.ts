/**
 * A scenario is one JSON value: everything that a run depends on. Settings stand under Kafka's own keys and only where
 * they differ from the defaults, so that a scenario reads like the configuration that it came from.
 */
import type { Fault } from "../chaos/fault.ts";

export type Settings = Readonly<Record<string, string>>;

export const scenarioVersion = 1;

export interface Scenario {
  readonly version: typeof scenarioVersion;
  /** Any text; hashed before use. Never shrunk. */
  readonly seed: string;
  readonly cluster: ClusterPlan;
  /** A rule set by name: `kafka-4`, `before-kip-101`, …, or a defect id such as `R-01`. */
  readonly rules: string;
  readonly workload: WorkloadPlan;
  readonly faults: readonly Fault[];
  /** Sparse: decision name -> value, on top of the seed. */
  readonly overrides: Readonly<Record<string, number>>;
  readonly limits: Limits;
}

export interface ClusterPlan {
  /** Brokers 1..n; those above `brokers` in faults do not exist. */
  readonly brokers: number;
  /** Rack of broker i+1 (cycled); empty: none. */
  readonly racks: readonly string[];
  readonly disksPerBroker: number;
  /** Broker settings under Kafka's keys. */
  readonly settings: Settings;
  readonly topics: readonly TopicPlan[];
  /** Link latency in virtual microseconds: drawn in [min, max] with a long tail. */
  readonly latencyMicros: { readonly min: number; readonly max: number };
}

export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly settings: Settings;
}

export interface WorkloadPlan {
  readonly producers: readonly ProducerPlan[];
  readonly consumers: readonly ConsumerPlan[];
}

export interface ProducerPlan {
  readonly settings: Settings;
  readonly topic: string;
  readonly records: number;
  /** Virtual ms between sends; several records are sent at once if `burst` > 1. */
  readonly everyMs: number;
  readonly burst: number;
  /** How many keys; 0: keyless records. */
  readonly keys: number;
  /** Value size range in bytes. */
  readonly valueBytes: readonly [number, number];
  /** One in n records is a tombstone; 0: none. */
  readonly tombstoneEvery: number;
  /** Offset of CreateTime from the clock in ms, drawn in this range. */
  readonly timestampSkewMs: readonly [number, number];
  readonly startMs: number;
}

export interface ConsumerPlan {
  readonly settings: Settings;
  readonly topic: string;
  readonly startMs: number;
  /** Virtual ms between polls. */
  readonly pollEveryMs: number;
  readonly start: "earliest" | "latest";
  readonly rack: string;
}

export interface Limits {
  /** Length of the chaos phase in virtual ms. */
  readonly chaosMs: number;
  /** Bound of the calm phase in virtual ms. */
  readonly calmMs: number;
  readonly maxEvents: number;
}
