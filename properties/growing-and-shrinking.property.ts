/**
 * Brokers join and leave a cluster that works: what was acknowledged stays, and a broker that was retired in order holds no replica in the
 * end, while every partition has as many copies as before.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fault } from "../src/chaos/fault.ts";
import { run } from "../src/run/run.ts";
import { smallRun } from "./small-run.ts";
import { tooSeldom } from "./vacuity.ts";

const crash: fc.Arbitrary<Fault> = fc.record({
  id: fc.integer({ min: 100, max: 1_000_000 }),
  kind: fc.constant("process-crash" as const),
  node: fc.constantFrom("b1", "b2", "b3", "b4", "controller"),
  downMs: fc.integer({ min: 100, max: 1500 }),
  trigger: fc.record({ at: fc.integer({ min: 0, max: 7000 }) }),
});

test("growing and shrinking", () => {
  let retired = 0;
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat().map(String),
        joinAt: fc.integer({ min: 0, max: 3000 }),
        leaveAfter: fc.integer({ min: 0, max: 2000 }),
        leaves: fc.constantFrom(1, 2, 3),
        crashes: fc.array(crash, { maxLength: 3 }),
      }),
      ({ seed, joinAt, leaveAfter, leaves, crashes }) => {
        const replicas = new Map<number, readonly number[]>();
        let isGone = false;
        const outcome = run(
          smallRun({
            seed,
            topicSettings: { "min.insync.replicas": "2" },
            assignments: [
              [1, 2, 3],
              [2, 3, 1],
            ],
            producer: { records: 250, everyMs: 30 },
            faults: [
              { id: 1, kind: "admin", action: { do: "add-broker", broker: 4 }, trigger: { at: joinAt } },
              {
                id: 2,
                kind: "admin",
                action: { do: "remove-broker", broker: leaves },
                trigger: { at: joinAt + leaveAfter },
              },
              ...crashes,
            ],
            chaosMs: 9000,
          }),
          {
            listener: () => ({
              partitionChanged: (tp, _before, after) => replicas.set(tp, after.replicas),
              nodeDown: (node, cause) => {
                isGone ||= node === leaves && cause === "exit";
              },
            }),
          },
        );
        expect(outcome.violations.filter(({ promised }) => promised)).toEqual([]);
        for (const held of replicas.values()) expect(new Set(held).size).toBe(3);
        if (!isGone) return;
        retired++;
        for (const held of replicas.values()) expect(held).not.toContain(leaves);
      },
    ),
    { numRuns: 120, seed: 34 },
  );
  expect(retired, tooSeldom).toBeGreaterThan(60);
});
