import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bundledConfigurations, bundledFile } from "../../src/configuration/bundled.ts";
import { loaded } from "./files.ts";

const folders = ["apache-kafka", "apache-kafka-docker", "strimzi"];

function configurationFiles(root: string): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name !== "README.md")
      .map((name) => join(folder, name)),
  );
}

const own = bundledFile("");

/** The files that are copies, by the beginning of their SHA-256. */
const published: Readonly<Record<string, string>> = {
  "apache-kafka/consumer.properties": "aefe2613cc3d31e1",
  "apache-kafka/kraft-broker.properties": "541d39a76a377a24",
  "apache-kafka/kraft-controller.properties": "bbdfd401d1e9f52b",
  "apache-kafka/kraft-server.properties": "d4aaf94b8fa0e7bc",
  "apache-kafka/producer.properties": "d98c2eccb7d9ea6a",
  "apache-kafka/server.properties": "9d89ca338a31ab6f",
  "apache-kafka/zookeeper.properties": "044798983efe0842",
  "apache-kafka-docker/cluster-isolated-plaintext.yml": "5986ff0aff5f28ac",
  "strimzi/kafka-ephemeral.yaml": "dd12c1e217e7ff34",
  "strimzi/kafka-persistent.yaml": "3ac9448fa20cd13b",
  "strimzi/kafka-single-node.yaml": "2e7739e13dc250cc",
  "strimzi/kafka-topic.yaml": "58b929f6d1d07e20",
};

describe("real configuration files", () => {
  test.each(configurationFiles(own))("%s is understood without an unknown key, in every version", (name) => {
    for (const version of ["2.5", "2.8", "3.9", "4.4"]) {
      const configuration = loaded([join(own, name)], { version });
      expect(configuration.unknown).toEqual([]);
      expect(configuration.brokers).toBeGreaterThan(0);
      expect(configuration.topics.length).toBeGreaterThan(0);
    }
  });

  test("the copies are as their projects publish them", () => {
    const digestOf = (name: string): string =>
      createHash("sha256")
        .update(readFileSync(join(own, name)))
        .digest("hex")
        .slice(0, 16);
    expect(Object.fromEntries(Object.keys(published).map((name) => [name, digestOf(name)]))).toEqual(published);
  });
});

describe("bundled configurations", () => {
  test("load, each under its own name", () => {
    const table = bundledConfigurations().map(({ name, files }) => {
      const { brokers, topics, brokerSettings, producerSettings, unknown } = loaded(files, { name });
      expect(unknown).toEqual([]);
      const topic = topics[0];
      const minimum = brokerSettings["min.insync.replicas"] ?? "1";
      return [
        name,
        brokers,
        topic?.partitions,
        topic?.replicationFactor,
        minimum,
        producerSettings["acks"] ?? "default",
      ];
    });
    expect(table).toEqual([
      ["Kafka's KRaft quick start", 1, 2, 1, "1", "default"],
      ["Strimzi persistent", 3, 2, 3, "2", "default"],
      ["Strimzi ephemeral", 3, 2, 3, "2", "default"],
      ["Strimzi single node", 1, 2, 1, "1", "default"],
      ["first broker", 1, 3, 1, "1", "default"],
      ["Kafka's Docker cluster", 3, 2, 1, "1", "default"],
    ]);
  });

  test("the ZooKeeper-era server is judged as 3.9; as of today, its removed keys are listed", () => {
    expect(loaded([bundledFile("apache-kafka/server.properties")])).toMatchObject({ version: "3.9.2", removed: [] });
    const today = loaded([bundledFile("apache-kafka/server.properties")], { version: "4.4" });
    expect(today.removed.map(({ key, line }) => [key, line])).toEqual([
      ["zookeeper.connect", 125],
      ["zookeeper.connection.timeout.ms", 128],
    ]);
    const then = loaded([bundledFile("apache-kafka/server.properties")], { version: "2.8" });
    expect(then.removed).toEqual([]);
    expect(then.notModelled).toContain("zookeeper.connect");
    expect(then.producerSettings).toMatchObject({ acks: "1", "enable.idempotence": "false", "linger.ms": "0" });
  });

  test("a controller's file alone is judged as a broker, and said", () => {
    const configuration = loaded([bundledFile("apache-kafka/kraft-controller.properties")]);
    expect(configuration.notes[0]).toBe(
      "kraft-controller.properties: process.roles=controller, no broker; judged as a broker with these settings",
    );
  });

  test("ZooKeeper's own file is known and changes nothing", () => {
    const configuration = loaded([bundledFile("apache-kafka/zookeeper.properties")]);
    expect(configuration.notModelled).toEqual(["admin.enableServer", "clientPort", "dataDir", "maxClientCnxns"]);
    expect(configuration.brokerSettings).toEqual({});
  });

  test("ephemeral storage is said", () => {
    const notes = loaded([bundledFile("strimzi/kafka-ephemeral.yaml")]).notes;
    expect(notes).toContain(
      "my-cluster: ephemeral storage: a pod that is replaced comes back empty, which the profile disk-loss shows",
    );
  });

  test("a producer file for batching", () => {
    const configuration = loaded([
      bundledFile("strimzi/kafka-persistent.yaml"),
      bundledFile("batching-producer.properties"),
    ]);
    expect(configuration.producerSettings).toEqual({ "linger.ms": "100", "batch.size": "1000000" });
    expect(configuration.brokers).toBe(3);
  });
});
