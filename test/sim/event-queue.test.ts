import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventQueue } from "../../src/sim/event-queue.ts";

const entries = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 20 }),
    high: fc.oneof(fc.nat(3), fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 })),
    low: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 600, size: "max" },
);

function drain(queue: EventQueue): number[] {
  const order: number[] = [];
  while (queue.size > 0) order.push(queue.first(queue.pop()));
  return order;
}

describe("event queue", () => {
  test("gives events by time, then by unsigned keys", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const queue = new EventQueue(4);
        for (const [i, { time, high, low }] of list.entries()) queue.push(time, high, low, 1, i, 0, 0);
        const got = drain(queue).map((i) => [list[i]!.time, list[i]!.high >>> 0, list[i]!.low] as const);
        const sorted = got.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
        expect(got).toEqual(sorted);
        expect(got.length).toBe(list.length);
      }),
    );
  });

  test("orders ties the same whatever the order of insertion", () => {
    const distinct = fc.uniqueArray(fc.record({ time: fc.nat(3), high: fc.nat(50) }), {
      selector: (entry) => `${entry.time}/${entry.high}`,
      maxLength: 60,
      size: "max",
    });
    fc.assert(
      fc.property(distinct, fc.infiniteStream(fc.nat()), (list, noise) => {
        const shuffled = list.map((entry) => ({ entry, key: noise.next().value })).sort((a, b) => a.key - b.key);
        const one = new EventQueue();
        const other = new EventQueue();
        for (const { time, high } of list) one.push(time, high, 0, 1, time * 100 + high, 0, 0);
        for (const { entry } of shuffled) other.push(entry.time, entry.high, 0, 1, entry.time * 100 + entry.high, 0, 0);
        expect(drain(other)).toEqual(drain(one));
      }),
    );
  });

  test("uses slots again and keeps what an event is until the next push", () => {
    const queue = new EventQueue(2);
    for (let i = 0; i < 1000; i++) {
      queue.push(i, 0, 0, 1 + (i % 5), i, i + 1, i + 2);
      queue.push(i + 0.5, 0, 0, 7, -1, -1, -1);
      const slot = queue.pop();
      expect(slot).toBeLessThan(2);
      expect([queue.kindOf(slot), queue.first(slot), queue.second(slot), queue.third(slot)]).toEqual([
        1 + (i % 5),
        i,
        i + 1,
        i + 2,
      ]);
      expect(queue.kindOf(queue.pop())).toBe(7);
    }
    expect(queue.size).toBe(0);
  });
});
