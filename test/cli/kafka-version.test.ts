/** `--kafka-version`: the defaults and the rules of a release, on run and replay, in the report and in what is saved. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runReportSchema } from "../../src/report/run-report.ts";
import { configuration, flowing, kafkaTrial, savedFiles, scratch } from "./program.ts";

const folder = scratch();
const server = configuration("apache-kafka/server.properties");

describe.concurrent("a 2.5 user's file", () => {
  const out = join(folder, "out");
  const flags = ["--kafka-version", "2.5", "--profile", "power-loss", "--seed", "old"];

  test("is judged by the defaults and the rules of 2.5, and the report says so", async () => {
    const { code, stdout } = await kafkaTrial("run", server, ...flags, "--runs", "12", "--json", "--out", out);
    expect(code).toBe(0);
    const [judged] = runReportSchema.parse(JSON.parse(stdout)).configurations;
    expect(judged).toMatchObject({
      kafkaVersion: "2.5",
      rules: "kafka-2.5",
      controlPlane: "one KRaft controller, as in Kafka 4.4, in place of ZooKeeper's",
      brokers: 1,
      unknown: [],
      removed: [],
    });
    expect(judged?.ruleChanges.map(({ source }) => source)).toContain("KAFKA-10554, AbstractFetcherThread");
    expect(judged?.notes).toContain("acks is not set: Kafka 2.5 takes 1 (all since 3.0, KIP-679)");
    const [saved] = savedFiles(out);
    const replayed = await kafkaTrial("replay", saved!);
    expect(replayed.stdout).toMatch(/^The same run as when it was saved/);
    expect(replayed.stdout).toMatch(/\nrules: kafka-2\.5 \(kafka-trial explain kafka-2\.5\)\n/);
  });

  test("is replayed by seed with the same rules", async () => {
    const replay = async (): Promise<unknown> =>
      JSON.parse((await kafkaTrial("replay", server, ...flags, "--run", "3", "--json")).stdout);
    const first = await replay();
    expect(first).toMatchObject({
      rules: "kafka-2.5",
      controlPlane: "one KRaft controller, as in Kafka 4.4, in place of ZooKeeper's",
    });
    expect(await replay()).toEqual(first);
  });

  test("is judged as 4.x only where that is asked for, its removed keys listed", async () => {
    const { stdout } = await kafkaTrial(
      "run",
      server,
      "--kafka-version",
      "4.4",
      "--verbose",
      "--profile",
      "clients",
      "--runs",
      "1",
      "--out",
      join(folder, "new"),
    );
    expect(stdout).toMatch(/ {2}defaults of Kafka 4\.4, today's rules; control plane: one KRaft controller/);
    expect(flowing(stdout)).toMatch(/server\.properties:125: zookeeper\.connect was removed in Kafka 4\.0/);
  });

  test("an explicit rule set wins over that of the release", async () => {
    const words = [...flags, "--rules", "kip-320", "--runs", "1", "--json", "--out", join(folder, "rules")];
    const { stdout } = await kafkaTrial("run", server, ...words);
    expect(runReportSchema.parse(JSON.parse(stdout)).configurations[0]).toMatchObject({
      kafkaVersion: "2.5",
      rules: "kip-320",
      ruleChanges: [],
    });
  });
});
