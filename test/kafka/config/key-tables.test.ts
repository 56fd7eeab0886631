import { describe, expect, test } from "vitest";
import type { ConfigKey } from "../../../src/kafka/config/config-key.ts";
import { checkValue } from "../../../src/kafka/config/config-value.ts";
import {
  absenceSentence,
  absentIn,
  configKinds,
  defaultOf,
  keyTables,
  validOf,
} from "../../../src/kafka/config/key-tables.ts";
import { otherFiles } from "../../../src/kafka/config/known-keys.ts";
import { brokerKeyOfTopicKey } from "../../../src/kafka/config/resolve-topic.ts";
import { isAtLeast, kafkaVersions, parseKafkaVersion } from "../../../src/kafka/config/version.ts";

function key(kind: "broker" | "topic" | "producer" | "consumer", name: string) {
  const found = keyTables[kind].get(name);
  if (found === undefined) throw new Error(`no ${kind} key ${name}`);
  return found;
}

describe("key tables", () => {
  test("hold the keys of Kafka 2.5 to 4.x", () => {
    const count = (of: (key: ConfigKey) => boolean): readonly number[] =>
      configKinds.map((kind) => [...keyTables[kind].values()].filter(of).length);
    expect(count(() => true)).toEqual([442, 41, 122, 122]);
    expect(count((one) => one.modelled)).toEqual([75, 23, 21, 24]);
    // As the ConfigDefs of the releases have them, plus what brokers hand to plug-ins and reporters.
    expect(
      Object.fromEntries(kafkaVersions.map((version) => [version, count((one) => absentIn(one, version) === null)])),
    ).toEqual({
      "2.5": [213, 26, 65, 71],
      "2.6": [216, 26, 67, 73],
      "2.7.0": [224, 26, 72, 78],
      "2.7.1": [224, 26, 72, 78],
      "2.8": [241, 26, 72, 78],
      "3.0": [241, 29, 71, 78],
      "3.1": [255, 29, 85, 92],
      "3.2": [255, 29, 85, 92],
      "3.3": [257, 29, 88, 92],
      "3.4": [262, 29, 89, 93],
      "3.5": [265, 29, 89, 93],
      "3.6": [287, 31, 89, 93],
      "3.7": [303, 31, 91, 97],
      "3.8": [318, 34, 95, 98],
      "3.9.0": [336, 36, 96, 99],
      "3.9.1": [336, 36, 96, 99],
      "3.9.2": [337, 36, 96, 99],
      "4.0.0": [315, 33, 96, 99],
      "4.0.1": [315, 33, 96, 99],
      "4.0.2": [315, 33, 96, 99],
      "4.1.0": [344, 34, 113, 116],
      "4.1.1": [344, 34, 113, 116],
      "4.1.2": [344, 34, 113, 116],
      "4.2": [348, 34, 113, 116],
      "4.3": [368, 34, 113, 116],
      "4.4": [387, 38, 120, 120],
    });
  });

  test("of Connect, MirrorMaker and Streams are known by name", () => {
    expect([otherFiles.connect.length, otherFiles.mirror.length, otherFiles.streams.length]).toEqual([72, 45, 58]);
    for (const names of [otherFiles.connect, otherFiles.mirror, otherFiles.streams])
      expect(new Set(names).size).toBe(names.length);
  });

  test.each(configKinds)("%s: every default is accepted by its own type and range, in every version", (kind) => {
    for (const row of keyTables[kind].values()) {
      for (const version of kafkaVersions) {
        const value = defaultOf(row, version);
        if (value === null || (value === "" && row.type !== "int")) continue;
        expect(checkValue(row, value, version), `${row.name} in ${version}`).toBeNull();
      }
    }
  });

  test.each(configKinds)("%s: versions of a row make sense", (kind) => {
    for (const row of keyTables[kind].values()) {
      const { since, removed } = row;
      if (since !== null && removed !== null)
        expect(
          kafkaVersions.some((version) => isAtLeast(version, since) && !isAtLeast(version, removed.version)),
          row.name,
        ).toBe(true);
      const order = row.earlier.map(
        (earlier) => kafkaVersions.filter((version) => !isAtLeast(version, earlier.before)).length,
      );
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(row.earlier.every((earlier) => earlier.source !== "")).toBe(true);
    }
  });

  test("every topic key with a counterpart at the broker names a real one", () => {
    for (const [topicKey, brokerKey] of Object.entries(brokerKeyOfTopicKey)) {
      expect(keyTables.topic.has(topicKey), topicKey).toBe(true);
      expect(keyTables.broker.has(brokerKey), brokerKey).toBe(true);
    }
  });

  test.each([
    // KIP-679, KIP-1030, KIP-735
    ["producer", "acks", { "2.5": "1", "2.8": "1", "3.0": "all", "4.4": "all" }],
    ["producer", "enable.idempotence", { "2.8": "false", "3.9": "true" }],
    ["producer", "linger.ms", { "2.5": "0", "3.9": "0", "4.0": "5", "4.4": "5" }],
    ["consumer", "session.timeout.ms", { "2.5": "10000", "2.8": "10000", "3.9": "45000" }],
    ["broker", "message.max.bytes", { "2.5": "1048588", "4.4": "1048588" }],
    ["broker", "num.recovery.threads.per.data.dir", { "3.9": "1", "4.4": "2" }],
    ["broker", "log.message.timestamp.after.max.ms", { "3.9": "9223372036854775807", "4.4": "3600000" }],
    ["broker", "group.initial.rebalance.delay.ms", { "2.5": "3000", "4.4": "3000" }],
    ["broker", "eligible.leader.replicas.enable", { "3.9": "false", "4.0": "false", "4.1": "true", "4.4": "true" }],
    ["broker", "replica.lag.time.max.ms", { "2.5": "30000", "4.4": "30000" }],
    ["broker", "producer.id.expiration.ms", { "3.3": "604800000", "3.9": "86400000" }],
  ] as const)("%s %s has the default of its version", (kind, name, expected) => {
    for (const [version, value] of Object.entries(expected)) {
      expect(defaultOf(key(kind, name), parseKafkaVersion(version) ?? "4.4"), version).toBe(value);
    }
  });

  test("a segment has at least 14 bytes up to 3.9 and 1 MiB since 4.0 (KIP-1030)", () => {
    expect(validOf(key("broker", "log.segment.bytes"), "3.9.2")).toMatchObject({ min: 14 });
    expect(validOf(key("topic", "segment.bytes"), "4.4")).toMatchObject({ min: 1048576 });
  });

  test("tells removed keys and keys that are not there yet", () => {
    expect(absentIn(key("broker", "zookeeper.connect"), "3.9.2")).toBeNull();
    expect(absentIn(key("broker", "zookeeper.connect"), "4.4")).toBe("removed");
    expect(absentIn(key("broker", "port"), "2.8")).toBeNull();
    expect(absenceSentence(key("broker", "port"), "4.4")).toBe(
      "port was removed in Kafka 3.0; its place is taken by listeners",
    );
    expect(absenceSentence(key("broker", "broker.session.timeout.ms"), "2.5")).toBe(
      "broker.session.timeout.ms is not known to Kafka 2.5: it came with 2.8",
    );
  });
});
