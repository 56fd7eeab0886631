/** What the clients of a run do, as plain data: part of a scenario, printable and shrinkable. */

import type { CommitMode } from "../client/consumer/processing-plan.ts";
import type { SeekTo } from "../kafka/messages/operator.ts";

/** Settings under Kafka's own keys. */
export type Settings = Readonly<Record<string, string>>;

export interface WorkloadPlan {
  readonly producers: readonly ProducerPlan[];
  readonly consumers: readonly ConsumerPlan[];
}

/** What a client writes or reads: one of the two stands. */
interface TopicChoice {
  readonly topic?: string;
  /** Several: each record of a producer chooses one; a consumer reads them all. */
  readonly topics?: readonly string[];
}

export const topicsOf = ({ topic, topics }: TopicChoice): readonly string[] =>
  topics ?? (topic === undefined ? [] : [topic]);

/** As it is written: a single topic as `topic`. */
export const topicChoice = (topics: readonly string[]): TopicChoice =>
  topics.length === 1 ? { topic: topics[0]! } : { topics };

export interface ProducerPlan extends TopicChoice {
  readonly settings: Settings;
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

export interface SeekPlan {
  /** From the start of the clients; nothing happens while the consumer is down or paused. */
  readonly atMs: number;
  /** Its number in each topic that is read; -1: every partition. */
  readonly partition: number;
  readonly to: SeekTo;
}

export interface ConsumerPlan extends TopicChoice {
  readonly settings: Settings;
  readonly startMs: number;
  /** Virtual ms between polls. */
  readonly pollEveryMs: number;
  readonly start: SeekTo;
  readonly rack: string;
  /** Where the application goes while it reads. */
  readonly seeks?: readonly SeekPlan[];
  /** Of a member of a group (`group.id` among its settings): when its application commits. Default: by poll if enable.auto.commit, else `after`. */
  readonly commit?: CommitMode;
  /** Virtual ms from a poll that returned something to the end of its processing; default 0. */
  readonly processMs?: number;
}
