import { describe, expect, test } from "vitest";
import { bundledFile } from "../../src/configuration/bundled.ts";
import { loadConfigurations } from "../../src/configuration/load.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { file, loaded, refused } from "./files.ts";

const strimzi = bundledFile("strimzi/kafka-persistent.yaml");
const compose = bundledFile("apache-kafka-docker/cluster-isolated-plaintext.yml");

/** As compose files and config providers write it. */
function variable(name: string): string {
  return `$\{${name}}`;
}

function server(id: number, ...lines: readonly string[]): string {
  return file(`server-${id}.properties`, [`node.id=${id}`, "process.roles=broker", ...lines].join("\n"));
}

describe("server files", () => {
  test("with distinct ids form one cluster, with racks in order of the files", () => {
    const files = [server(1, "broker.rack=a"), server(2, "broker.rack=b"), server(3, "broker.rack=c")];
    const configuration = loaded(files);
    expect(configuration).toMatchObject({ brokers: 3, racks: ["a", "b", "c"], files, unknown: [] });
    expect(configuration.notes).toContain(
      "default.replication.factor is not set: topics that nobody creates by hand have one copy (default 1)",
    );
  });

  test("one file stands for as many brokers as its replication factor needs", () => {
    const configuration = loaded([server(1, "default.replication.factor=3")]);
    expect(configuration.brokers).toBe(3);
    expect(configuration.notes).toContain(
      "3 brokers assumed: a replication factor of 3 needs them; --brokers says otherwise",
    );
    expect(loaded([server(1, "default.replication.factor=3")], { brokers: 5 }).brokers).toBe(5);
  });

  test("that differ say so, and the first one counts", () => {
    const configuration = loaded([
      server(1, "replica.lag.time.max.ms=10000"),
      server(2, "replica.lag.time.max.ms=20000"),
    ]);
    expect(configuration.brokerSettings).toEqual({ "replica.lag.time.max.ms": "10000" });
    expect(configuration.notes.join("\n")).toMatch(
      /brokers differ in replica\.lag\.time\.max\.ms \(10000 here, 20000 in .*server-2\.properties:3\): 10000 is taken for all/,
    );
  });

  test("disks come from log.dirs", () => {
    expect(loaded([server(1, "log.dirs=/a,/b,/c")]).disksPerBroker).toBe(3);
    expect(loaded([server(1)]).disksPerBroker).toBe(1);
  });

  test("two files without an id are two brokers, generated ids", () => {
    const files = ["x", "y"].map((name) => file(`${name}.properties`, "log.dirs=/data\n"));
    expect(loaded(files).brokers).toBe(2);
  });

  test("of one id are refused", () => {
    const first = server(7);
    const second = file("other.properties", "broker.id=7\n");
    expect(refused([first, second])).toMatchObject({ key: "broker.id", line: 1, found: "7" });
    expect(refused([first, second]).sentence).toBe(
      "other.properties:1: broker.id=7 is already the id of server-7.properties: Kafka refuses it (DUPLICATE_BROKER_REGISTRATION)",
    );
  });

  test("a controller beside brokers is left out", () => {
    const controller = file("controller.properties", "process.roles=controller\nnode.id=9\n");
    expect(loaded([server(1), controller]).brokers).toBe(1);
  });
});

describe("topics", () => {
  test("by default `orders`, two or three partitions by num.partitions", () => {
    const partitionsOf = (count: number): number | undefined =>
      loaded([server(1, `num.partitions=${count}`)]).topics[0]?.partitions;
    expect([1, 2, 3, 50].map(partitionsOf)).toEqual([2, 2, 3, 3]);
    expect(loaded([server(1)], { partitions: 7 }).topics).toMatchObject([
      { name: "orders", partitions: 7, replicationFactor: 1 },
    ]);
  });

  test("a topic file overrides the broker", () => {
    const topic = file("topic.properties", "retention.ms=1000\nmin.insync.replicas=2\n");
    const configuration = loaded([server(1, "default.replication.factor=3", "log.retention.hours=5"), topic]);
    expect(configuration.topicSettings).toEqual({ "retention.ms": "1000", "min.insync.replicas": "2" });
    expect(configuration.topics[0]?.settings).toEqual(configuration.topicSettings);
    expect(configuration.brokerSettings["log.retention.hours"]).toBe("5");
  });

  test("KafkaTopic documents bring their own, for the cluster of their label", () => {
    const topic = bundledFile("strimzi/kafka-topic.yaml");
    const configuration = loaded([strimzi, topic]);
    expect(configuration.brokers).toBe(3);
    expect(configuration.topics).toEqual([
      {
        name: "my-topic",
        partitions: 1,
        replicationFactor: 1,
        settings: { "retention.ms": "7200000", "segment.bytes": "1073741824" },
      },
    ]);
    expect(configuration.notes).toContain(
      "topic my-topic: min.insync.replicas=2 is above its 1 replica(s) and counts as 1",
    );
  });

  test("min.insync.replicas above the factor stopped every send up to 3.6", () => {
    const notes = loaded([server(1, "min.insync.replicas=2")], { version: "3.6" }).notes;
    expect(notes).toContain(
      "topic orders: min.insync.replicas=2 is above its 1 replica(s) and refuses every send with acks=all",
    );
  });
});

