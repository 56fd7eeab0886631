/**
 * A batch is stored and given to readers as its producer sent it: from the checksum on it is the same at the leader, at its followers and at
 * the reader. The leader stamps base offset and leader epoch, which the checksum does not cover, and with LogAppendTime the time;
 * compaction takes records out.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import { propertySpace } from "../src/arbitrary/space.ts";
import type { RecordBatch } from "../src/kafka/records.ts";
import { application } from "./readers-and-writers.ts";
import { tooSeldom } from "./vacuity.ts";

/** What the checksum covers, and the checksum: as text. */
const bytes = ({ baseOffset: _base, partitionLeaderEpoch: _epoch, ...covered }: RecordBatch): string =>
  JSON.stringify(covered);

/** Without the time, which the leader may set. */
const untimed = (batch: RecordBatch): string =>
  bytes({ ...batch, timestampType: "CreateTime", maxTimestamp: 0, checksum: 0 });

const isCompacting = (settings: Readonly<Record<string, string>>): boolean => settings["cleanup.policy"] === "compact";

test("batches keep their bytes", () => {
  const met = { leader: 0, follower: 0, read: 0, stamped: 0 };
  fc.assert(
    fc.property(scenarioArbitrary(propertySpace("kafka-4")), (scenario) => {
      const settings = scenario.cluster.topics[0]!.settings;
      const isStamped = settings["message.timestamp.type"] === "LogAppendTime";
      const { batches } = application(scenario);
      const sent = new Set<string>();
      const stored = new Map<string, string>();
      for (const { where, tp, batch } of batches) {
        if (where === "sent") {
          sent.add(`${tp}/${isStamped ? untimed(batch) : bytes(batch)}`);
          continue;
        }
        const place = `${tp}/${batch.baseOffset}/${batch.partitionLeaderEpoch}`;
        if (where === "leader") {
          expect(sent, place).toContain(`${tp}/${isStamped ? untimed(batch) : bytes(batch)}`);
          stored.set(place, bytes(batch));
          if (isStamped) met.stamped++;
          // What compaction has gone over has fewer records, or none.
        } else if (!isCompacting(settings)) expect(stored.get(place), place).toBe(bytes(batch));
        met[where]++;
      }
    }),
    { numRuns: 250, seed: 22 },
  );
  expect(Math.min(...Object.values(met)), tooSeldom).toBeGreaterThan(100);
});
