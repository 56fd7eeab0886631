/** Files of other clients and frameworks: each with its own names and defaults, never judged as a Java producer in silence. */
import { describe, expect, test } from "vitest";
import { loadConfigurations } from "../../../src/configuration/load.ts";
import type { LoadedConfiguration } from "../../../src/configuration/loaded-configuration.ts";
import { resolveProducerConfig } from "../../../src/kafka/config/resolve-producer.ts";
import { isBadInput } from "../../../src/scenario/bad-input.ts";
import { file, loaded } from "../files.ts";

const decides = ({ producerSettings }: LoadedConfiguration) => {
  const { acks, enableIdempotence, maxInFlightRequestsPerConnection } = resolveProducerConfig(producerSettings);
  return [acks, enableIdempotence, maxInFlightRequestsPerConnection];
};

const lines = (name: string, ...texts: readonly string[]): string => file(name, `${texts.join("\n")}\n`);
const json = (name: string, value: unknown): string => file(name, JSON.stringify(value, null, 1));

const worker = ["bootstrap.servers=a:1", "key.converter=x", "offset.storage.topic=o"];

test.each<[string, string, readonly [acks: number, idempotence: boolean, inFlight: number]]>([
  [
    "librdkafka's defaults",
    lines("a.properties", "metadata.broker.list=a:1", "queue.buffering.max.ms=9"),
    [-1, false, 1_000_000],
  ],
  [
    "librdkafka's acks",
    lines("b.properties", "metadata.broker.list=a:1", "request.required.acks=1"),
    [1, false, 1_000_000],
  ],
  ["acks of its topics", lines("c.properties", "log_level=3", "topic.request.required.acks=0"), [0, false, 1_000_000]],
  [
    "an idempotent librdkafka",
    lines("d.properties", "statistics.interval.ms=1", "enable.idempotence=true"),
    [-1, true, 5],
  ],
  [
    "librdkafka as JSON",
    json("e.json", { "metadata.broker.list": "a:1", "request.required.acks": -1, "max.in.flight": 1 }),
    [-1, false, 1],
  ],
  [
    "the .NET client",
    json("f.json", { BootstrapServers: "a:1", MessageTimeoutMs: 5000, Acks: "Leader" }),
    [1, false, 1_000_000],
  ],
  ["a Connect worker's defaults", lines("g.properties", ...worker), [-1, false, 1]],
  ["a Connect worker with producer.acks", lines("h.properties", ...worker, "producer.acks=1"), [1, false, 1]],
  [
    "a connector that overrides",
    json("i.json", { name: "c", config: { "connector.class": "X", "producer.override.acks": "0" } }),
    [0, false, 1],
  ],
  ["Streams", lines("j.properties", "application.id=a", "producer.acks=1"), [1, false, 5]],
  ["Streams without a prefix", lines("k.properties", "application.id=a", "acks=1"), [1, false, 5]],
  [
    "Streams, exactly once",
    lines("l.properties", "application.id=a", "processing.guarantee=exactly_once_v2"),
    [-1, true, 5],
  ],
  ["MirrorMaker", lines("m.properties", "clusters=A,B", "B.producer.acks=1"), [1, false, 1]],
  ["Spring's properties", lines("n.properties", "server.port=1", "spring.kafka.producer.acks=1"), [1, false, 5]],
  [
    "Spring's yml",
    file(
      "o.yml",
      "spring:\n  kafka:\n    producer:\n      acks: all\n      properties:\n        enable.idempotence: false\n",
    ),
    [-1, false, 5],
  ],
  [
    "Spring's relaxed names",
    file(
      "p.yml",
      'spring:\n  kafka:\n    properties:\n      "[enable.idempotence]": false\n      max.in.flight.requests.per.connection: 2\n    producer:\n      batchSize: 16KB\n',
    ),
    [-1, false, 2],
  ],
  [
    "Spring with a default in a variable",
    lines("q.properties", `spring.kafka.producer.acks=$\{ACKS:0}`),
    [0, false, 5],
  ],
  [
    "Spring Cloud Stream's default",
    file("r.yml", "spring:\n  cloud:\n    stream:\n      kafka:\n        binder:\n          brokers: a:1\n"),
    [1, false, 5],
  ],
  [
    "Spring Cloud Stream's acks",
    file("s.yml", "spring.cloud.stream.kafka.binder:\n  required-acks: all\n"),
    [-1, true, 5],
  ],
  ["kafkajs's defaults", json("t.json", { clientId: "a", brokers: ["a:1"] }), [-1, false, 1_000_000]],
  ["an idempotent kafkajs", json("u.json", { brokers: ["a:1"], producer: { idempotent: true } }), [-1, true, 1]],
  [
    "kafkajs with acks",
    json("v.json", { kafkaJS: { brokers: ["a:1"], acks: 1, maxInFlightRequests: 1 } }),
    [1, false, 1],
  ],
  ["kafka-node's default", json("w.json", { kafkaHost: "a:1" }), [1, false, 1_000_000]],
  ["no-kafka", json("x.json", { connectionString: "a:1", requiredAcks: -1 }), [-1, false, 1_000_000]],
])("%s", (_name, path, expected) => {
  const configuration = loaded([path]);
  expect(decides(configuration)).toEqual(expected);
  expect(configuration.undecided).toEqual([]);
});