describe("clients", () => {
  test("hold for every cluster named", () => {
    const producer = file("client.properties", "acks=1\nkey.serializer=x\n");
    const all = loadConfigurations([strimzi, compose, producer]);
    if (isBadInput(all)) throw new Error(all.sentence);
    expect(all.map((configuration) => configuration.producerSettings)).toEqual([{ acks: "1" }, { acks: "1" }]);
    expect(all.map((configuration) => configuration.files.length)).toEqual([2, 2]);
    expect(all.map((configuration) => configuration.name)).toEqual([
      "my-cluster (kafka-persistent.yaml + client.properties)",
      "cluster-isolated-plaintext.yml + client.properties",
    ]);
    expect(all[0]?.notes).toContain("idempotence is switched off because acks=1");
  });

  test("alone are judged on Kafka's defaults", () => {
    const configuration = loaded([file("only.properties", "acks=all\nlinger.ms=3\n")]);
    expect(configuration).toMatchObject({ brokers: 1, producerSettings: { acks: "all", "linger.ms": "3" } });
    expect(configuration.notes).toContain("no server file given: judged on Kafka's defaults");
  });

  test("of doubtful kind are told apart by a prefix", () => {
    const doubtful = file("doubt.properties", "bootstrap.servers=a:1\nrequest.timeout.ms=9000\n");
    expect(refused([doubtful]).sentence).toBe(
      `doubt.properties: its keys fit producer, consumer files alike; say which: producer:doubt.properties or consumer:doubt.properties`,
    );
    expect(loaded([`producer:${doubtful}`]).producerSettings).toEqual({ "request.timeout.ms": "9000" });
    expect(loaded([`consumer:${doubtful}`]).consumerSettings).toEqual({ "request.timeout.ms": "9000" });
  });

  test("a file of Connect or Streams is known", () => {
    const connect = file(
      "connect.properties",
      "bootstrap.servers=a:1\nkey.converter=x\nkey.converter.schemas.enable=true\noffset.flush.interval.ms=1\n",
    );
    expect(loaded([connect]).notes).toContain(
      `${connect}: the producers and consumers of Kafka Connect, with its defaults; its own settings are not modelled`,
    );
    expect(loaded([connect]).unknown).toEqual([]);
    const streams = file(
      "streams.properties",
      "application.id=a\nprocessing.guarantee=exactly_once_v2\nproducer.acks=all\n",
    );
    expect(loaded([streams]).unknown).toEqual([]);
  });
});

describe("what is said about keys", () => {
  test("unknown ones get the key that was meant, with the line", () => {
    const configuration = loaded([server(1, "log.segment.ms=5", "rack.name=a", "acks=1", "my.own=1", "prot=1")]);
    expect(configuration.unknown.map(({ key, line, suggestion }) => [key, line, suggestion])).toEqual([
      ["log.segment.ms", 3, "log.roll.ms"],
      ["rack.name", 4, "broker.rack"],
      ["acks", 5, "acks"],
      ["my.own", 6, null],
      ["prot", 7, "port"],
    ]);
    expect(configuration.unknown[2]?.sentence).toMatch(
      /server-1\.properties:5: unknown key acks: acks is a producer key$/,
    );
    expect(configuration.brokerSettings).toEqual({});
  });

  test("keys that this version does not read are listed, not refused", () => {
    const removed = loaded([server(1, "port=9092", "log.message.format.version=3.0")]).removed;
    expect(removed.map(({ key, sentence }) => [key, sentence])).toEqual([
      ["port", "port was removed in Kafka 3.0; its place is taken by listeners"],
      ["log.message.format.version", "log.message.format.version was removed in Kafka 4.0"],
    ]);
    const early = file("early.properties", "broker.id=1\nproducer.id.expiration.ms=5\n");
    const old = loaded([early], { version: "2.5" });
    expect(old.removed.map(({ sentence }) => sentence)).toEqual([
      "producer.id.expiration.ms is not known to Kafka 2.5: it came with 3.4",
    ]);
    expect(old.brokerSettings["producer.id.expiration.ms"]).toBe("604800000");
  });

  test("known ones that change nothing are listed once, plug-ins and listeners included", () => {
    const keys = loaded([
      server(1, "listeners=PLAINTEXT://:9092", "listener.name.internal.ssl.keystore.location=/k", "num.io.threads=3"),
    ]).notModelled;
    expect(keys).toEqual(["listener.name.internal.ssl.keystore.location", "listeners", "num.io.threads"]);
  });

  test("a key twice in a file: the last one counts, and it is said", () => {
    const configuration = loaded([server(1, "num.partitions=2", "num.partitions=3")]);
    expect(configuration.brokerSettings["num.partitions"]).toBe("3");
    expect(
      configuration.notes.some((note) => note.endsWith("num.partitions stands in lines 3 and 4; the last one counts")),
    ).toBe(true);
  });

  test("variables count only where nothing is modelled", () => {
    expect(loaded([server(1, `ssl.keystore.password=${variable("file:/x:y")}`)]).notModelled).toEqual([
      "ssl.keystore.password",
    ]);
    const path = server(1, `min.insync.replicas=${variable("MIN")}`, `log.roll.hours=${variable("HOURS")}`);
    expect(loaded([path])).toMatchObject({
      undecided: [{ key: "min.insync.replicas", line: 3, guarantees: ["no-acked-loss", "stable-reads"] }],
      brokerSettings: {},
    });
    expect(loaded([path]).notes).toContain(`${path}:4: log.roll.hours=${variable("HOURS")} counts as not set`);
  });

  test("groups that cannot work are said", () => {
    expect(loaded([server(1)]).notes.some((note) => note.includes("COORDINATOR_NOT_AVAILABLE"))).toBe(true);
    expect(
      loaded([server(1, "offsets.topic.replication.factor=1")]).notes.some((note) => note.includes("COORDINATOR")),
    ).toBe(false);
  });
});

