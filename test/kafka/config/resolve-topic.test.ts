import { describe, expect, test } from "vitest";
import { judgeTopicSettings, resolveTopicConfig } from "../../../src/kafka/config/resolve-topic.ts";

const day = 86_400_000;
const hour = 3_600_000;

describe("precedence", () => {
  test("defaults of 4.x (protocol.md §3)", () => {
    expect(resolveTopicConfig({})).toEqual({
      minInsyncReplicas: 1,
      uncleanLeaderElectionEnable: false,
      cleanupPolicy: ["delete"],
      segmentBytes: 1024 ** 3,
      segmentMs: 7 * day,
      segmentJitterMs: 0,
      retentionMs: 7 * day,
      retentionBytes: -1,
      deleteRetentionMs: day,
      minCompactionLagMs: 0,
      maxCompactionLagMs: Number.POSITIVE_INFINITY,
      minCleanableDirtyRatio: 0.5,
      fileDeleteDelayMs: 60_000,
      flushMessages: Number.POSITIVE_INFINITY,
      flushMs: Number.POSITIVE_INFINITY,
      maxMessageBytes: 1_048_588,
      messageTimestampType: "CreateTime",
      messageTimestampBeforeMaxMs: Number.POSITIVE_INFINITY,
      messageTimestampAfterMaxMs: hour,
      compressionType: "producer",
      indexIntervalBytes: 4096,
      segmentIndexBytes: 10 * 1024 * 1024,
    });
  });

  test.each([
    // Of hours, minutes, ms the smallest unit wins; -1: for ever
    [{ "log.retention.hours": "1" }, hour],
    [{ "log.retention.hours": "1", "log.retention.minutes": "5" }, 300_000],
    [{ "log.retention.hours": "1", "log.retention.minutes": "5", "log.retention.ms": "700" }, 700],
    [{ "log.retention.ms": "-1", "log.retention.hours": "1" }, -1],
    [{ "log.retention.hours": "-1" }, -1],
    [{ "log.retention.minutes": "-5" }, -1],
    [{}, 7 * day],
  ])("retention of %j is %i ms", (broker, expected) => {
    expect(resolveTopicConfig(broker).retentionMs).toBe(expected);
  });

  test("a topic's own keys win over the broker's", () => {
    const broker = {
      "log.retention.ms": "1000",
      "min.insync.replicas": "2",
      "log.cleanup.policy": "compact",
      "log.roll.hours": "5",
    };
    const topic = {
      "retention.ms": "-1",
      "min.insync.replicas": "1",
      "cleanup.policy": "compact,delete",
      "segment.ms": "9",
    };
    expect(resolveTopicConfig(broker, topic)).toMatchObject({
      retentionMs: -1,
      minInsyncReplicas: 1,
      cleanupPolicy: ["delete", "compact"],
      segmentMs: 9,
    });
    expect(resolveTopicConfig(broker)).toMatchObject({
      retentionMs: 1000,
      minInsyncReplicas: 2,
      cleanupPolicy: ["compact"],
      segmentMs: 5 * hour,
    });
  });

  test("log.roll.ms before log.roll.hours, jitter alike", () => {
    const broker = {
      "log.roll.ms": "10",
      "log.roll.hours": "3",
      "log.roll.jitter.ms": "4",
      "log.roll.jitter.hours": "2",
    };
    expect(resolveTopicConfig(broker)).toMatchObject({ segmentMs: 10, segmentJitterMs: 4 });
    expect(resolveTopicConfig({ "log.roll.jitter.hours": "2" }).segmentJitterMs).toBe(2 * hour);
  });

  test("flush by time falls back to the scheduler's interval", () => {
    expect(resolveTopicConfig({ "log.flush.scheduler.interval.ms": "50" }).flushMs).toBe(50);
    expect(resolveTopicConfig({ "log.flush.scheduler.interval.ms": "50", "log.flush.interval.ms": "20" }).flushMs).toBe(
      20,
    );
    expect(resolveTopicConfig({}, { "flush.messages": "1" }).flushMessages).toBe(1);
  });

  test("the symmetric timestamp bound counts before 4.0 only (KIP-937)", () => {
    const broker = { "log.message.timestamp.difference.max.ms": "60000" };
    expect(resolveTopicConfig(broker, {}, "3.9.2")).toMatchObject({
      messageTimestampBeforeMaxMs: 60_000,
      messageTimestampAfterMaxMs: 60_000,
    });
    expect(
      resolveTopicConfig({ ...broker, "log.message.timestamp.after.max.ms": "5" }, {}, "3.9.2")
        .messageTimestampAfterMaxMs,
    ).toBe(5);
    expect(resolveTopicConfig(broker, {}, "4.4")).toMatchObject({
      messageTimestampBeforeMaxMs: Number.POSITIVE_INFINITY,
      messageTimestampAfterMaxMs: hour,
    });
  });

  test("an unusable value counts as not set", () => {
    expect(
      resolveTopicConfig({ "log.retention.ms": "soon" }, { "segment.bytes": "big", "cleanup.policy": "none" }),
    ).toEqual(resolveTopicConfig({}));
  });
});

describe("refusals", () => {
  test("the least compaction lag may not exceed the greatest", () => {
    const judged = judgeTopicSettings({ "log.cleaner.max.compaction.lag.ms": "10" }, { "min.compaction.lag.ms": "11" });
    expect(judged.problems).toMatchObject([
      { key: "min.compaction.lag.ms", expected: "at most max.compaction.lag.ms=10" },
    ]);
  });

  test("a topic's values are checked", () => {
    expect(
      judgeTopicSettings({}, { "retention.ms": "-2", "segment.ms": "0" }).problems.map((problem) => problem.key),
    ).toEqual(["retention.ms", "segment.ms"]);
  });
});
