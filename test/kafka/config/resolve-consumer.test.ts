import { describe, expect, test } from "vitest";
import type { ConsumerConfig } from "../../../src/client/consumer-config.ts";
import { judgeConsumerSettings, resolveConsumerConfig } from "../../../src/kafka/config/resolve-consumer.ts";

describe("consumer settings", () => {
  test("defaults of 4.x", () => {
    const config: ConsumerConfig = resolveConsumerConfig({});
    expect(config).toEqual({
      autoOffsetReset: "latest",
      group: null,
      isolationLevel: "read_uncommitted",
      fetchMinBytes: 1,
      fetchMaxBytes: 52428800,
      fetchMaxWaitMs: 500,
      maxPartitionFetchBytes: 1048576,
      maxPollRecords: 500,
      requestTimeoutMs: 30_000,
      retryBackoffMs: 100,
      retryBackoffMaxMs: 1000,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
      metadataMaxAgeMs: 300_000,
      metadataRecoveryStrategy: "rebootstrap",
      metadataRecoveryRebootstrapTriggerMs: 300_000,
      clientRack: "",
    });
  });

  test("isolation.level is that of the reader", () => {
    expect(resolveConsumerConfig({ "isolation.level": "read_committed" }).isolationLevel).toBe("read_committed");
  });

  test.each([
    ["PT1H", 3_600_000],
    ["P1DT2H3M4.5S", 93_784_500],
    ["pt0.25s", 250],
  ])("by_duration:%s resets to records of that age (KIP-1106)", (duration, agoMs) => {
    const { config, problems } = judgeConsumerSettings({ "auto.offset.reset": `by_duration:${duration}` });
    expect([config.autoOffsetReset, problems]).toEqual([{ agoMs }, []]);
  });

  test.each(["", "1h", "P", "PT", "PT-1H", "P1M"])("by_duration:%s is no duration that Kafka takes", (duration) => {
    const { config, problems } = judgeConsumerSettings({ "auto.offset.reset": `by_duration:${duration}` });
    expect(config.autoOffsetReset).toBe("latest");
    expect(problems.map(({ key }) => key)).toEqual(["auto.offset.reset"]);
  });

  test.each([
    [{ "session.timeout.ms": "10000", "heartbeat.interval.ms": "10000" }, ["heartbeat.interval.ms"]],
    [{ "session.timeout.ms": "2000" }, ["heartbeat.interval.ms"]],
    [{ "enable.auto.commit": "true" }, ["enable.auto.commit"]],
    [{ "enable.auto.commit": "true", "group.id": "g" }, []],
    [{ "group.protocol": "consumer", "session.timeout.ms": "10000" }, ["session.timeout.ms"]],
    [{ "max.poll.records": "0" }, ["max.poll.records"]],
    [{ "isolation.level": "serializable" }, ["isolation.level"]],
  ])("refusals of %j", (settings, keys) => {
    expect(judgeConsumerSettings(settings).problems.map((problem) => problem.key)).toEqual(keys);
  });
});
