import { describe, expect, test } from "vitest";
import { bundledFile } from "../../src/configuration/bundled.ts";
import { file, loaded, refused } from "./files.ts";

function compose(...services: readonly string[]): string {
  return file("compose.yaml", `services:\n${services.join("")}`);
}

function service(name: string, ...variables: readonly string[]): string {
  return `  ${name}:\n    image: apache/kafka:4.1.0\n    environment:\n${variables.map((line) => `      ${line}\n`).join("")}`;
}

describe("compose files", () => {
  test("Kafka's own: controllers are skipped, brokers counted", () => {
    const configuration = loaded([bundledFile("apache-kafka-docker/cluster-isolated-plaintext.yml")]);
    expect(configuration.brokers).toBe(3);
    expect(configuration.notes).toContain(
      "3 node(s) with process.roles=controller only: the trial has one controller of its own",
    );
    expect(configuration.notes).toContain("brokers 4, 5, 6 are b1 … b3 here");
  });

  test("variables are keys", () => {
    const path = compose(
      service(
        "a",
        "KAFKA_NODE_ID: 1",
        "KAFKA_LOG_RETENTION_HOURS: 5",
        "KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE: 'true'",
        "KAFKA_BROKER_RACK: x",
        "KAFKA_LOG_DIRS: /a,/b",
      ),
    );
    expect(loaded([path])).toMatchObject({
      brokers: 1,
      racks: ["x"],
      disksPerBroker: 2,
      brokerSettings: { "log.retention.hours": "5", "unclean.leader.election.enable": "true" },
      unknown: [],
    });
  });

  test("lists, Bitnami's prefix, defaults of variables and YAML anchors", () => {
    const path = file(
      "more.yaml",
      `x-common: &common
  KAFKA_CFG_MIN_INSYNC_REPLICAS: \${MIN:-2}
services:
  a:
    image: bitnami/kafka
    environment:
      <<: *common
      KAFKA_CFG_NODE_ID: 1
      KAFKA_HEAP_OPTS: -Xmx1g
      KAFKA_CFG_ZOOKEEPER_CLIENTCNXNSOCKET: x
  b:
    image: bitnami/kafka
    environment:
      - KAFKA_CFG_NODE_ID=2
      - KAFKA_CFG_MIN_INSYNC_REPLICAS=2
  ui:
    image: provectuslabs/kafka-ui
    environment:
      KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: a:9092
`,
    );
    const configuration = loaded([path]);
    expect(configuration).toMatchObject({ brokers: 2, brokerSettings: { "min.insync.replicas": "2" }, unknown: [] });
    expect(configuration.removed.map(({ key }) => key)).toEqual(["zookeeper.clientCnxnSocket"]);
  });

  test("an image of Kafka without variables is a broker with defaults", () => {
    expect(loaded([file("plain.yaml", "services:\n  k:\n    image: apache/kafka:latest\n")]).brokers).toBe(1);
  });

  test("ids are distinct, copies fit", () => {
    const twice = compose(service("a", "KAFKA_BROKER_ID: 1"), service("b", "KAFKA_BROKER_ID: 1"));
    expect(refused([twice]).sentence).toBe(
      "compose.yaml:9: broker.id=1 is already the id of a: Kafka refuses it (DUPLICATE_BROKER_REGISTRATION)",
    );
    const wide = compose(service("a", "KAFKA_NODE_ID: 1", "KAFKA_DEFAULT_REPLICATION_FACTOR: 3"));
    expect(refused([wide]).sentence).toBe(
      "compose.yaml:6: default.replication.factor=3 with 1 broker(s): Kafka refuses such topics (INVALID_REPLICATION_FACTOR)",
    );
  });

  test("an unknown variable is answered", () => {
    const path = compose(service("a", "KAFKA_NODE_ID: 1", "KAFKA_LOG_SEGMENT_MS: 5"));
    expect(loaded([path]).unknown).toMatchObject([{ key: "log.segment.ms", line: 6, suggestion: "log.roll.ms" }]);
  });
});
