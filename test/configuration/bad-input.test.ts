import { chmodSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { file, folder, loaded, refused } from "./files.ts";

function sentence(name: string, content: string | Uint8Array): string {
  return refused([file(name, content)]).sentence;
}

describe("files that cannot be used, each one sentence", () => {
  test.each([
    ["missing", `${folder}/nowhere.properties`, "nowhere.properties: there is no such file"],
    ["below a file", `${file("plain.properties", "acks=1")}/x`, "plain.properties/x: there is no such file"],
    ["empty", file("empty.properties", ""), "empty.properties: the file is empty"],
    [
      "comments only",
      file("silent.properties", "# nothing\n\n"),
      "silent.properties: the file holds no setting, only comments or blank lines",
    ],
    [
      "binary",
      file("binary.properties", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2])),
      "binary.properties: this is a binary file, no configuration",
    ],
    [
      "binary without zeros",
      file("binary2.properties", new Uint8Array([0x89, 1, 2, 3, 0xff])),
      "binary2.properties: this is a binary file, no configuration",
    ],
    [
      "too large",
      file("large.properties", new Uint8Array(10 * 1024 * 1024 + 1).fill(35)),
      "large.properties: the file has 10.0 MiB; a configuration has at most 10 MiB",
    ],
    ["prose", file("prose.txt", "Dear reader,\nthis is a letter.\n"), "prose.txt:1: no setting of Kafka in this file"],
    ["near miss", file("near.txt", "ackz=1\n"), "near.txt:1: no setting of Kafka in this file; ackz looks like acks"],
    [
      "a bad escape",
      file("escape.properties", "acks=1\nclient.id=\\u12\n"),
      "escape.properties:2: malformed line: found \\u12, expected four hexadecimal digits after \\u",
    ],
    [
      "no key",
      file("nokey.properties", "acks=1\n=2\n"),
      "nokey.properties:2: malformed line: found =2, expected key=value",
    ],
  ])("%s", (_, path, expected) => {
    expect(refused([path]).sentence).toBe(expected);
  });

  test("a directory", () => {
    expect(refused([folder]).sentence).toBe(`${folder}: this is a directory; name the configuration files in it`);
  });

  test.skipIf(process.getuid?.() === 0)("unreadable", () => {
    const path = file("secret.properties", "acks=1");
    chmodSync(path, 0);
    expect(refused([path]).sentence).toBe("secret.properties: the file cannot be read: permission denied");
  });

  test("Latin-1, as Java writes it, is no binary file", () => {
    const bytes = Uint8Array.from([...Buffer.from("acks=1\n# caf"), 0xe9, 10]);
    expect(loaded([file("latin.properties", bytes)]).producerSettings).toEqual({ acks: "1" });
  });
});

