import { describe, expect, test } from "vitest";
import { classify } from "../../src/configuration/classify.ts";
import { settingsSchema } from "../../src/scenario/settings-schema.ts";

describe("files told apart by their keys", () => {
  test.each([
    [["broker.id"], "server"],
    [["log.retention.hours", "num.partitions"], "server"],
    [["retention.ms"], "topic"],
    [["cleanup.policy", "min.insync.replicas"], "topic"],
    [["acks", "bootstrap.servers"], "producer"],
    [["key.serializer"], "producer"],
    [["bootstrap.servers", "compression.type"], "producer"],
    [["bootstrap.servers", "group.id"], "consumer"],
    [["tickTime", "dataDir"], "zookeeper"],
    [["bootstrap.servers", "key.converter", "group.id"], "connect"],
    [["application.id", "bootstrap.servers"], "streams"],
    [["listeners"], "server"],
    [["nothing.of.kafka"], "unknown"],
    [["bootstrap.servers"], { doubt: ["producer", "consumer"] }],
    [["min.insync.replicas"], { doubt: ["server", "topic"] }],
    [["acks", "group.id"], { doubt: ["producer", "consumer"] }],
  ] as const)("%j", (keys, expected) => {
    expect(classify(keys)).toEqual(expected);
  });
});

describe("settings in a scenario file", () => {
  test.each([
    [{ acks: "1", "linger.ms": "0" }, null],
    [{ acks: "2" }, "acks=2 is not accepted: Kafka expects one of all, -1, 0, 1"],
    [{ ackz: "1" }, "unknown producer key ackz: did you mean acks?"],
    [{ "client.id": "x" }, "the producer key client.id is not modelled"],
    [{ "min.insync.replicas": "2" }, "unknown producer key min.insync.replicas: min.insync.replicas is a broker key"],
  ])("%j", (settings, message) => {
    const result = settingsSchema("producer").safeParse(settings);
    expect(result.success ? null : result.error.issues[0]?.message).toBe(message);
  });

  test("may go below Kafka's minima", () => {
    expect(settingsSchema("topic").safeParse({ "segment.bytes": "300" }).success).toBe(true);
  });
});
