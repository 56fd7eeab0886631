/** The tables of a search, against plain maps and arrays. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Edges, IntegerList } from "../../src/explorer/edges.ts";
import { collisionBound, highFingerprint, lowFingerprint } from "../../src/explorer/fingerprint.ts";
import { Frontier } from "../../src/explorer/frontier.ts";
import { everyChoice } from "../../src/explorer/odometer.ts";
import { PairTable } from "../../src/explorer/pair-table.ts";
import { renamed, renamings } from "../../src/explorer/renaming.ts";
import { VisitedStates } from "../../src/explorer/visited.ts";

const small = fc.integer({ min: 0, max: 40 });

test("a pair table is a map from two integers", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(small, fc.integer({ min: 0, max: 2 ** 30 }), fc.nat()), { maxLength: 3000 }),
      (entries) => {
        const table = new PairTable();
        const known = new Map<string, number>();
        for (const [first, second, value] of entries) {
          const key = `${first}/${second}`;
          if (!known.has(key)) table.set(first, second, value);
          if (!known.has(key)) known.set(key, value);
          expect(table.get(first, second)).toBe(known.get(key));
        }
        expect(table.size).toBe(known.size);
        expect(table.get(41, 7)).toBe(-1);
      },
    ),
    { numRuns: 30 },
  );
});

test("visited states keep number, fingerprint and parent through every growth", () => {
  const visited = new VisitedStates();
  const count = 200_000;
  const low = (i: number): number => Math.imul(i >> 1, 0x9e3779b1);
  const numbers = Array.from({ length: count }, (_, i) => visited.add(low(i), i, i - 1));
  expect(numbers.every((number, i) => number === i)).toBe(true);
  for (let i = 0; i < count; i += 9_973) {
    expect(visited.add(low(i), i, 0)).toBe(~i);
    expect([visited.lowOf(i), visited.highOf(i), visited.parentOf(i)]).toEqual([low(i), i, i - 1]);
  }
  expect(visited.size).toBe(count);
  expect(visited.bytes / count).toBeLessThan(28);
});

test("a frontier gives back what it was given, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 12 }), (bursts) => {
      const frontier = new Frontier(2);
      const expected: number[] = [];
      const state = new Int32Array(2);
      let next = 0;
      const push = (): void => {
        state[0] = next;
        state[1] = next + 1;
        frontier.push(state);
        expected.push(next++);
      };
      const popsRight = (): boolean => {
        const was = expected.shift();
        return (
          frontier.pop(state) === (was !== undefined) &&
          (was === undefined || (state[0] === was && state[1] === was + 1))
        );
      };
      for (const burst of bursts) {
        for (let i = 0; i < burst; i++) push();
        expect(Array.from({ length: Math.max(0, -burst) }, popsRight).every(Boolean)).toBe(true);
        expect(frontier.length).toBe(expected.length);
      }
    }),
    { numRuns: 30 },
  );
});

test("fingerprints tell rows apart, in both halves", () => {
  const lows = new Set<number>();
  const highs = new Set<number>();
  for (let a = 0; a < 100; a++) {
    for (let b = 0; b < 100; b++) {
      const row = Int32Array.of(a, b, 0);
      lows.add(lowFingerprint(row));
      highs.add(highFingerprint(row));
    }
  }
  expect(lows.size).toBeGreaterThan(9_990);
  expect(highs.size).toBeGreaterThan(9_990);
  expect(collisionBound(10_000_000)).toBeLessThan(1e-5);
});

test("renamings are all permutations, the first of them none", () => {
  expect(renamings(3)).toHaveLength(6);
  expect(renamings(3)[0]).toEqual([0, 1, 2, 3]);
  expect(new Set(renamings(4).map((renaming) => renaming.join()))).toHaveLength(24);
  expect([-1, 0, 1, 2, 3, 1000].map((id) => renamed([0, 2, 1], id))).toEqual([-1, 0, 2, 1, 3, 1000]);
});

describe("an odometer", () => {
  test("runs a step once for each way its choices can go", () => {
    const seen = everyChoice((choose, way) => `${way}:${choose(2)}${choose(3)}`);
    expect(seen).toEqual(["0:00", "1:01", "2:02", "3:10", "4:11", "5:12"]);
  });

  test("follows choices that hang on earlier ones, and steps without any", () => {
    expect(everyChoice((choose) => (choose(2) === 0 ? "a" : `b${choose(2)}`))).toEqual(["a", "b0", "b1"]);
    expect(everyChoice(() => "only")).toEqual(["only"]);
  });
});

describe("edges", () => {
  test("say from where nothing settled is reached, on any graph", () => {
    const graph = fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(graph, fc.uniqueArray(fc.nat(11), { maxLength: 3 }), (targets, settled) => {
        const edges = new Edges();
        for (const list of targets) {
          edges.begin();
          for (const target of list) edges.add(target);
        }
        for (const state of settled) edges.settle(state);
        const reaches = (from: number): boolean => {
          const seen = new Set<number>();
          const visit = (state: number): void => {
            if (seen.has(state)) return;
            seen.add(state);
            targets[state]!.forEach(visit);
          };
          visit(from);
          return settled.some((state) => seen.has(state));
        };
        expect(edges.firstStuck()).toBe(targets.findIndex((_, state) => !reaches(state)));
      }),
    );
  });

  test("keep long lists in chunks", () => {
    const list = new IntegerList();
    for (let i = 0; i < 600_000; i++) list.push(i * 3);
    expect([list.length, list.at(0), list.at(300_000), list.at(599_999)]).toEqual([600_000, 0, 900_000, 1_799_997]);
  });
});
