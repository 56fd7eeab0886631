/** What people have beside server files, Strimzi and compose: each read as its documentation describes it, or refused by name. */
import { describe, expect, test } from "vitest";
import { file, folder, loaded, refused } from "../files.ts";

const lines = (name: string, ...texts: readonly string[]): string => file(name, `${texts.join("\n")}\n`);
const decides = (path: string, options = {}) => {
  const { brokers, version, topics, effective } = loaded([path], options);
  const values = effective.topics.map(({ topic, values: of }) => [topic, ...of.slice(0, 3).map(({ value }) => value)]);
  return { brokers, version, values, partitions: topics.map((topic) => topic.partitions) };
};

const described = lines(
  "topics.txt",
  "Topic: orders\tTopicId: kQ\tPartitionCount: 2\tReplicationFactor: 3\tConfigs: min.insync.replicas=2,cleanup.policy=compact,delete",
  "\tTopic: orders\tPartition: 0\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,2,3\tElr: \tLastKnownElr: ",
  "\tTopic: orders\tPartition: 1\tLeader: 5\tReplicas: 5,4,3\tIsr: 5,4",
  "Topic: audit\tTopicId: kR\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: unclean.leader.election.enable=true",
  "\tTopic: audit\tPartition: 0\tLeader: none\tReplicas: 2\tIsr: 2",
  "Topic: __consumer_offsets\tPartitionCount: 50\tReplicationFactor: 1\tConfigs: ",
);

describe("kafka-topics --describe", () => {
  test("every topic with its copies and its own settings, and as many brokers as hold replicas", () => {
    expect(decides(described)).toMatchObject({
      brokers: 5,
      values: [
        ["orders", "3", "2", "false"],
        ["audit", "1", "1", "true"],
      ],
      partitions: [2, 1],
    });
  });

  test("what is out of sync, and what it does not tell, is said", () => {
    expect(loaded([described]).notes).toEqual(
      expect.arrayContaining([
        `${described}: the ISR of orders-1 is 5,4 of 5,4,3 at this time; judged from a full one`,
        `${described}: audit-0 has no leader at this time`,
        expect.stringMatching(/settings of brokers are not in what kafka-topics prints/),
      ]),
    );
  });
});

describe("kafka-configs --describe", () => {
  const configs = lines(
    "configs.txt",
    "All configs for broker 4 are:",
    "  min.insync.replicas=2 sensitive=false synonyms={STATIC_BROKER_CONFIG:min.insync.replicas=2, DEFAULT_CONFIG:min.insync.replicas=1}",
    "  log.roll.ms=null sensitive=false synonyms={}",
    "  log.retention.hours=168 sensitive=false synonyms={DEFAULT_CONFIG:log.retention.hours=168}",
    "  default.replication.factor=3 sensitive=false synonyms={DYNAMIC_DEFAULT_BROKER_CONFIG:default.replication.factor=3, DEFAULT_CONFIG:default.replication.factor=1}",
    "Dynamic configs for topic orders are:",
    "  min.insync.replicas=1 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:min.insync.replicas=1, STATIC_BROKER_CONFIG:min.insync.replicas=2}",
    "Default configs for brokers in the cluster are:",
    "  unclean.leader.election.enable=true sensitive=false synonyms={DYNAMIC_DEFAULT_BROKER_CONFIG:unclean.leader.election.enable=true}",
  );

  test("what brokers and topics set; cluster-wide settings hold for every broker; defaults are no settings", () => {
    expect(decides(configs)).toMatchObject({ values: [["orders", "3", "1", "true"]] });
    expect(loaded([configs]).brokerSettings).toEqual({
      "min.insync.replicas": "2",
      "default.replication.factor": "3",
      "unclean.leader.election.enable": "true",
    });
  });

  test("with the topics of the same cluster: one topic, what the later file says wins", () => {
    const { topics, brokers } = loaded([described, configs]);
    expect(brokers).toBe(5);
    expect(topics.map(({ name, settings }) => [name, settings["min.insync.replicas"]])).toEqual([
      ["orders", "1"],
      ["audit", undefined],
    ]);
  });
});

test("a ConfigMap with server.properties inside, with the line of the file", () => {
  const path = lines(
    "map.yaml",
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata:",
    "  name: kafka",
    "data:",
    "  log4j.properties: |",
    "    log4j.rootLogger=INFO",
    "  server.properties: |",
    "    broker.id=1",
    "    min.in.sync.replicas=2",
    "    default.replication.factor=3",
  );
  expect(decides(path).values).toEqual([["orders", "3", "1", "false"]]);
  expect(loaded([path]).undecided).toMatchObject([{ key: "min.in.sync.replicas", line: 10 }]);
});

