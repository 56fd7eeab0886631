import { describe, expect, test } from "vitest";
import { applyCurrentLeader, applyMetadata, newClientMetadata } from "../../src/client/metadata/client-metadata.ts";
import { Errors } from "../../src/kafka/errors.ts";
import { metadataOf, producerConfig, records, topicName, tpOf } from "./client-settings.ts";
import { answer, startProducer } from "./producer-driver.ts";

describe("what a client knows of the cluster", () => {
  const known = (): ReturnType<typeof newClientMetadata> => {
    const metadata = newClientMetadata([1, 2]);
    applyMetadata(metadata, metadataOf(1, [{ leaderId: 2, leaderEpoch: 5 }], [1, 2, 3]));
    return metadata;
  };

  test("older leader epochs are ignored, equal and newer ones are taken (P-26)", () => {
    const metadata = known();
    const [partition] = metadata.topics.get(topicName)!.partitions;
    applyMetadata(metadata, metadataOf(2, [{ leaderId: 1, leaderEpoch: 4 }]));
    expect([partition!.leaderId, partition!.leaderEpoch]).toEqual([2, 5]);
    applyMetadata(metadata, metadataOf(3, [{ leaderId: -1, leaderEpoch: 5 }]));
    expect([partition!.leaderId, partition!.leaderEpoch]).toEqual([-1, 5]);
    expect(applyCurrentLeader(partition!, { leaderId: 3, leaderEpoch: 5 })).toBe(false);
    expect(applyCurrentLeader(partition!, { leaderId: 3, leaderEpoch: 6 })).toBe(true);
  });

  test("a topic made anew starts over, and nobody leads the old partitions", () => {
    const metadata = known();
    const old = metadata.topics.get(topicName)!;
    applyMetadata(metadata, metadataOf(2, [{ leaderId: 1, leaderEpoch: 0 }], [1], 8));
    expect(old.partitions[0]!.leaderId).toBe(-1);
    expect(metadata.topics.get(topicName)!.partitions[0]).toMatchObject({ topicPartition: tpOf(0, 8), leaderId: 1 });
  });

  test("an answer without a leader, or without the topic, is asked for again", () => {
    const metadata = known();
    expect(applyMetadata(metadata, metadataOf(2, [{ leaderId: -1, leaderEpoch: 6 }])).isIncomplete).toBe(true);
    const empty = {
      ...metadataOf(3, []),
      topics: [{ name: topicName, topicId: 0, errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, partitions: [] }],
    };
    expect(applyMetadata(metadata, empty).isIncomplete).toBe(true);
    expect(metadata.topics.get(topicName)!.isKnown).toBe(false);
  });
});

