import { describe, expect, test } from "vitest";
import type { ProducerConfig } from "../../../src/client/producer-config.ts";
import { judgeProducerSettings, resolveProducerConfig } from "../../../src/kafka/config/resolve-producer.ts";
import type { KafkaVersion } from "../../../src/kafka/config/version.ts";

const inFlight = "max.in.flight.requests.per.connection";

function judged(settings: Record<string, string>, version: KafkaVersion = "4.4") {
  const { config, problems, notes } = judgeProducerSettings(settings, { version });
  return {
    acks: config.acks,
    idempotent: config.enableIdempotence,
    refused: problems.map((problem) => problem.key),
    notes: notes.length,
  };
}

describe("producer settings", () => {
  test("defaults of 4.x", () => {
    const config: ProducerConfig = resolveProducerConfig({});
    expect(config).toEqual({
      acks: -1,
      enableIdempotence: true,
      retries: 2147483647,
      maxInFlightRequestsPerConnection: 5,
      batchSize: 16384,
      lingerMs: 5,
      bufferMemory: 33554432,
      maxBlockMs: 60_000,
      maxRequestSize: 1048576,
      deliveryTimeoutMs: 120_000,
      requestTimeoutMs: 30_000,
      retryBackoffMs: 100,
      retryBackoffMaxMs: 1000,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1000,
      metadataMaxAgeMs: 300_000,
      metadataRecoveryStrategy: "rebootstrap",
      metadataRecoveryRebootstrapTriggerMs: 300_000,
      compressionType: "none",
      partitionerIgnoreKeys: false,
      partitionerAdaptivePartitioningEnable: true,
    });
  });

  test("a 2.5 producer without a word is acks=1, not idempotent, without linger and with constant back-off (a1)", () => {
    expect(resolveProducerConfig({}, "2.5")).toMatchObject({
      acks: 1,
      enableIdempotence: false,
      lingerMs: 0,
      retryBackoffMaxMs: 100,
    });
    expect(resolveProducerConfig({}, "3.9.2")).toMatchObject({
      acks: -1,
      enableIdempotence: true,
      lingerMs: 0,
      retryBackoffMaxMs: 1000,
    });
  });
});

test("a client starts over without known brokers from 4.0 on, in 3.8 and 3.9 if told to (KIP-899, KIP-1102)", () => {
  const strategyOf = (version: KafkaVersion, text?: string) => {
    const settings: Record<string, string> = text === undefined ? {} : { "metadata.recovery.strategy": text };
    const { metadataRecoveryStrategy, metadataRecoveryRebootstrapTriggerMs } = resolveProducerConfig(settings, version);
    return [metadataRecoveryStrategy, metadataRecoveryRebootstrapTriggerMs];
  };
  expect(strategyOf("4.0.2")).toEqual(["rebootstrap", 300_000]);
  expect(strategyOf("4.4", "NONE")).toEqual(["none", 300_000]);
  expect(strategyOf("3.9.2")).toEqual(["none", Number.POSITIVE_INFINITY]);
  expect(strategyOf("3.9.2", "rebootstrap")).toEqual(["rebootstrap", Number.POSITIVE_INFINITY]);
  expect(strategyOf("3.7", "rebootstrap")).toEqual(["none", Number.POSITIVE_INFINITY]);
});

