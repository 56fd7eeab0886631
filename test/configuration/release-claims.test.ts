/** The release comes from the file where it says it; what no release had together is said. */
import { describe, expect, test } from "vitest";
import { releaseOfImage } from "../../src/configuration/release-claims.ts";
import { file, loaded } from "./files.ts";

test.each([
  ["apache/kafka:4.1.0", "4.1.0"],
  ["apache/kafka-native:4.0.1-rc1", "4.0.1"],
  ["docker.io/bitnami/kafka:3.6.1-debian-11-r0", "3.6.1"],
  ["confluentinc/cp-kafka:7.6.1", "3.6"],
  ["confluentinc/cp-server:8.0.0", "4.0"],
  ["quay.io/strimzi/kafka:0.45.0-kafka-3.9.0", "3.9.0"],
  ["wurstmeister/kafka:2.13-2.8.1", "2.8.1"],
  ["apache/kafka:latest", null],
  ["confluentinc/cp-kafka:9.9.9", null],
  ["example/kafka-ui:1.2.3", null],
])("the image %s is Kafka %s", (image, version) => {
  expect(releaseOfImage(image)?.text ?? null).toBe(version);
});

const compose = (image: string, ...more: readonly string[]): string =>
  file(
    "compose.yml",
    [
      `services:`,
      `  kafka:`,
      `    image: ${image}`,
      `    environment:`,
      `      KAFKA_BROKER_ID: 1`,
      ...more.map((line) => `      ${line}`),
    ].join("\n"),
  );

describe("the release of a file", () => {
  test("by its image, with the defaults of that release", () => {
    const configuration = loaded([compose("confluentinc/cp-kafka:5.5.1")]);
    expect(configuration).toMatchObject({ version: "2.5", producerSettings: { acks: "1" } });
    expect(configuration.notes).toContain("judged as Kafka 2.5, as the image confluentinc/cp-kafka:5.5.1 says");
  });

  test("by the protocol between brokers", () => {
    const server = file("protocol.properties", "broker.id=1\ninter.broker.protocol.version=2.7-IV2\n");
    expect(loaded([server]).version).toBe("2.7.1");
    expect(loaded([server], { version: "3.9" }).version).toBe("3.9.2");
  });

  test("ZooKeeper rules out 4.x", () => {
    const server = file("zookeeper.properties", "broker.id=1\nzookeeper.connect=z:2181\n");
    expect(loaded([server]).version).toBe("3.9.2");
    expect(loaded([compose("apache/kafka:latest", "KAFKA_ZOOKEEPER_CONNECT: z:2181")]).version).toBe("3.9.2");
    expect(loaded([server], { version: "4.1" }).notes.join("\n")).toMatch(/Kafka 4\.1\.2 does not work with ZooKeeper/);
    const strimzi =
      "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: c\nspec:\n  kafka:\n    replicas: 3\n  zookeeper:\n    replicas: 3\n";
    expect(loaded([file("strimzi.yaml", strimzi)]).version).toBe("3.9.2");
  });

  test("one that is too old is judged as the oldest, not as the newest", () => {
    const configuration = loaded([compose("apache/kafka:2.3.0")]);
    expect(configuration).toMatchObject({ version: "2.5", producerSettings: { acks: "1" } });
    expect(configuration.notes).toContain("judged as Kafka 2.5, the oldest that can be judged: 2.3.0 is older");
  });
});

describe("eligible leader replicas are a feature of the cluster: which one was assumed is said", () => {
  const server = file("factor.properties", "node.id=1\nprocess.roles=broker\ndefault.replication.factor=3\n");
  test.each([
    ["4.4", /assumed on, as in a cluster made with Kafka 4\.1 or later; one that was upgraded has them off/],
    ["4.0", /assumed off, as in Kafka 4\.0\.2/],
  ])("%s", (version, expected) => {
    expect(loaded([server], { version }).notes.join("\n")).toMatch(expected);
  });

  test("unless a setting says it, or no release has it", () => {
    const notes = (options: object) => loaded([server], options).notes.join("\n");
    expect(notes({ set: ["eligible.leader.replicas.enable=false"] })).not.toMatch(/eligible leader replicas/);
    expect(notes({ version: "3.6" })).not.toMatch(/eligible leader replicas/);
  });
});

test("drift: a key that one broker sets and another lacks, or sets otherwise", () => {
  const server = (id: number, ...lines: readonly string[]) =>
    file(`drift-${id}.properties`, [`node.id=${id}`, "process.roles=broker", ...lines].join("\n"));
  const plain = loaded([server(1, "log.roll.ms=9"), server(2)]);
  expect(plain.undecided).toEqual([]);
  expect(plain.notes.join("\n")).toMatch(
    /brokers differ in log\.roll\.ms \(9 here, not set in .*drift-2\.properties\): 9 is taken for all/,
  );
  for (const other of [server(2), server(2, "min.insync.replicas=1")]) {
    const [one] = loaded([server(1, "min.insync.replicas=2"), other]).undecided;
    expect(one).toMatchObject({ key: "min.insync.replicas", line: 3, guarantees: ["no-acked-loss", "stable-reads"] });
  }
});

test("what decides, and where it comes from", () => {
  const server = file(
    "values.properties",
    "node.id=1\nprocess.roles=broker\ndefault.replication.factor=3\nmin.insync.replicas=2\n",
  );
  const producer = file("values-producer.properties", "key.serializer=x\nacks=1\n");
  const { effective } = loaded([server, producer], { set: ["topic:unclean.leader.election.enable=true"] });
  expect(effective.producer.map(({ key, value, from }) => `${key}=${value} ${from}`)).toEqual([
    `acks=1 ${producer}:2`,
    "enable.idempotence=false acks=1",
    "max.in.flight.requests.per.connection=5 default of Kafka 4.4",
    "delivery.timeout.ms=120000 default of Kafka 4.4",
  ]);
  expect(effective.cluster[0]).toEqual({ key: "brokers", value: "3", from: "assumed from the replication factor" });
  expect(effective.topics).toEqual([
    {
      topic: "orders",
      values: [
        { key: "replication factor", value: "3", from: `${server}:3` },
        { key: "min.insync.replicas", value: "2", from: `${server}:4` },
        { key: "unclean.leader.election.enable", value: "true", from: "--set" },
      ],
    },
  ]);
});
