import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveBrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import { resolveConsumerConfig } from "../../../src/kafka/config/resolve-consumer.ts";
import { judgeProducerSettings, resolveProducerConfig } from "../../../src/kafka/config/resolve-producer.ts";
import { resolveTopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import { kafkaVersions } from "../../../src/kafka/config/version.ts";
import { settingsForToday } from "../../../src/kafka/config/version-settings.ts";

const anyVersion = fc.constantFrom(...kafkaVersions);

const producerSettings = fc.record(
  {
    acks: fc.constantFrom("0", "1", "all", "-1"),
    "enable.idempotence": fc.constantFrom("true", "false"),
    retries: fc.constantFrom("0", "3"),
    "max.in.flight.requests.per.connection": fc.constantFrom("1", "5", "6"),
    "linger.ms": fc.constantFrom("0", "100"),
    "retry.backoff.ms": fc.constantFrom("50", "3000"),
    "retry.backoff.max.ms": fc.constantFrom("100", "5000"),
    "request.timeout.ms": fc.constantFrom("1000", "130000"),
  },
  { requiredKeys: [] },
);

const brokerSettings = fc.record(
  {
    "num.recovery.threads.per.data.dir": fc.constantFrom("1", "8"),
    "eligible.leader.replicas.enable": fc.constantFrom("true", "false"),
    "log.message.timestamp.difference.max.ms": fc.constantFrom("1000", "9223372036854775807"),
    "log.message.timestamp.after.max.ms": fc.constantFrom("2000"),
    "producer.id.expiration.ms": fc.constantFrom("5000"),
    "log.retention.minutes": fc.constantFrom("3"),
  },
  { requiredKeys: [] },
);

const topicSettings = fc.record(
  {
    "message.timestamp.difference.max.ms": fc.constantFrom("700"),
    "message.timestamp.before.max.ms": fc.constantFrom("800"),
    "retention.ms": fc.constantFrom("-1", "9"),
  },
  { requiredKeys: [] },
);

describe("settings of an older release in today's terms", () => {
  test("a producer resolves to the same", () => {
    fc.assert(
      fc.property(producerSettings, anyVersion, (settings, version) => {
        const then = judgeProducerSettings(settings, { version });
        fc.pre(then.problems.length === 0);
        expect(resolveProducerConfig(settingsForToday("producer", settings, version))).toEqual(then.config);
      }),
    );
  });

  test("a producer that was accepted then is accepted today", () => {
    fc.assert(
      fc.property(producerSettings, anyVersion, (settings, version) => {
        fc.pre(judgeProducerSettings(settings, { version }).problems.length === 0);
        expect(judgeProducerSettings(settingsForToday("producer", settings, version)).problems).toEqual([]);
      }),
    );
  });

  test("brokers and topics resolve to the same", () => {
    fc.assert(
      fc.property(brokerSettings, topicSettings, anyVersion, (broker, topic, version) => {
        const brokerToday = settingsForToday("broker", broker, version);
        expect(resolveBrokerConfig(brokerToday)).toEqual(resolveBrokerConfig(broker, version));
        const topicToday = settingsForToday("topic", topic, version);
        expect(resolveTopicConfig(brokerToday, topicToday)).toEqual(resolveTopicConfig(broker, topic, version));
      }),
    );
  });

  test("a consumer resolves to the same", () => {
    const settings = { "retry.backoff.ms": "2500", "auto.offset.reset": "earliest" };
    for (const version of kafkaVersions) {
      expect(resolveConsumerConfig(settingsForToday("consumer", settings, version))).toEqual(
        resolveConsumerConfig(settings, version),
      );
    }
  });

  test("says nothing for today's", () => {
    expect(settingsForToday("producer", { acks: "1" }, "4.4")).toEqual({ acks: "1" });
    expect(settingsForToday("broker", {}, "4.1.2")).toEqual({});
  });

  test("a 2.5 producer without acks", () => {
    expect(settingsForToday("producer", {}, "2.5")).toEqual({
      acks: "1",
      "enable.idempotence": "false",
      "linger.ms": "0",
      "metadata.recovery.rebootstrap.trigger.ms": "9223372036854775807",
      "metadata.recovery.strategy": "none",
      "partitioner.adaptive.partitioning.enable": "false",
      "retry.backoff.max.ms": "100",
    });
  });
});
