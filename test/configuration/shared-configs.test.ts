import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bundledConfigurations, bundledFile } from "../../src/configuration/bundled.ts";
import { loaded } from "./files.ts";

const shared = fileURLToPath(new URL("../../../shared/configs", import.meta.url));
const folders = ["apache-kafka", "apache-kafka-docker", "strimzi"];

function configurationFiles(root: string): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name !== "README.md")
      .map((name) => join(folder, name)),
  );
}

const own = bundledFile("");

describe("real configuration files", () => {
  it.each(configurationFiles(own))("%s is understood without an unknown key, in every version", (name) => {
    for (const version of ["2.5", "2.8", "3.9", "4.x"]) {
      const configuration = loaded([join(own, name)], { version });
      expect(configuration.unknown).toEqual([]);
      expect(configuration.brokers).toBeGreaterThan(0);
      expect(configuration.topics.length).toBeGreaterThan(0);
    }
  });

  const originals = existsSync(shared);
  it.skipIf(!originals)("the copies are those of ../shared/configs (skipped where that folder is absent)", () => {
    for (const name of configurationFiles(shared)) {
      expect(readFileSync(join(own, name)).equals(readFileSync(join(shared, name))), name).toBe(true);
      expect(loaded([join(shared, name)]).unknown, name).toEqual([]);
    }
  });
});

describe("bundled configurations", () => {
  it("load, each under its own name", () => {
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

  it("the ZooKeeper-era server is judged, its removed keys are listed", () => {
    const today = loaded([bundledFile("apache-kafka/server.properties")]);
    expect(today.removed.map(({ key, line }) => [key, line])).toEqual([
      ["zookeeper.connect", 125],
      ["zookeeper.connection.timeout.ms", 128],
    ]);
    const then = loaded([bundledFile("apache-kafka/server.properties")], { version: "2.8" });
    expect(then.removed).toEqual([]);
    expect(then.notModelled).toContain("zookeeper.connect");
    expect(then.producerSettings).toMatchObject({ acks: "1", "enable.idempotence": "false", "linger.ms": "0" });
  });

  it("a controller's file alone is judged as a broker, and said", () => {
    const configuration = loaded([bundledFile("apache-kafka/kraft-controller.properties")]);
    expect(configuration.notes[0]).toBe(
      "kraft-controller.properties: process.roles=controller, no broker; judged as a broker with these settings",
    );
  });

  it("ZooKeeper's own file is known and changes nothing", () => {
    const configuration = loaded([bundledFile("apache-kafka/zookeeper.properties")]);
    expect(configuration.notModelled).toEqual(["admin.enableServer", "clientPort", "dataDir", "maxClientCnxns"]);
    expect(configuration.brokerSettings).toEqual({});
  });

  it("ephemeral storage is said", () => {
    const notes = loaded([bundledFile("strimzi/kafka-ephemeral.yaml")]).notes;
    expect(notes).toContain(
      "my-cluster: ephemeral storage: a pod that is replaced comes back empty, which the profile disk-loss shows",
    );
  });

  it("a producer file for batching", () => {
    const configuration = loaded([
      bundledFile("strimzi/kafka-persistent.yaml"),
      bundledFile("batching-producer.properties"),
    ]);
    expect(configuration.producerSettings).toEqual({ "linger.ms": "100", "batch.size": "1000000" });
    expect(configuration.brokers).toBe(3);
  });
});
