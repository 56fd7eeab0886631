/** What the clients of a run do, as plain data: part of a scenario, printable and shrinkable. */

/** Settings under Kafka's own keys. */
export type Settings = Readonly<Record<string, string>>;

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
  /** `explicit`: the application names the partition of each record itself. Default: the partitioner decides. */
  readonly partitioning?: "partitioner" | "explicit";
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
