/** What a producer is told when it is made. */
import type { NodeId } from "../core/ids.ts";
import type { Millis } from "../core/time.ts";
import type { ResolvedProducer } from "../kafka/config/resolve-producer.ts";
import type { Rules } from "../kafka/rules/rules.ts";
import type { RecordDraft, RecordSource } from "./record-source.ts";

/** Settings, as Kafka resolves them. */
export type ProducerConfig = ResolvedProducer;

export interface ProducerOptions {
  readonly config: ProducerConfig;
  readonly bootstrap: readonly NodeId[];
  readonly rules: Rules;
  readonly workload: RecordSource;
  /** What the host's monotonic clock shows at the start of the run; default 0. */
  readonly clockStartMs?: Millis;
  readonly partitioner?: Partitioner;
}

/**
 * The application's own partitioner (partitioner.class), for records that name no partition themselves: from 0, taken
 * modulo the partition count. Must be a pure function, or runs do not repeat.
 */
export type Partitioner = (record: Readonly<RecordDraft>, partitionCount: number) => number;
