/** Configuration files that cannot be used: refused with one sentence that names file, line, key and what was expected. */
import { chmodSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kafkaTrial } from "./program.ts";
import { expectRefused, file, folder, type Refusal, server } from "./refusals.ts";

const strimzi = (more: string): string =>
  `apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata:\n  name: c\nspec:\n  kafka:\n    replicas: 3\n${more}`;

const compose = (more: string): string =>
  `services:\n  broker:\n    image: apache/kafka\n    environment:\n      KAFKA_NODE_ID: 1\n${more}`;

/** Takes no room on the disk. */
function hugeFile(): string {
  const path = file("huge.yaml", "services:\n");
  truncateSync(path, 200 * 1024 * 1024);
  return path;
}

describe.concurrent("configuration files", () => {
  test.each<Refusal>([
    ["missing", ["run", join(folder, "nowhere.yaml")], /nowhere\.yaml: there is no such file$/],
    ["empty", ["run", file("empty.properties", "")], /empty\.properties: the file is empty$/],
    ["a directory", ["run", folder], /: this is a directory; name the configuration files in it$/],
    [
      "binary",
      ["run", file("binary.properties", new Uint8Array([0x7f, 0x45, 0, 1]))],
      /binary\.properties: this is a binary file, no configuration$/,
    ],
    [
      "malformed properties",
      ["run", file("bad.properties", "broker.id=1\nlog.dirs=\\u12\n")],
      /bad\.properties:2: malformed line: found \\u12, expected four hexadecimal digits/,
    ],
    [
      "malformed YAML",
      ["run", file("bad.yaml", "services:\n\tkafka: 1\n")],
      /bad\.yaml:2: malformed YAML in column 1: /,
    ],
    [
      "a wrong type",
      ["run", file("type.properties", "broker.id=1\nmin.insync.replicas=two\n")],
      /type\.properties:2: min\.insync\.replicas=two is not accepted: Kafka expects a whole number/,
    ],
    [
      "out of range",
      ["run", file("range.properties", "broker.id=1\nmin.insync.replicas=0\n")],
      /range\.properties:2: min\.insync\.replicas=0 is not accepted: Kafka expects .*at least 1/,
    ],
    [
      "a wrong value of --set",
      ["run", server, "--set", "acks=2"],
      /^--set: acks=2 is not accepted: Kafka expects one of all, -1, 0, 1/,
    ],
    [
      "replication above the brokers",
      ["run", server, "--brokers", "2", "--set", "default.replication.factor=3"],
      /default\.replication\.factor=3 with 2 broker\(s\): Kafka refuses such topics/,
    ],
  ])("%s", (_, args, sentence) => expectRefused(args, sentence));

  test.each<Refusal>([
    [
      "idempotence asked for with acks=1",
      ["run", file("idempotent.properties", "acks=1\nenable.idempotence=true\n")],
      /idempotent\.properties:1: acks=1 is not accepted: Kafka expects all for an idempotent producer$/,
    ],
    [
      "six in flight, as 4.x has it",
      ["run", server, "--set", "max.in.flight.requests.per.connection=6"],
      /^--set: max\.in\.flight\.requests\.per\.connection=6 is not accepted: Kafka expects at most 5 for an idempotent producer$/,
    ],
    [
      "a replication factor of 0",
      ["run", file("factor.properties", "node.id=1\ndefault.replication.factor=0\n")],
      /factor\.properties:2: default\.replication\.factor=0 is not accepted: Kafka expects a value of at least 1$/,
    ],
    [
      "a session outside the broker's bounds",
      ["run", server, file("consumer.properties", "group.id=g\nsession.timeout.ms=5000\nheartbeat.interval.ms=900\n")],
      /consumer\.properties:2: session\.timeout\.ms=5000 is refused by the brokers \(INVALID_SESSION_TIMEOUT\): expected a value between group\.min\.session\.timeout\.ms=6000 and /,
    ],
    [
      "a heartbeat that is no third of a session, nor less",
      ["run", server, file("slow.properties", "group.id=g\nheartbeat.interval.ms=45000\nmax.poll.records=5\n")],
      /slow\.properties:2: heartbeat\.interval\.ms=45000 is not accepted: Kafka expects less than session\.timeout\.ms=45000$/,
    ],
    [
      "more copies than a Strimzi document has replicas",
      ["run", file("strimzi.yaml", strimzi("    config:\n      default.replication.factor: 4\n"))],
      /strimzi\.yaml:9: default\.replication\.factor=4 with 3 broker\(s\): Kafka refuses such topics \(INVALID_REPLICATION_FACTOR\)$/,
    ],
    [
      "more copies than a compose file has services",
      ["run", file("compose.yaml", compose("      KAFKA_DEFAULT_REPLICATION_FACTOR: 2\n"))],
      /compose\.yaml:6: default\.replication\.factor=2 with 1 broker\(s\): Kafka refuses such topics/,
    ],
    [
      "two servers of one id",
      ["run", file("one.properties", "node.id=1\n"), file("two.properties", "broker.id=1\n")],
      /two\.properties:1: broker\.id=1 is already the id of .*one\.properties: Kafka refuses it \(DUPLICATE_BROKER_REGISTRATION\)$/,
    ],
    [
      "brokers that would be fenced without end",
      ["run", server, "--set", "broker.heartbeat.interval.ms=9000"],
      /^--set: broker\.heartbeat\.interval\.ms=9000 lets Kafka start and then fences every broker .*: expected a value below broker\.session\.timeout\.ms=9000$/,
    ],
    [
      "a cluster that does not come up",
      ["run", server, "--set", "initial.broker.registration.timeout.ms=1"],
      /^server\.properties: a cluster with these settings does not come up, so there is nothing to judge: its brokers never /,
    ],
    ["200 MB of YAML", ["run", hugeFile()], /huge\.yaml: the file has 200\.0 MiB; a configuration has at most 10 MiB$/],
    [
      "deep brackets",
      ["run", file("deep.yaml", `a: ${"[".repeat(100_000)}`)],
      /deep\.yaml:1: nested more than 60 levels deep; no Kafka configuration is$/,
    ],
    [
      "deep indentation",
      ["run", file("steps.yaml", Array.from({ length: 700 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"))],
      /steps\.yaml:\d+: nested more than 60 levels deep/,
    ],
    [
      "wrong indentation",
      ["run", file("indent.yaml", "services:\n  kafka:\n     image: a\n   environment: b\n")],
      /indent\.yaml:4: malformed YAML in column \d+: /,
    ],
    [
      "a compose file without Kafka",
      ["run", file("postgres.yaml", "services:\n  db:\n    image: postgres\n")],
      /postgres\.yaml:1: a compose file without Kafka: expected a service with KAFKA_\* variables of a broker$/,
    ],
    [
      "a version that is none",
      ["run", server, "--kafka-version", "2.4"],
      /^--kafka-version: 2\.4 is no version of Kafka that can be judged: expected a release from 2\.5 to 4\.4, such as 4\.4/,
    ],
    [
      "a version for a scenario file",
      ["replay", "scenarios/standard-load.json", "--kafka-version", "2.5"],
      /^--kafka-version goes with --seed and --run; /,
    ],
    [
      "a setting that is not there yet",
      ["run", server, "--kafka-version", "2.5", "--set", "broker.session.timeout.ms=9000"],
      /^--set: broker\.session\.timeout\.ms is not known to Kafka 2\.5: it came with 2\.8$/,
    ],
  ])("%s", (_, args, sentence) => expectRefused(args, sentence));

  test("six in flight only switch an implied idempotence off in 3.9", async () => {
    const args = ["run", server, "--set", "max.in.flight.requests.per.connection=6", "--kafka-version", "3.9"];
    const { code, stdout } = await kafkaTrial(
      ...args,
      "--profile",
      "clients",
      "--runs",
      "1",
      "--out",
      join(folder, "out39"),
      "--verbose",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/idempotence is switched off because max\.in\.flight\.requests\.per\.connection=6/);
    expect(stdout).toMatch(/defaults of Kafka 3\.9\.2, [^;]*; control plane: one KRaft controller/);
  });

  test.skipIf(process.getuid?.() === 0)("unreadable", async () => {
    const path = file("secret.properties", "acks=1");
    chmodSync(path, 0);
    await expectRefused(["run", path], /secret\.properties: the file cannot be read: permission denied$/);
  });
});