test("Confluent for Kubernetes", () => {
  const path = lines(
    "cfk.yaml",
    "apiVersion: platform.confluent.io/v1beta1",
    "kind: Kafka",
    "metadata:",
    "  name: kafka",
    "spec:",
    "  replicas: 4",
    "  image:",
    "    application: confluentinc/cp-server:7.6.0",
    "  configOverrides:",
    "    server:",
    "      - min.insync.replicas=2",
    "      - default.replication.factor=3",
    "---",
    "apiVersion: platform.confluent.io/v1beta1",
    "kind: KafkaTopic",
    "metadata:",
    "  name: pay",
    "spec:",
    "  replicas: 2",
    "  partitionCount: 5",
    "  configs:",
    "    unclean.leader.election.enable: 'true'",
  );
  expect(decides(path)).toEqual({ brokers: 4, version: "3.6", values: [["pay", "2", "2", "true"]], partitions: [5] });
});

describe("values of Helm charts", () => {
  test("Bitnami's, old and new", () => {
    const old = lines(
      "old.yaml",
      "replicaCount: 3",
      "image:",
      "  tag: 2.8.1-debian-10",
      "defaultReplicationFactor: 2",
      "extraConfig: |",
      "  min.insync.replicas=2",
    );
    expect(decides(old)).toMatchObject({ brokers: 3, version: "2.8", values: [["orders", "2", "2", "false"]] });
    const fresh = lines(
      "new.yaml",
      "controller:",
      "  replicaCount: 3",
      "broker:",
      "  replicaCount: 2",
      "overrideConfiguration:",
      "  default.replication.factor: 3",
      "  unclean.leader.election.enable: true",
    );
    expect(decides(fresh)).toMatchObject({ brokers: 5, values: [["orders", "3", "1", "true"]] });
  });

  test("Confluent's", () => {
    const path = lines(
      "cp.yaml",
      "cp-kafka:",
      "  brokers: 3",
      "  imageTag: 6.1.0",
      "  configurationOverrides:",
      '    "default.replication.factor": "3"',
      "    min.insync.replicas: 2",
    );
    expect(decides(path)).toMatchObject({ brokers: 3, version: "2.7.1", values: [["orders", "3", "2", "false"]] });
  });
});

test("Terraform of MSK, with its defaults, which allow an unclean election", () => {
  const msk = (...properties: readonly string[]) =>
    lines(
      `msk-${properties.length}.tf`,
      'resource "aws_msk_cluster" "c" {',
      '  kafka_version = "3.6.0"',
      "  number_of_broker_nodes = 6",
      "}",
      'resource "aws_msk_configuration" "c" {',
      "  server_properties = <<PROPERTIES",
      ...properties,
      "PROPERTIES",
      "}",
    );
  expect(decides(msk("num.partitions=3"))).toMatchObject({
    brokers: 6,
    version: "3.6",
    values: [["orders", "3", "2", "true"]],
  });
  const safe = msk("num.partitions=3", "unclean.leader.election.enable=false");
  expect(decides(safe).values).toEqual([["orders", "3", "2", "false"]]);
  expect(loaded([safe]).effective.topics[0]?.values[2]?.from).toBe(`${safe}:8`);
});

describe("compose with files beside it", () => {
  const compose = (...more: readonly string[]) =>
    lines("mounted.yml", "services:", "  kafka:", "    image: apache/kafka:4.1.0", ...more);

  test("mounted properties and env_file are read, variables of the service win", () => {
    lines("own.properties", "default.replication.factor=1", "min.insync.replicas=1");
    lines("kafka.env", "KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE=true", "KAFKA_NUM_PARTITIONS=2");
    const path = compose(
      "    volumes:",
      "      - ./own.properties:/mnt/shared/config/server.properties:ro",
      "    env_file: kafka.env",
      "    environment:",
      "      KAFKA_NUM_PARTITIONS: 3",
    );
    expect(decides(path)).toMatchObject({ values: [["orders", "1", "1", "true"]], partitions: [3] });
    expect(loaded([path]).undecided).toEqual([]);
  });

  test("one that is not there may set anything", () => {
    const [one] = loaded([
      compose("    volumes:", "      - ./gone.properties:/opt/kafka/config/server.properties"),
    ]).undecided;
    expect(one).toMatchObject({
      key: "./gone.properties",
      line: 4,
      guarantees: expect.arrayContaining(["no-acked-loss", "progress"]),
    });
  });
});

test.each([
  ["its own file", lines("redpanda.yaml", "redpanda:", "  seed_servers: []")],
  [
    "a compose file",
    lines("panda.yml", "services:", "  panda:", "    image: docker.redpanda.com/redpandadata/redpanda:v24.1.1"),
  ],
  ["its operator", lines("operator.yaml", "apiVersion: cluster.redpanda.com/v1alpha2", "kind: Redpanda")],
])("Redpanda is refused by name: %s", (_name, path) => {
  expect(refused([path]).sentence).toMatch(/this is Redpanda, which replicates by Raft/);
});

test("several files together: one row for each topic and client", () => {
  const server = lines("server.properties", "node.id=1", "process.roles=broker", "default.replication.factor=3");
  const producer = lines("orders-producer.properties", "key.serializer=x");
  expect(loaded([server, described, producer], { brokers: 5 }).topics.map(({ name }) => name)).toEqual([
    "orders",
    "audit",
  ]);
  expect(folder.length).toBeGreaterThan(0);
});
