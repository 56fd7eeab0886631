import { describe, expect, test } from "vitest";
import { keyTables } from "../../../src/kafka/config/key-tables.ts";
import { nearestName, suggestionWords, suggestKey } from "../../../src/kafka/config/suggest-key.ts";

describe("names people really write", () => {
  test.each([
    ["broker", "log.segment.ms", "log.roll.ms"],
    ["broker", "log.segments.ms", "log.roll.ms"],
    ["broker", "rack.name", "broker.rack"],
    ["broker", "min.sync.replica", "min.insync.replicas"],
    ["broker", "replica.factor", "default.replication.factor"],
    ["broker", "replication.factor", "default.replication.factor"],
    ["broker", "offset.topic.num.partitions", "offsets.topic.num.partitions"],
    ["broker", "replica.lag.max.messages", "replica.lag.time.max.ms"],
    ["broker", "retention.ms", "log.retention.ms"],
    ["broker", "max.message.bytes", "message.max.bytes"],
    ["broker", "cleanup.policy", "log.cleanup.policy"],
    ["topic", "log.retention.hours", "retention.ms"],
    ["topic", "log.segment.bytes", "segment.bytes"],
    ["topic", "message.max.bytes", "max.message.bytes"],
    ["producer", "max.in.flight.requests.per.count", "max.in.flight.requests.per.connection"],
    ["producer", "request.required.acks", "acks"],
    ["producer", "message.timeout.ms", "delivery.timeout.ms"],
    ["consumer", "heatbeat.integer.ms", "heartbeat.interval.ms"],
    ["consumer", "auto.commit.enable", "enable.auto.commit"],
  ] as const)("%s: %s means %s", (kind, name, expected) => {
    const suggestion = suggestKey(kind, name);
    expect(suggestion).toEqual({ key: expected, kind, reason: "synonym" });
    expect(keyTables[kind].has(expected)).toBe(true);
  });

  test("spelling comes second", () => {
    expect(suggestKey("broker", "min.insinc.replicas")).toEqual({
      key: "min.insync.replicas",
      kind: "broker",
      reason: "spelling",
    });
    expect(suggestKey("producer", "enable.idempotance")?.key).toBe("enable.idempotence");
    expect(suggestKey("broker", "unclean.leader.election.enabled")?.key).toBe("unclean.leader.election.enable");
  });

  test("a key of another kind of file is named as such", () => {
    const suggestion = suggestKey("broker", "acks");
    expect(suggestion).toEqual({ key: "acks", kind: "producer", reason: "other-kind" });
    expect(suggestion === null ? "" : suggestionWords(suggestion, "broker")).toBe("acks is a producer key");
  });

  test("nothing near: no guess", () => {
    expect(suggestKey("broker", "my.company.setting")).toBeNull();
  });
});

describe("edit distance", () => {
  test("the nearest of equals is the first", () => {
    expect(nearestName("ab", ["ax", "ay"])).toBe("ax");
    expect(nearestName("abcdefgh", ["zzzzzzzz"])).toBeNull();
  });
});
