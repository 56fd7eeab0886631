/**
 * A scenario is one JSON value: everything that a run depends on. Settings stand under Kafka's own keys and only where
 * they differ from the defaults, so that a scenario reads like the configuration that it came from.
 */
import type { Fault } from "../chaos/fault.ts";
import type { Settings, WorkloadPlan } from "../workload/plan.ts";

export type { Settings } from "../workload/plan.ts";

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
  readonly latencyMicros: LatencyPlan;
}

/** Link latency in virtual microseconds: drawn in [min, max] with a long tail. */
export interface LatencyPlan {
  readonly min: number;
  readonly max: number;
  /** One message in `oneIn` takes up to `max` longer, as after a lost packet. */
  readonly stragglers?: { readonly oneIn: number; readonly max: number };
}

export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly settings: Settings;
  /** Brokers of each partition, the preferred leader first; then the two numbers above follow from it. Absent: as Kafka places them. */
  readonly assignments?: readonly (readonly number[])[];
}

interface Limits {
  /** Length of the chaos phase in virtual ms. */
  readonly chaosMs: number;
  /** Bound of the calm phase in virtual ms. */
  readonly calmMs: number;
  readonly maxEvents: number;
}
