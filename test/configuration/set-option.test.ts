import { describe, expect, test } from "vitest";
import { bundledFile } from "../../src/configuration/bundled.ts";
import { loaded, refused } from "./files.ts";

const strimzi = bundledFile("strimzi/kafka-persistent.yaml");
const topic = bundledFile("strimzi/kafka-topic.yaml");

describe("--set", () => {
  test("goes where the key belongs", () => {
    const set = ["acks=1", "retention.ms=5", "replica.lag.time.max.ms=9000", "max.poll.records=3"];
    const configuration = loaded([strimzi], { set });
    expect(configuration.producerSettings).toEqual({ acks: "1" });
    expect(configuration.topicSettings).toEqual({ "retention.ms": "5" });
    expect(configuration.brokerSettings["replica.lag.time.max.ms"]).toBe("9000");
    expect(configuration.consumerSettings).toEqual({ "max.poll.records": "3" });
  });

  test("a key of topics and brokers is set for both, so that it takes effect in every topic", () => {
    const configuration = loaded([strimzi, topic], {
      set: ["min.insync.replicas=1", "unclean.leader.election.enable=true"],
    });
    expect(configuration.brokerSettings).toMatchObject({
      "min.insync.replicas": "1",
      "unclean.leader.election.enable": "true",
    });
    expect(configuration.topics[0]?.settings).toMatchObject({
      "min.insync.replicas": "1",
      "unclean.leader.election.enable": "true",
    });
  });

  test("an ambiguous key belongs to the producer, and it is said", () => {
    const configuration = loaded([strimzi], { set: ["compression.type=lz4"] });
    expect(configuration.producerSettings).toEqual({ "compression.type": "lz4" });
    expect(configuration.notes).toContain(
      "--set compression.type is taken as a producer key; write topic:compression.type=… or broker:compression.type=… for the other",
    );
  });

  test("a prefix settles it", () => {
    const set = ["topic:compression.type=zstd", "consumer:request.timeout.ms=1000", "server:compression.type=gzip"];
    const configuration = loaded([strimzi], { set });
    expect(configuration.topicSettings).toEqual({ "compression.type": "zstd" });
    expect(configuration.consumerSettings).toEqual({ "request.timeout.ms": "1000" });
    expect(configuration.brokerSettings["compression.type"]).toBe("gzip");
    expect(configuration.producerSettings).toEqual({});
  });

  test("wins over files, and the last one over earlier ones", () => {
    const set = ["default.replication.factor=1", "default.replication.factor=2"];
    expect(loaded([strimzi], { set }).topics[0]?.replicationFactor).toBe(2);
  });

  test.each([
    ["acks", "--set: acks is no setting: expected key=value"],
    ["ackz=1", "--set: unknown key ackz: did you mean acks?"],
    ["rack.name=a", "--set: unknown key rack.name: did you mean broker.rack?"],
    [
      "zookeeper.connect=a:1",
      "--set: zookeeper.connect was removed in Kafka 4.0; its place is taken by controller.quorum.bootstrap.servers",
    ],
    ["acks=2", "--set: acks=2 is not accepted: Kafka expects one of all, -1, 0, 1"],
    ["enable.idempotence=maybe", "--set: enable.idempotence=maybe is not accepted: Kafka expects true or false"],
    [
      "default.replication.factor=4",
      "--set: default.replication.factor=4 with 3 broker(s): Kafka refuses such topics (INVALID_REPLICATION_FACTOR)",
    ],
    [
      "my.very.own.setting=1",
      "--set: unknown key my.very.own.setting: no key of brokers, topics, producers or consumers",
    ],
  ])("%s is refused", (set, sentence) => {
    expect(refused([strimzi], { set: [set] }).sentence).toBe(sentence);
  });
});