describe("versions", () => {
  test("a document's own version selects the defaults", () => {
    const old = file(
      "old.yaml",
      "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: c\nspec:\n  kafka:\n    version: 3.6.1\n    replicas: 2\n    storage:\n      type: jbod\n      volumes:\n        - id: 0\n        - id: 1\n    config:\n      num.partitions: 2\n",
    );
    const configuration = loaded([old]);
    expect(configuration).toMatchObject({ version: "3.6", brokers: 2, disksPerBroker: 2 });
    expect(configuration.producerSettings).toEqual({
      "linger.ms": "0",
      "metadata.recovery.rebootstrap.trigger.ms": "9223372036854775807",
      "metadata.recovery.strategy": "none",
      "retry.backoff.max.ms": "100",
    });
    expect(configuration.notes).toContain("judged as Kafka 3.6, as the document says");
    expect(loaded([old], { version: "4.4" }).version).toBe("4.4");
  });

  test.each([
    ["4.4", "4.4", []],
    ["4.x", "4.4", []],
    ["3.9", "3.9.2", ["judged as Kafka 3.9.2, as asked"]],
    ["3.9.1", "3.9.1", ["judged as Kafka 3.9.1, as asked"]],
    ["4.5", "4.4", ["judged as Kafka 4.4, the newest that is known: 4.5 is newer"]],
    ["5.0", "4.4", ["judged as Kafka 4.4, the newest that is known: 5.0 is newer"]],
  ])("%s is judged as %s and says so where another is meant", (asked, version, notes) => {
    const configuration = loaded([server(1)], { version: asked });
    expect(configuration.version).toBe(version);
    expect(configuration.notes.filter((note) => note.startsWith("judged as"))).toEqual(notes);
  });

  test("an older default is written into the settings", () => {
    const settings = loaded([server(1)], { version: "2.8" }).producerSettings;
    expect(settings).toEqual({
      acks: "1",
      "enable.idempotence": "false",
      "linger.ms": "0",
      "metadata.recovery.rebootstrap.trigger.ms": "9223372036854775807",
      "metadata.recovery.strategy": "none",
      "partitioner.adaptive.partitioning.enable": "false",
      "retry.backoff.max.ms": "100",
    });
    expect(loaded([server(1)], { version: "3.9" }).brokerSettings).toEqual({
      "eligible.leader.replicas.enable": "false",
      "log.message.timestamp.after.max.ms": "9223372036854775807",
      "num.recovery.threads.per.data.dir": "1",
    });
  });
});

describe("racks", () => {
  test("options win over files; a rack missing turns them off", () => {
    expect(loaded([server(1, "broker.rack=a")], { racks: ["x", "y"] }).racks).toEqual(["x", "y"]);
    expect(loaded([server(1, "broker.rack=a"), server(2)]).racks).toEqual([]);
  });

  test("Strimzi's topology key is said to be no rack", () => {
    const text =
      "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata:\n  name: c\nspec:\n  kafka:\n    replicas: 3\n    rack:\n      topologyKey: zone\n";
    expect(loaded([file("rack.yaml", text)]).notes).toContain(
      "racks come from zone of the machines and are not in the file; give them with --racks",
    );
  });
});