describe("asking for metadata", () => {
  const config = producerConfig({ lingerMs: 0, maxBlockMs: 100_000 });

  test("tries the bootstrap servers one after the other until one answers", () => {
    const driver = startProducer({ config, workload: records([0]) });
    const asked: number[] = [];
    for (let atMs = 0; atMs < 3000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.host.take()) {
        asked.push(sent.to);
        driver.host.disconnect(sent.to, sent.channel);
      }
    }
    expect(new Set(asked)).toEqual(new Set([1, 2, 3]));
    driver.host.runTo(5000);
    expect([...driver.produces(), ...driver.produces()]).toHaveLength(1);
  });

  /** Brokers 8 and 9 are all that the bootstrap server 1 names, and nobody can be reached after that. */
  function asksInVain(metadataRecoveryStrategy: "rebootstrap" | "none"): ReadonlySet<number> {
    const driver = startProducer({
      config: { ...config, enableIdempotence: false, metadataRecoveryStrategy },
      bootstrap: [1],
      workload: records([0, 500]),
    });
    const [first] = driver.host.take().filter(({ body }) => body.kind === "Metadata");
    driver.host.deliver(1, 0, metadataOf(first!.body.correlationId, [{ leaderId: 8, leaderEpoch: 0 }], [8, 9]));
    const asked = new Set<number>();
    for (let atMs = 0; atMs < 4000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const sent of driver.host.take()) {
        asked.add(sent.to);
        driver.host.disconnect(sent.to, sent.channel);
      }
    }
    return asked;
  }

  test("goes back to the bootstrap list when no known broker can be reached (KIP-899)", () => {
    expect(asksInVain("rebootstrap")).toEqual(new Set([1, 8, 9]));
  });

  test("never does so with metadata.recovery.strategy=none, as before 4.0", () => {
    expect(asksInVain("none")).toEqual(new Set([8, 9]));
  });

  test("after metadata.recovery.rebootstrap.trigger.ms without an answer closes what it has and starts over", () => {
    const driver = startProducer({
      config: {
        ...config,
        enableIdempotence: false,
        metadataMaxAgeMs: 1000,
        metadataRecoveryRebootstrapTriggerMs: 3000,
      },
      bootstrap: [1],
      workload: records([0, 1, 2], () => ({ partition: 0 })),
    });
    const [first] = driver.host.take().filter(({ body }) => body.kind === "Metadata");
    driver.host.deliver(1, 0, metadataOf(first!.body.correlationId, [{ leaderId: 8, leaderEpoch: 0 }], [8, 9]));
    const asked: [number, number][] = [];
    for (let atMs = 0; atMs < 6000; atMs += 10) {
      driver.host.runTo(atMs);
      for (const { to, channel, body } of driver.host.take()) {
        if (body.kind !== "Metadata") continue;
        asked.push([atMs, to]);
        driver.host.deliver(to, channel, { ...metadataOf(body.correlationId, []), brokers: [] });
      }
    }
    const atBootstrap = asked.filter(([, to]) => to === 1).map(([atMs]) => atMs);
    expect(atBootstrap[0]).toBeGreaterThan(3000);
    expect(atBootstrap[0]).toBeLessThan(5500);
    expect(new Set(driver.host.closed.map(({ node }) => node))).toEqual(new Set([8, 9]));
  });

  test("backs off after an answer of a broker that has heard of no cluster, be it the first on its connection", () => {
    const driver = startProducer({ config: { ...config, enableIdempotence: false }, workload: records([0]) });
    const [first] = driver.host.take();
    const answer = { ...metadataOf(first!.body.correlationId, []), brokers: [] };
    driver.host.deliver(first!.to, first!.channel, answer);
    driver.host.runTo(79);
    expect(driver.host.take()).toEqual([]);
    driver.host.runTo(120);
    expect(driver.host.take().map(({ body }) => body.kind)).toEqual(["Metadata"]);
  });

  test("is done again after metadata.max.age.ms", () => {
    const driver = startProducer({ config: producerConfig({ metadataMaxAgeMs: 1000 }), workload: records([0]) });
    for (let atMs = 0; atMs <= 10_000; atMs += 50) {
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) answer(driver, sent);
    }
    expect(driver.facts.refreshes).toBeGreaterThanOrEqual(9);
    expect(driver.facts.refreshes).toBeLessThanOrEqual(12);
  });

  test("partitions added later get records once they are known", () => {
    const leaders = [{ leaderId: 1, leaderEpoch: 0 }];
    const workload = records([0, 5000], () => ({ partition: 1 }));
    const driver = startProducer({ config: producerConfig({ metadataMaxAgeMs: 1000 }), workload }, leaders);
    driver.leaders = leaders;
    for (let atMs = 0; atMs <= 6000; atMs += 50) {
      if (atMs === 2000) driver.leaders = [...leaders, ...leaders];
      driver.host.runTo(atMs);
      for (const sent of driver.produces()) answer(driver, sent);
    }
    expect([...driver.facts.assigned.values()]).toEqual([tpOf(0), tpOf(1)]);
  });

  test("what waits for a topic that is made anew goes to its new partition", () => {
    const driver = startProducer({ config, workload: records([0]) }, [{ leaderId: -1, leaderEpoch: 3 }]);
    driver.produces();
    expect(driver.facts.assigned.get(0)).toBe(tpOf(0));
    driver.host.runTo(500);
    for (const sent of driver.host.take()) {
      driver.host.deliver(
        sent.to,
        sent.channel,
        metadataOf(sent.body.correlationId, [{ leaderId: 1, leaderEpoch: 0 }], [1], 8),
      );
    }
    const [sent] = driver.produces();
    expect(sent!.body.partitions[0]!.topicPartition).toBe(tpOf(0, 8));
    expect(driver.facts.assigned.get(0)).toBe(tpOf(0, 8));
  });
});

describe("a producer process", () => {
  test("that starts again goes on with the records due after its start, in a new session", () => {
    const driver = startProducer({ config: producerConfig({ lingerMs: 0 }), workload: records([0, 100, 200, 300]) });
    driver.produces();
    driver.host.runTo(150);
    driver.produces();
    driver.host.boot(1);
    driver.host.take();
    driver.host.runTo(199);
    expect(driver.host.outbox).toEqual([]);
    driver.host.runTo(200);
    const [sent] = driver.produces();
    expect(sent!.body.partitions[0]!.batch).toMatchObject({ baseSequence: 0 });
    expect(driver.facts.invoked).toEqual([0, 1, 2]);
    expect(driver.facts.completed).toEqual([]);
  });

  test("counts times from the start of the run, whatever its clock shows then", () => {
    const driver = startProducer({
      config: producerConfig({ lingerMs: 0 }),
      clockStartMs: 5000,
      workload: records([0, 100]),
    });
    driver.host.runTo(4999);
    expect(driver.facts.invoked).toEqual([]);
    driver.host.runTo(5000);
    expect(driver.facts.invoked).toEqual([0]);
  });
});
