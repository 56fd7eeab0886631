/**
 * Replicas of a partition lie on distinct brokers, the first on one that is unfenced; racks are spread as evenly as their
 * brokers allow, and racks lead in turn.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { placeReplicas, type UsableBroker } from "../src/kafka/controller/placement.ts";
import { tooSeldom } from "./vacuity.ts";

const racks = ["a", "b", "c", "d"];

const cluster = fc
  .record({
    perRack: fc.integer({ min: 1, max: 4 }),
    racks: fc.integer({ min: 1, max: 4 }),
    partitions: fc.integer({ min: 1, max: 40 }),
    replicationFactor: fc.integer({ min: 1, max: 4 }),
    start: fc.nat(),
  })
  .filter((shape) => shape.replicationFactor <= shape.perRack * shape.racks);

test("placement", () => {
  let spread = 0;
  fc.assert(
    fc.property(cluster, (shape) => {
      const usable: UsableBroker[] = Array.from({ length: shape.perRack * shape.racks }, (_, i) => ({
        brokerId: i + 1,
        rack: racks[i % shape.racks]!,
        fenced: false,
      }));
      const placed = placeReplicas(usable, shape.partitions, shape.replicationFactor, shape.start);
      expect(placed).not.toBeNull();
      const rackOf = (brokerId: number): string => usable[brokerId - 1]!.rack;
      const leaders = new Map<string, number>();
      for (const replicas of placed!) {
        expect(new Set(replicas).size).toBe(shape.replicationFactor);
        const distinct = new Set(replicas.map(rackOf)).size;
        expect(distinct).toBe(Math.min(shape.racks, shape.replicationFactor));
        if (distinct > 1) spread += 1;
        const rack = rackOf(replicas[0]!);
        leaders.set(rack, (leaders.get(rack) ?? 0) + 1);
      }
      // Racks take turns; the circle is shuffled once per round of as many partitions as brokers.
      const rounds = Math.ceil(shape.partitions / usable.length);
      const fair = Math.ceil(shape.partitions / shape.racks);
      expect(Math.max(...leaders.values())).toBeLessThanOrEqual(fair + rounds);
    }),
    { numRuns: 2000, seed: 1 },
  );
  expect(spread, tooSeldom).toBeGreaterThan(0);
});