describe("YAML that cannot be used", () => {
  test.each([
    ["a tab", "services:\n\tkafka: 1\n", /^a\.yaml:2: malformed YAML in column 1: Tabs are not allowed as indentation/],
    [
      "wrong indentation",
      "services:\n  kafka:\n     image: a\n   environment: b\n",
      /^a\.yaml:4: malformed YAML in column \d+: /,
    ],
    ["a key twice", "services:\n  a: 1\n  a: 2\n", /^a\.yaml:3: malformed YAML in column 3: Map keys must be unique/],
    ["deep brackets", "[".repeat(100_000), /^a\.yaml:1: nested more than 60 levels deep/],
    ["deep compact lists", "- ".repeat(100_000), /^a\.yaml:1: nested more than 60 levels deep/],
    [
      "deep indentation",
      Array.from({ length: 700 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      /^a\.yaml:\d+: nested more than 60 levels deep/,
    ],
    [
      "aliases that blow up",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`)
        .join("\n")}\n`,
      /^a\.yaml: not readable as YAML: Excessive alias count/,
    ],
    ["no document", "---\n# nothing\n", /^a\.yaml: the file holds no document$/],
    [
      "something else",
      "spring:\n  kafka:\n    producer: {}\n",
      /^a\.yaml: nothing of Kafka that can be read: expected Strimzi documents/,
    ],
    [
      "compose without Kafka",
      "services:\n  db:\n    image: postgres\n",
      /^a\.yaml:1: a compose file without Kafka: expected a service with KAFKA_\* variables of a broker$/,
    ],
    [
      "other Strimzi kinds",
      "apiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata:\n  name: u\n",
      /^a\.yaml: Strimzi documents of kind KafkaUser, none of which/,
    ],
  ])("%s", (_, text, expected) => {
    expect(sentence("a.yaml", text)).toMatch(expected);
  });

  const kafka = (spec: string): string =>
    `apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata:\n  name: c\nspec:\n  kafka:\n${spec}`;

  test.each([
    [
      "replicas in words",
      kafka("    replicas: three\n"),
      "a.yaml:7: spec.kafka.replicas: three is not accepted: expected a whole number of at least 1",
    ],
    [
      "no broker",
      kafka("    version: 4.1.0\n"),
      "a.yaml:4: cluster c has no broker: expected a KafkaNodePool with role broker, or spec.kafka.replicas",
    ],
    [
      "a structure",
      kafka("    replicas: 1\n    config:\n      log:\n        dirs: /a\n"),
      "a.yaml:9: log holds a structure where Kafka expects one value; write the whole key with dots",
    ],
    [
      "a wrong value",
      kafka("    replicas: 1\n    config:\n      min.insync.replicas: 0\n"),
      "a.yaml:9: min.insync.replicas=0 is not accepted: Kafka expects a value of at least 1",
    ],
    [
      "too many copies",
      kafka("    replicas: 2\n    config:\n      default.replication.factor: 3\n"),
      "a.yaml:9: default.replication.factor=3 with 2 broker(s): Kafka refuses such topics (INVALID_REPLICATION_FACTOR)",
    ],
    [
      "too many brokers",
      kafka("    replicas: 100\n"),
      "a.yaml: 100 brokers are more than a trial holds: expected at most 99 brokers",
    ],
  ])("Strimzi: %s", (_, text, expected) => {
    expect(sentence("a.yaml", text)).toBe(expected);
  });

  const topic = (spec: string, name = "t"): string =>
    `apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata:\n  name: ${name}\nspec:\n${spec}`;

  test.each([
    [
      "no partition",
      topic("  partitions: 0\n"),
      "a.yaml:6: spec.partitions: 0 is not accepted: expected a whole number of at least 1",
    ],
    [
      "no copy",
      topic("  replicas: 0\n"),
      "a.yaml:6: topic t: replicas 0 is refused (INVALID_REPLICATION_FACTOR): expected a value of at least 1",
    ],
    [
      "a wrong value",
      topic("  config:\n    retention.ms: soon\n"),
      "a.yaml:7: retention.ms=soon is not accepted: Kafka expects a whole number (long, -9223372036854775808 to 9223372036854775807)",
    ],
    [
      "a wrong name",
      topic("  topicName: a/b\n"),
      "a.yaml:4: topic name a/b is refused (INVALID_TOPIC_EXCEPTION): expected 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-', and neither '.' nor '..'",
    ],
    [
      "colliding names",
      `${topic("  partitions: 1\n", "to.pic")}---\n${topic("  partitions: 1\n", "to_pic")}`,
      "a.yaml:11: topic name to_pic is refused (INVALID_TOPIC_EXCEPTION): it collides with to.pic",
    ],
  ])("KafkaTopic: %s", (_, text, expected) => {
    expect(sentence("a.yaml", text)).toBe(expected);
  });
});

describe("settings that Kafka refuses, with file and line", () => {
  test.each([
    [
      "log.dirs=/a\nmin.insync.replicas=0\n",
      "a.properties:2: min.insync.replicas=0 is not accepted: Kafka expects a value of at least 1",
    ],
    [
      "log.dirs=/a\nnum.io.threads=many\n",
      "a.properties:2: num.io.threads=many is not accepted: Kafka expects a whole number (int, -2147483648 to 2147483647)",
    ],
    [
      "log.dirs=/a\nlog.segment.bytes=1000\n",
      "a.properties:2: log.segment.bytes=1000 is not accepted: Kafka expects a value of at least 1048576",
    ],
    [
      "enable.idempotence=true\nacks=1\n",
      "a.properties:2: acks=1 is not accepted: Kafka expects all for an idempotent producer",
    ],
    [
      "acks=all\nmax.in.flight.requests.per.connection=6\n",
      "a.properties:2: max.in.flight.requests.per.connection=6 is not accepted: Kafka expects at most 5 for an idempotent producer",
    ],
    [
      "acks=all\ndelivery.timeout.ms=1000\n",
      "a.properties:2: delivery.timeout.ms=1000 is not accepted: Kafka expects at least linger.ms + request.timeout.ms = 30005",
    ],
    [
      "group.id=g\nsession.timeout.ms=5000\n",
      "a.properties:2: session.timeout.ms=5000 is refused by the brokers (INVALID_SESSION_TIMEOUT): expected a value between group.min.session.timeout.ms=6000 and group.max.session.timeout.ms=1800000",
    ],
    [
      "group.id=g\nsession.timeout.ms=9000\nheartbeat.interval.ms=9000\n",
      "a.properties:3: heartbeat.interval.ms=9000 is not accepted: Kafka expects less than session.timeout.ms=9000",
    ],
  ])("%j", (text, expected) => {
    expect(sentence("a.properties", text)).toBe(expected);
  });

  test("six in flight are accepted as 3.9 has it", () => {
    const path = file("six.properties", "acks=all\nmax.in.flight.requests.per.connection=6\n");
    const configuration = loaded([path], { version: "3.9" });
    expect(configuration.notes).toContain(
      "idempotence is switched off because max.in.flight.requests.per.connection=6",
    );
    expect(configuration.producerSettings["enable.idempotence"]).toBe("false");
  });

  test("every server file is checked, not the first alone", () => {
    const first = file("one.properties", "node.id=1\nnum.partitions=1\n");
    const second = file("two.properties", "node.id=2\nnum.partitions=none\n");
    expect(refused([first, second]).sentence).toMatch(/^two\.properties:2: num\.partitions=none/);
  });
});

describe("options that cannot be used", () => {
  const server = file("s.properties", "node.id=1\ndefault.replication.factor=3\n");

  test.each([
    [
      { version: "2.4" },
      /^--kafka-version: 2\.4 is no version of Kafka that can be judged: expected a release from 2\.5 to /,
    ],
    [{ version: "foo" }, /^--kafka-version: foo is no version/],
    [{ brokers: 2 }, /^s\.properties:2: default\.replication\.factor=3 with 2 broker\(s\)/],
    [{ brokers: 0 }, /^--brokers: 0 is no number of brokers/],
    [{ partitions: 0 }, /^--partitions: 0 is no number of partitions/],
    [{ racks: ["a", ""] }, /^--racks: a rack has no name/],
  ])("%j", (options, expected) => {
    expect(refused([server], options).sentence).toMatch(expected);
  });
});
