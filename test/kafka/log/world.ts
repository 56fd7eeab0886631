/** One log on one disk with a clock that tests move. */
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { onFlushed } from "../../../src/kafka/log/flush.ts";
import { openLog } from "../../../src/kafka/log/open-log.ts";
import type { LogEnv, PartitionLog } from "../../../src/kafka/log/partition-log.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { type KafkaRecord, makeBatch, type RecordBatch } from "../../../src/kafka/records.ts";
import type { LogRules } from "../../../src/kafka/rules/log-rules.ts";
import { kafka4, overrideRules } from "../../../src/kafka/rules/rules.ts";
import { silentObserver } from "../silent-observer.ts";
import { MemoryDisk } from "./memory-disk.ts";

export const tp = 3 * 65536 + 1;
export const dayMs = 86_400_000;
export const hourMs = 3_600_000;

export const plainTopic: TopicConfig = {
  minInsyncReplicas: 1,
  uncleanLeaderElectionEnable: false,
  cleanupPolicy: ["delete"],
  segmentBytes: 1_073_741_824,
  segmentMs: 7 * dayMs,
  segmentJitterMs: 0,
  retentionMs: 7 * dayMs,
  retentionBytes: -1,
  deleteRetentionMs: dayMs,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.POSITIVE_INFINITY,
  minCleanableDirtyRatio: 0.5,
  fileDeleteDelayMs: 60_000,
  flushMessages: Number.POSITIVE_INFINITY,
  flushMs: Number.POSITIVE_INFINITY,
  maxMessageBytes: 1_048_588,
  messageTimestampType: "CreateTime",
  messageTimestampBeforeMaxMs: Number.POSITIVE_INFINITY,
  messageTimestampAfterMaxMs: hourMs,
  compressionType: "producer",
  indexIntervalBytes: 4096,
  segmentIndexBytes: 10_485_760,
};

export interface World {
  readonly disk: MemoryDisk;
  readonly env: LogEnv;
  readonly clock: { nowMs: number; wallMs: number };
  log: PartitionLog;
}

export function newWorld(
  config: Partial<TopicConfig> = {},
  rules: Partial<LogRules> = {},
  heard: Partial<KafkaObserver> = {},
): World {
  const clock = { nowMs: 0, wallMs: 1_000_000_000_000 };
  const env: LogEnv = {
    brokerId: 1,
    rules: overrideRules(kafka4, { name: "test", log: rules }),
    observer: silentObserver(heard),
    nowMs: () => clock.nowMs,
    wallClockMs: () => clock.wallMs,
  };
  const disk = new MemoryDisk();
  return { disk, env, clock, log: openLog(disk, 0, tp, { ...plainTopic, ...config }, env, false) };
}

export const reopen = (world: World, cleanShutdown: boolean): PartitionLog => {
  world.log = openLog(world.disk, 0, tp, world.log.config, world.env, cleanShutdown);
  return world.log;
};

export function advance(world: World, ms: number): void {
  world.clock.nowMs += ms;
  world.clock.wallMs += ms;
}

export function finishFlushes(world: World): void {
  for (const { file, count } of world.disk.finishFlushes()) onFlushed(world.log, file, count);
}

let lastId = 0;

export const record = (offsetDelta: number, change: Partial<KafkaRecord> = {}): KafkaRecord => ({
  id: ++lastId,
  key: "k",
  value: "v",
  headers: [],
  timestamp: 0,
  offsetDelta,
  sizeInBytes: 100,
  ...change,
});

export interface BatchShape {
  count?: number;
  timestamp?: number;
  sizeInBytes?: number;
  producerId?: number;
  producerEpoch?: number;
  baseSequence?: number;
  compressionRatio?: number;
  keys?: readonly (string | null)[];
  values?: readonly (string | null)[];
}

/** A client's batch. */
export function batchOf(shape: BatchShape = {}): RecordBatch {
  const count = shape.keys?.length ?? shape.count ?? 1;
  const records = Array.from({ length: count }, (_, i) =>
    record(i, {
      key: shape.keys === undefined ? "k" : shape.keys[i]!,
      value: shape.values === undefined ? "v" : shape.values[i]!,
      timestamp: shape.timestamp ?? 1_000_000_000_000,
      sizeInBytes: shape.sizeInBytes ?? 100,
    }),
  );
  const isIdempotent = shape.producerId !== undefined;
  return makeBatch(
    records,
    shape.producerId ?? -1,
    isIdempotent ? (shape.producerEpoch ?? 0) : -1,
    isIdempotent ? (shape.baseSequence ?? 0) : -1,
    shape.compressionRatio ?? 1,
  );
}

/** Every stored batch, in order. */
export const batchesIn = (log: PartitionLog): RecordBatch[] =>
  log.segments.flatMap((segment) => [...segment.file.entries]);

export const offsetsIn = (log: PartitionLog): number[] =>
  batchesIn(log).flatMap((batch) => batch.records.map((one) => batch.baseOffset + one.offsetDelta));