describe("idempotence conflicts", () => {
  test.each<[Record<string, string>, KafkaVersion, ReturnType<typeof judged>]>([
    // explicit: refused
    [{ "enable.idempotence": "true", acks: "1" }, "4.4", { acks: 1, idempotent: true, refused: ["acks"], notes: 0 }],
    [{ "enable.idempotence": "true", acks: "0" }, "2.5", { acks: 0, idempotent: true, refused: ["acks"], notes: 0 }],
    [
      { "enable.idempotence": "true", retries: "0" },
      "3.9.2",
      { acks: -1, idempotent: true, refused: ["retries"], notes: 0 },
    ],
    [
      { "enable.idempotence": "true", [inFlight]: "6" },
      "3.9.2",
      { acks: -1, idempotent: true, refused: [inFlight], notes: 0 },
    ],
    // implied: switched off and said
    [{ acks: "1" }, "4.4", { acks: 1, idempotent: false, refused: [], notes: 1 }],
    [{ acks: "0" }, "3.9.2", { acks: 0, idempotent: false, refused: [], notes: 1 }],
    [{ retries: "0" }, "4.4", { acks: -1, idempotent: false, refused: [], notes: 1 }],
    [{ acks: "1", retries: "0" }, "4.4", { acks: 1, idempotent: false, refused: [], notes: 2 }],
    // above five in flight: 3.x switches off, 4.x refuses, also when acks=1 would have switched off
    [{ [inFlight]: "6" }, "3.9.2", { acks: -1, idempotent: false, refused: [], notes: 1 }],
    [{ [inFlight]: "6" }, "4.0.2", { acks: -1, idempotent: false, refused: [inFlight], notes: 0 }],
    [{ [inFlight]: "6", acks: "1" }, "4.4", { acks: 1, idempotent: false, refused: [inFlight], notes: 1 }],
    [{ [inFlight]: "6", "enable.idempotence": "false" }, "4.4", { acks: -1, idempotent: false, refused: [], notes: 0 }],
    // before 3.0 idempotence raises an acks that is not set
    [{ "enable.idempotence": "true" }, "2.5", { acks: -1, idempotent: true, refused: [], notes: 1 }],
    [{ [inFlight]: "6" }, "2.8", { acks: 1, idempotent: false, refused: [], notes: 1 }],
    // transactions need idempotence
    [
      { "transactional.id": "t", "enable.idempotence": "false" },
      "4.4",
      { acks: -1, idempotent: false, refused: ["enable.idempotence"], notes: 0 },
    ],
    [{ "transactional.id": "t", acks: "1" }, "4.4", { acks: 1, idempotent: true, refused: ["acks"], notes: 0 }],
    [{ acks: "-1" }, "4.4", { acks: -1, idempotent: true, refused: [], notes: 0 }],
  ])("%j under %s", (settings, version, expected) => {
    expect(judged(settings, version)).toEqual(expected);
  });

  test("the note says which setting did it", () => {
    expect(judgeProducerSettings({ acks: "1" }).notes).toEqual(["idempotence is switched off because acks=1"]);
  });
});

describe("delivery.timeout.ms", () => {
  test("an explicit value below linger + request timeout is refused", () => {
    const { problems } = judgeProducerSettings({ "delivery.timeout.ms": "30000", "linger.ms": "100" });
    expect(problems).toMatchObject([
      { key: "delivery.timeout.ms", expected: "at least linger.ms + request.timeout.ms = 30100" },
    ]);
  });

  test("the default is raised with a note", () => {
    const { config, problems, notes } = judgeProducerSettings({ "request.timeout.ms": "200000" });
    expect(problems).toEqual([]);
    expect(config.deliveryTimeoutMs).toBe(200_005);
    expect(notes).toEqual(["delivery.timeout.ms is raised from 120000 to 200005: linger.ms + request.timeout.ms"]);
  });

  test("equality is enough", () => {
    expect(judgeProducerSettings({ "delivery.timeout.ms": "30005" }).problems).toEqual([]);
  });
});

describe("back-off", () => {
  test("is cut to its bound, and a reconnect back-off alone is its own bound", () => {
    const { config, notes } = judgeProducerSettings({ "retry.backoff.ms": "5000", "reconnect.backoff.ms": "70" });
    expect(config).toMatchObject({
      retryBackoffMs: 1000,
      retryBackoffMaxMs: 1000,
      reconnectBackoffMs: 70,
      reconnectBackoffMaxMs: 70,
    });
    expect(notes).toHaveLength(2);
  });
});
