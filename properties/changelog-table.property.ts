/**
 * A table folded from a compacted topic has, once everything is drained, the last acknowledged write of each key (or one that was called
 * later, whose answer is open); so has the table of a reader that began while the topic was being compacted.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { quickBrokerSettings } from "../src/arbitrary/cluster-arbitrary.ts";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import { propertySpace, type ScenarioSpace } from "../src/arbitrary/space.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { application, type Read, type Sent } from "./readers-and-writers.ts";
import { tooSeldom } from "./vacuity.ts";

const space: ScenarioSpace = {
  ...propertySpace("kafka-4"),
  cluster: {
    brokers: 3,
    racks: [],
    disksPerBroker: 1,
    settings: { ...quickBrokerSettings, "log.cleaner.backoff.ms": "300" },
    topics: [
      {
        name: "orders",
        partitions: 2,
        replicationFactor: 3,
        settings: {
          "segment.bytes": "500",
          "cleanup.policy": "compact",
          "min.cleanable.dirty.ratio": "0.1",
          "delete.retention.ms": "60000",
          "min.insync.replicas": "2",
        },
      },
    ],
    latencyMicros: { min: 500, max: 30_000 },
  },
  kinds: ["process-crash", "cut", "isolate", "controlled-shutdown", "session-loss", "reset", "slow-link"],
};

/** One writer of a few keys, some of them deleted; a reader from the beginning, and one that comes later. */
const changelog = (scenario: Scenario): Scenario => ({
  ...scenario,
  workload: {
    producers: scenario.workload.producers.slice(0, 1).map((producer) => ({
      ...producer,
      records: 60 + producer.records,
      everyMs: 60,
      burst: 1,
      keys: 5,
      tombstoneEvery: 6,
      timestampSkewMs: [0, 0] as const,
    })),
    consumers: [0, 4500].map((startMs) => ({
      settings: { "request.timeout.ms": "1500" },
      topic: "orders",
      startMs,
      pollEveryMs: 50,
      start: "earliest" as const,
      rack: "",
    })),
  },
});

const clients = [2000, 2001];

/** Key -> the record that the reader has for it in the end. */
function tableOf(reads: readonly Read[], client: number): Map<string, Read> {
  const table = new Map<string, Read>();
  for (const read of reads) if (read.client === client) table.set(read.record.key!, read);
  return table;
}

function latestAcked(sent: ReadonlyMap<number, Sent>): Map<string, readonly [record: number, order: number]> {
  const latest = new Map<string, readonly [number, number]>();
  for (const [record, { key, order, isAcked }] of sent) if (isAcked) latest.set(key!, [record, order]);
  return latest;
}

test("a table folded from a changelog", () => {
  let tables = 0;
  let midCompaction = 0;
  let deleted = 0;
  fc.assert(
    fc.property(scenarioArbitrary(space).map(changelog), (scenario) => {
      const { outcome, sent, reads, batches } = application(scenario);
      if (!outcome.promised["no-acked-loss"] || outcome.stop !== "done") return;
      const written = batches.flatMap(({ batch }) => batch.records);
      const tombstones = new Set(written.filter(({ value }) => value === null).map(({ id }) => id));
      const acked = latestAcked(sent);
      const last = Math.max(-1, ...[...acked.values()].map(([, order]) => order));
      for (const client of clients) {
        const table = tableOf(reads, client);
        const isDrained = reads.some((read) => read.client === client && sent.get(read.record.id)!.order >= last);
        if (!isDrained) continue;
        tables++;
        const [first] = reads.filter((read) => read.client === client);
        if (client === clients[1] && first !== undefined && outcome.marks.includes("compaction-removed-records"))
          midCompaction++;
        for (const [key, [record, order]] of acked) {
          const found = table.get(key);
          // A tombstone may be gone, with all that came before it.
          if (found === undefined) expect(tombstones, `${key} in the table of ${client}`).toContain(record);
          if (found === undefined) continue;
          expect(sent.get(found.record.id)!.order, `${key} in the table of ${client}`).toBeGreaterThanOrEqual(order);
          if (found.record.value === null) deleted++;
        }
      }
    }),
    { numRuns: 90, seed: 21 },
  );
  expect(tables, tooSeldom).toBeGreaterThan(90);
  expect(midCompaction, tooSeldom).toBeGreaterThan(12);
  expect(deleted, tooSeldom).toBeGreaterThan(20);
});
