import { describe, expect, test } from "vitest";
import { statisticCards } from "../../src/check/statistic-cards.ts";
import { keyTables } from "../../src/kafka/config/key-tables.ts";
import { effectOf, keyEffects } from "../../src/report/page/key-pages.ts";
import { explainable, pagesOf } from "../../src/report/pages.ts";

const pages = (name: string): readonly string[] =>
  pagesOf(name).map((page) => `${page.kind}\n${page.lines.join("\n")}`);

describe("what explain tells", () => {
  test("all that one name stands for", () => {
    expect(pagesOf("power-loss").map((page) => page.kind)).toEqual(["profile", "mark", "fault"]);
    expect(pagesOf("NO-duplicate").map((page) => page.kind)).toEqual(["check, history", "guarantee"]);
    expect(pagesOf("min.insync.replicas").map((page) => page.kind)).toEqual(["broker key", "topic key"]);
    expect(pagesOf("request.timeout.ms").map((page) => page.kind)).toEqual([
      "broker key",
      "producer key",
      "consumer key",
    ]);
    expect(pagesOf("no such thing")).toEqual([]);
  });

  test("of a legal anomaly: what it excuses, and what shows that Kafka does so", () => {
    expect(pages("log-starts-within-batch")).toEqual([
      expect.stringMatching(
        /^legal anomaly\n.*\nNo violation of: isr-refills, .*\nEvidence: Real brokers .*\nSource: .*§6\.17$/,
      ),
    ]);
  });

  test("of a check its formula", () => {
    expect(pages("leader-in-isr")[0]).toContain("Formula: leader = none ∨ leader ∈ isr");
  });

  test("the default of each release, with its source", () => {
    expect(pages("acks")[0]).toMatch(
      /modelled; .*\n.*no-acked-loss[\s\S]*Default: all\n {2}before 3\.0: 1 \(KIP-679\)/,
    );
    expect(pages("zookeeper.connect")[0]).toMatch(/known, not modelled: .*2\.5 to before 4\.0; its place is taken by/);
    expect(pages("session.timeout.ms")[0]).toMatch(/Default: 45000\n {2}before 3\.0: 10000 \(KIP-735\)/);
    expect(pages("num.stream.threads")[0]).toMatch(/^Kafka Streams key\nStatus: known, not modelled/);
  });

  test("what the model does with every modelled key, and with no other", () => {
    const used = new Set<string>();
    for (const kind of ["broker", "topic", "producer", "consumer"] as const) {
      for (const key of keyTables[kind].values()) {
        if (!key.modelled) continue;
        used.add(effectOf(kind, key.name));
        expect(effectOf(kind, key.name).length, `${kind} ${key.name}`).toBeGreaterThan(10);
      }
    }
    expect(Object.entries(keyEffects).filter(([, effect]) => !used.has(effect))).toEqual([]);
  });

  test("the whole header of every defect and rule set", () => {
    const listed = explainable();
    for (const id of listed["defect"] ?? []) {
      const [text] = pages(id);
      expect(text, id).toMatch(/What (was|is) wrong: [\s\S]+Where it was found: [\s\S]+What it costs: [\s\S]+Source: /);
      expect(text, id).not.toMatch(/\*\/|^ \*/m);
    }
    for (const name of listed["rule set"] ?? []) expect(pages(name)[0]!.length, name).toBeGreaterThan(60);
    expect(pages("kip-279")[0]).toMatch(/^rule set\n2\.0: the answer names the epoch too/);
    expect(pages("kafka-2.7.1")[0]).toMatch(
      /OffsetsForLeaderEpoch\)\. \(KAFKA-10554, AbstractFetcherThread\)[\s\S]*one KRaft controller/,
    );
  });

  test("the anomalies of check, and which of them Kafka allows", () => {
    expect(pages("lost-write")[0]).toMatch(/A history with it is invalid\./);
    expect(pages("G0")[0]).toMatch(/still valid/);
    expect(pages("poll-skip")[0]).toMatch(/unless consumers subscribe/);
    expect(pages("G1c")[0]).toMatch(/unless --ww-deps/);
  });

  test("a source for all that is Kafka's; what is ours has none", () => {
    const without = Object.values(explainable())
      .flat()
      .flatMap(pagesOf)
      .filter((page) => !page.lines.some((line) => line.startsWith("Source: ")))
      .map((page) => page.kind);
    expect([...new Set(without)].sort()).toEqual([
      "Kafka Connect key",
      "Kafka Streams key",
      "MirrorMaker key",
      "ZooKeeper key",
      "fault",
      "measure",
      "metric",
      "preset",
      "profile",
      "question",
      "rule set",
      "statistic",
      "strategy",
      "word",
    ]);
  });

  test("every statistic: what it counts and its unit", () => {
    expect(explainable()["statistic"]).toEqual(statisticCards.map((card) => card.name));
    for (const { name, sentence, unit } of statisticCards)
      expect(pagesOf(name)[0]?.lines.slice(0, 2)).toEqual([sentence, `Unit: ${unit}`]);
  });

  test.each([
    ["UnderReplicatedPartitions", "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions"],
    ["underminisrpartitioncount", "kafka.server:type=ReplicaManager,name=UnderMinIsrPartitionCount"],
    ["OfflinePartitionsCount", "kafka.controller:type=KafkaController,name=OfflinePartitionsCount"],
    ["UncleanLeaderElectionsPerSec", "kafka.controller:type=ControllerStats,name=UncleanLeaderElectionsPerSec"],
    ["IsrShrinksPerSec", "kafka.server:type=ReplicaManager,name=IsrShrinksPerSec"],
  ])("%s as operators know it", (name, metric) => {
    expect(pagesOf(name)[0]?.lines).toContain(`Kafka's metric: ${metric}`);
  });

  test("every name has a page that says something", () => {
    const names = Object.values(explainable()).flat();
    expect(names.length).toBeGreaterThan(100);
    for (const name of names) {
      const pages = pagesOf(name);
      expect(pages.length, name).toBeGreaterThan(0);
      for (const { lines } of pages) {
        expect(lines.length, name).toBeGreaterThan(0);
        expect(lines[0]?.trim(), name).toMatch(/\S/);
      }
    }
  });

  test("a fault, an incident and a word of the reports", () => {
    expect(pages("clock-drift")[0]).toMatch(/^fault\nThe clock of a node .*\nFields .*node.*\nProfiles: .*, all$/);
    expect(pages("leader-cut-off")[0]).toMatch(
      /^incident\n[\s\S]+Source: .*\nShown by: kafka-trial scenario leader-cut-off$/,
    );
    expect(pages("high watermark")[0]).toMatch(/^word\nThe offset below which/);
  });

  test("a number, a rule or an issue by the sources that name it", () => {
    expect(pagesOf("1.8").map(({ name }) => name)).toContain("strong-isr");
    expect(pagesOf("R-44").map(({ name }) => name)).toContain("candidate-complete");
    expect(pagesOf("§6.17").map(({ name }) => name)).toContain("log-starts-within-batch");
    expect(pagesOf("KIP-841").map(({ name }) => name)).toContain("I-03");
  });

  test("a measure of the incidents", () => {
    expect(pagesOf("keyReadsOutOfOrder").map((page) => page.kind)).toContain("measure");
  });
});