describe("what nobody reads and may decide a guarantee leaves it undecided, with key and line", () => {
  const kept = ["no-acked-loss", "stable-reads"];
  const session = ["per-key-order", "no-duplicate"];
  test.each<[string, string, string, readonly string[], number]>([
    ["a misspelled key", lines("u1.properties", "key.serializer=x", "aks=1"), "aks", ["no-acked-loss", ...session], 2],
    ["a synonym", lines("u2.properties", "broker.id=1", "min.in.sync.replicas=2"), "min.in.sync.replicas", kept, 2],
    [
      "a key of another kind of file",
      lines("u3.properties", "broker.id=1", "acks=1"),
      "acks",
      ["no-acked-loss", ...session],
      2,
    ],
    [
      "an application's own key",
      lines("u4.properties", "key.serializer=x", "orders.kafka.producer.acks=1"),
      "orders.kafka.producer.acks",
      ["no-acked-loss", ...session],
      2,
    ],
    [
      "librdkafka's, misspelled",
      lines("u5.properties", "metadata.broker.list=a", "request.require.acks=1"),
      "request.require.acks",
      ["no-acked-loss", ...session],
      2,
    ],
    [
      "Connect's, misspelled",
      lines("u6.properties", ...worker, "producer.ackz=1"),
      "ackz",
      ["no-acked-loss", ...session],
      4,
    ],
    [
      "Connect's with a wrong prefix",
      lines("u7.properties", ...worker, "producers.acks=1"),
      "producers.acks",
      ["no-acked-loss", ...session],
      4,
    ],
    [
      "Spring's, misspelled",
      file("u8.yml", "spring:\n  kafka:\n    producer:\n      ack: 1\n"),
      "spring.kafka.producer.ack",
      ["no-acked-loss", ...session],
      4,
    ],
    [
      "Spring's in one profile",
      file(
        "u9.yml",
        "spring.kafka.producer.acks: all\n---\nspring.config.activate.on-profile: test\nspring.kafka.producer.acks: 1\n",
      ),
      "spring.kafka.producer.acks",
      ["no-acked-loss", ...session],
      4,
    ],
    [
      "kafkajs's, misspelled",
      json("u10.json", { brokers: ["a"], maxInFlightRequest: 1 }),
      "max.in.flight.request",
      session,
      5,
    ],
    [
      "a partitioner of the application",
      lines("u11.properties", "key.serializer=x", "partitioner.class=com.example.Mine"),
      "partitioner.class",
      ["per-key-order"],
      2,
    ],
    [
      "a variable",
      lines("u12.properties", "key.serializer=x", `acks=$\{ACKS}`),
      "acks",
      ["no-acked-loss", ...session],
      2,
    ],
  ])("%s", (_name, path, key, guarantees, line) => {
    const [one, ...more] = loaded([path]).undecided;
    expect(one).toMatchObject({ key, line, guarantees });
    expect(one?.sentence.startsWith(`${path}:${line}: `)).toBe(true);
    expect(more).toEqual([]);
  });

  test("unless --set gives the value of the variable", () => {
    const path = lines("u13.properties", "key.serializer=x", `acks=$\{ACKS}`);
    expect(loaded([path], { set: ["acks=1"] })).toMatchObject({ undecided: [], producerSettings: { acks: "1" } });
  });
});

