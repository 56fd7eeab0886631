/** What is done to a log: batches of clients, right and wrong ones, as leader and as follower, and everything else that changes it. */
import fc from "fast-check";
import type { TopicConfig } from "../src/kafka/config/resolve-topic.ts";
import { type ErrorCode, Errors } from "../src/kafka/errors.ts";
import { type RecordBatch, sealed } from "../src/kafka/records.ts";

const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);

const batch = fc.record({
  producerId: fc.constantFrom(-1, -1, 1, 2),
  /** Which of its batches comes again: 0 is the next one. */
  back: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 4, 5, 6),
  producerEpochStep: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1),
  skip: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
  epochStep: fc.constantFrom(0, 0, 0, 1, 2),
  timesMs: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 3 }),
  recordBytes: fc.integer({ min: 10, max: 120 }),
  deletes: fc.constantFrom(false, false, true),
  keyless: fc.constantFrom(false, false, false, false, false, false, false, true),
  spoilt: fc.constantFrom<Spoil | null>(
    ...Array.from({ length: 20 }, () => null),
    "checksum",
    "base-offset",
    "control",
    "delta",
    "sequence",
    "empty",
    "append-time",
    "future",
    "ancient",
  ),
});
export type Spoil =
  | "checksum"
  | "base-offset"
  | "control"
  | "delta"
  | "sequence"
  | "empty"
  | "append-time"
  | "future"
  | "ancient";
export type Shape = typeof batch extends fc.Arbitrary<infer T> ? T : never;

export const step = fc.oneof(
  { weight: 14, arbitrary: fc.record({ kind: fc.constantFrom("lead", "lead", "lead", "follow"), batch }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "mark",
        "mark",
        "mark",
        "delete",
        "truncate",
        "retain",
        "clean",
        "clean",
        "age",
        "flush",
        "flushed",
        "flush-due",
      ),
      share,
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const config = fc.record({
  segmentBytes: fc.integer({ min: 200, max: 900 }),
  minCleanableDirtyRatio: fc.constantFrom(0, 0.5, 1),
  deleteRetentionMs: fc.constantFrom(0, 40, 1_000_000),
  minCompactionLagMs: fc.constantFrom(0, 0, 30),
  segmentMs: fc.constantFrom(20, 60, 1_000_000),
  segmentIndexBytes: fc.constantFrom(36, 60, 10_000),
  indexIntervalBytes: fc.constantFrom(0, 150, 4096),
  retentionMs: fc.constantFrom(-1, 0, 30, 100, 1_000_000),
  retentionBytes: fc.constantFrom(-1, 0, 300, 1000),
  cleanupPolicy: fc.constantFrom<TopicConfig["cleanupPolicy"]>(
    ["delete"],
    ["delete"],
    ["compact"],
    ["delete", "compact"],
  ),
  maxCompactionLagMs: fc.constantFrom(10, 1_000_000),
  fileDeleteDelayMs: fc.constantFrom(0, 50),
  flushMessages: fc.constantFrom(1, 3, Number.POSITIVE_INFINITY),
  flushMs: fc.constantFrom(25, Number.POSITIVE_INFINITY),
  maxMessageBytes: fc.constantFrom(250, 10_000),
  messageTimestampType: fc.constantFrom<TopicConfig["messageTimestampType"]>(
    "CreateTime",
    "CreateTime",
    "LogAppendTime",
  ),
  messageTimestampBeforeMaxMs: fc.constantFrom(10_000, Number.POSITIVE_INFINITY),
});

/** The batch with something wrong. */
export function spoil(one: RecordBatch, how: Spoil | null): RecordBatch {
  switch (how) {
    case "checksum":
      return { ...one, checksum: one.checksum + 1 };
    case "base-offset":
      return { ...one, baseOffset: 1 };
    case "control":
      return sealed({ ...one, isControl: true });
    case "delta":
      return sealed({ ...one, lastOffsetDelta: one.lastOffsetDelta + 1 });
    case "sequence":
      return one.producerId < 0 ? one : sealed({ ...one, baseSequence: -1 });
    case "empty":
      return sealed({ ...one, records: [], lastOffsetDelta: -1 });
    case "append-time":
      return { ...one, timestampType: "LogAppendTime" };
    case "future":
    case "ancient":
    case null:
      return one;
  }
}

/** Before the log is looked at (L-5..L-7), in this order. */
export function refusal(topic: TopicConfig, one: RecordBatch, nowMs: number): ErrorCode {
  const times = one.records.map(({ timestamp }) => timestamp);
  const isCompacted = topic.cleanupPolicy.includes("compact");
  const isWrong = [
    one.baseOffset !== 0,
    one.isControl,
    one.producerId >= 0 && one.baseSequence < 0,
    one.records.length === 0,
    one.lastOffsetDelta + 1 !== one.records.length,
    isCompacted && one.records.some(({ key }) => key === null),
  ];
  const isMistimed =
    topic.messageTimestampType === "CreateTime" &&
    times.some(
      (time) => time > nowMs + topic.messageTimestampAfterMaxMs || time < nowMs - topic.messageTimestampBeforeMaxMs,
    );
  if (one.sizeInBytes > topic.maxMessageBytes) return Errors.MESSAGE_TOO_LARGE;
  if (sealed(one).checksum !== one.checksum) return Errors.CORRUPT_MESSAGE;
  if (isWrong.includes(true)) return Errors.INVALID_RECORD;
  if (one.timestampType === "LogAppendTime" || isMistimed) return Errors.INVALID_TIMESTAMP;
  return one.sizeInBytes > topic.segmentBytes ? Errors.RECORD_LIST_TOO_LARGE : Errors.NONE;
}
