/** R-60 as a property: never two copies on one broker; racks, brokers and leaders are spread as far as the striping can. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeReplicas, type UsableBroker } from "../../../src/kafka/controller/placement.ts";

const start = fc.nat({ max: 1 << 20 });
const cluster = fc
  .array(fc.record({ rack: fc.constantFrom("a", "b", "c", "d"), fenced: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) => list.map((broker, index): UsableBroker => ({ brokerId: index + 1, ...broker })));
const partitions = fc.integer({ min: 1, max: 40 });

const rackOf = (usable: readonly UsableBroker[], id: number): string => usable.find((b) => b.brokerId === id)!.rack;
const isFenced = (usable: readonly UsableBroker[], id: number): boolean =>
  usable.find((b) => b.brokerId === id)!.fenced;
const isPlaceable = (usable: readonly UsableBroker[], factor: number): boolean =>
  factor <= usable.length && usable.some((b) => !b.fenced);

const counts = (ids: readonly number[]): number[] => {
  const byId = new Map<number, number>();
  for (const id of ids) byId.set(id, (byId.get(id) ?? 0) + 1);
  return [...byId.values()];
};

describe("placement", () => {
  test("as many copies as asked, never two on one broker, the first unfenced; or refused", () => {
    fc.assert(
      fc.property(cluster, partitions, fc.integer({ min: 0, max: 13 }), start, (usable, count, factor, at) => {
        const placed = placeReplicas(usable, count, factor, at);
        expect(placed !== null).toBe(factor > 0 && isPlaceable(usable, factor));
        for (const replicas of placed ?? []) {
          expect(replicas.length).toBe(factor);
          expect(new Set(replicas).size).toBe(factor);
          expect(isFenced(usable, replicas[0]!)).toBe(false);
        }
        expect(placed?.length ?? count).toBe(count);
      }),
    );
  });

  test("racks: a rack gets a second copy only when each rack has one (all unfenced)", () => {
    fc.assert(
      fc.property(cluster, partitions, fc.integer({ min: 1, max: 12 }), start, (cast, count, factor, at) => {
        const usable = cast.map((broker) => ({ ...broker, fenced: false }));
        const racks = new Set(usable.map((b) => b.rack)).size;
        for (const replicas of placeReplicas(usable, count, factor, at) ?? []) {
          expect(new Set(replicas.map((id) => rackOf(usable, id))).size).toBe(Math.min(racks, factor));
        }
      }),
    );
  });

  test("a fenced broker gets a copy only when its rack has no unfenced one left", () => {
    fc.assert(
      fc.property(cluster, partitions, fc.integer({ min: 1, max: 12 }), start, (usable, count, factor, at) => {
        for (const replicas of placeReplicas(usable, count, factor, at) ?? []) {
          const fenced = replicas.filter((id) => isFenced(usable, id));
          for (const id of fenced) {
            const rack = rackOf(usable, id);
            const free = usable.filter((b) => b.rack === rack && !b.fenced && !replicas.includes(b.brokerId));
            expect(free).toEqual([]);
          }
        }
      }),
    );
  });

  test("leaders and copies are spread: over each round of as many partitions as brokers, each leads once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        start,
        (brokers, rounds, factor, at) => {
          const usable = Array.from({ length: brokers }, (_, i) => ({ brokerId: i + 1, rack: "", fenced: false }));
          const placed = placeReplicas(usable, brokers * rounds, Math.min(factor, brokers), at)!;
          for (let round = 0; round < rounds; round++) {
            const here = placed.slice(round * brokers, (round + 1) * brokers);
            expect(new Set(here.map((replicas) => replicas[0])).size).toBe(brokers);
            expect(new Set(counts(here.flat())).size).toBe(1);
          }
        },
      ),
    );
  });

  test("leaders are spread over equal racks as well", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 3 }), start, (racks, perRack, at) => {
        const usable = Array.from({ length: racks * perRack }, (_, i) => ({
          brokerId: i + 1,
          rack: `r${i % racks}`,
          fenced: false,
        }));
        const placed = placeReplicas(usable, usable.length, Math.min(3, usable.length), at)!;
        const leaders = counts(placed.map((replicas) => replicas[0]!));
        const racksOfLeaders = counts(placed.map((replicas) => racks + Number(rackOf(usable, replicas[0]!).slice(1))));
        expect(new Set(racksOfLeaders)).toEqual(new Set([perRack]));
        expect(Math.max(...leaders)).toBeLessThanOrEqual(Math.ceil(usable.length / perRack));
      }),
    );
  });

  test("the same start places the same; start 0 begins with the lowest broker of the first rack", () => {
    const usable = [3, 1, 2].map((brokerId) => ({ brokerId, rack: "", fenced: false }));
    expect(placeReplicas(usable, 3, 2, 0)).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
    ]);
    expect(placeReplicas(usable, 9, 2, 77)).toEqual(placeReplicas(usable, 9, 2, 77));
  });

  test("another start may place otherwise", () => {
    const usable = [1, 2, 3].map((brokerId) => ({ brokerId, rack: "", fenced: false }));
    const leaders = new Set(Array.from({ length: 40 }, (_, at) => placeReplicas(usable, 1, 1, at)![0]![0]));
    expect(leaders).toEqual(new Set([1, 2, 3]));
  });
});