test("several producers are judged one by one: the strictest file does not hide the others", () => {
  const strict = lines("strict.properties", "key.serializer=x", "acks=all");
  const lax = lines("lax.properties", "key.serializer=x", "acks=1");
  const all = loadConfigurations([lax, strict]);
  if (isBadInput(all)) throw new Error(all.sentence);
  expect(all.map((one) => [one.files, decides(one)[0]])).toEqual([
    [[lax], 1],
    [[strict], -1],
  ]);
});

test("a connector has what its worker says, and its own overrides", () => {
  const connect = lines("worker.properties", ...worker, "producer.acks=1", "producer.linger.ms=7");
  const connector = json("sink.json", {
    name: "c",
    config: { "connector.class": "X", "producer.override.linger.ms": "8" },
  });
  expect(loaded([connect, connector]).producerSettings).toMatchObject({ acks: "1", "linger.ms": "8" });
});

describe("clients among other documents", () => {
  const decided = (text: string) => {
    const all = loadConfigurations([file("mixed.yaml", text)]);
    if (isBadInput(all)) throw new Error(all.sentence);
    return all.map((one) => [decides(one), one.undecided.map(({ key }) => key)]);
  };
  const strimzi = (kind: string, spec: string) =>
    `apiVersion: kafka.strimzi.io/v1\nkind: ${kind}\nmetadata:\n  name: a\nspec:\n${spec}`;

  test("of Strimzi: Connect, a connector, a bridge, MirrorMaker", () => {
    const connect = strimzi("KafkaConnect", "  config:\n    producer.acks: 1\n");
    const connector = strimzi("KafkaConnector", "  config:\n    producer.override.acks: 0\n");
    expect(decided(connect)).toEqual([[[1, false, 1], []]]);
    expect(decided(`${connect}---\n${connector}`)).toEqual([[[0, false, 1], []]]);
    expect(decided(strimzi("KafkaBridge", "  producer:\n    config:\n      acks: 1\n"))).toEqual([[[1, false, 5], []]]);
    const mirrors = (config: string) =>
      strimzi(
        "KafkaMirrorMaker2",
        `  clusters:\n    - alias: a\n      config:\n        producer.acks: 1\n    - alias: b\n${config}`,
      );
    expect(decided(mirrors(""))).toEqual([[[1, false, 1], []]]);
    expect(decided(mirrors("      config:\n        producer.acks: all\n"))[0]?.[1]).toEqual(["acks", "acks"]);
  });

  test("of compose: Connect, Spring, and variables that may stand for a setting", () => {
    const broker = "services:\n  kafka:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_NODE_ID: 1\n";
    const service = (variable: string) => `${broker}  app:\n    environment:\n      ${variable}\n`;
    expect(decided(service("CONNECT_PRODUCER_ACKS: 1"))).toEqual([[[1, false, 1], []]]);
    expect(decided(service("SPRING_KAFKA_PRODUCER_ACKS: 1"))).toEqual([[[1, false, 5], []]]);
    expect(decided(service("KAFKA_ACKS: 1"))).toEqual([[[-1, true, 5], ["KAFKA_ACKS"]]]);
    expect(decided(service("LOG_LEVEL: 1"))).toEqual([[[-1, true, 5], []]]);
  });
});
