/**
 * A new replica goes to the directory with the fewest of them, and a directory that fails takes only its own replicas offline: as many as
 * were placed there leave the ISR, the others serve on.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { directoryForNewReplica, type LogDirectory } from "../src/kafka/replica-manager/log-directory.ts";
import { run } from "../src/run/run.ts";
import { smallRun } from "./small-run.ts";
import { tooSeldom } from "./vacuity.ts";

type Step = { readonly do: "place" } | { readonly do: "remove" | "fail"; readonly at: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("place" as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), at: fc.nat({ max: 7 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), at: fc.nat({ max: 7 }) }) },
  ),
  { maxLength: 60 },
);

test("a new replica goes where the fewest lie", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), steps, (count, plan) => {
      const directories = Array.from(
        { length: count },
        (_, index) => ({ index, offline: false, replicas: 0 }) as LogDirectory,
      );
      for (const step of plan) {
        const there = "at" in step ? directories[step.at % count]! : null;
        if (step.do === "fail") there!.offline = true;
        else if (step.do === "remove") there!.replicas = Math.max(0, there!.replicas - 1);
        else {
          const chosen = directoryForNewReplica(directories);
          const online = directories.filter(({ offline }) => !offline);
          expect(chosen === null).toBe(online.length === 0);
          if (chosen === null) continue;
          expect(chosen.offline).toBe(false);
          expect(chosen.replicas).toBe(Math.min(...online.map(({ replicas }) => replicas)));
          chosen.replicas++;
        }
      }
    }),
    { numRuns: 1000, seed: 31 },
  );
});

test("a failing directory takes its own replicas offline", () => {
  let failures = 0;
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat().map(String),
        disks: fc.integer({ min: 2, max: 4 }),
        partitions: fc.integer({ min: 2, max: 9 }),
        disk: fc.nat({ max: 3 }),
        at: fc.integer({ min: 500, max: 2500 }),
      }),
      ({ seed, disks, partitions, disk, at }) => {
        const failing = disk % disks;
        const lost = new Set<number>();
        const led = new Set<number>();
        let failed = false;
        const outcome = run(
          smallRun({
            seed,
            disksPerBroker: disks,
            assignments: Array.from({ length: partitions }, () => [1, 2, 3]),
            producer: { records: 200, everyMs: 20, keys: 40 },
            faults: [{ id: 1, kind: "disk-fail", node: "b1", disk: failing, durationMs: 3000, trigger: { at } }],
            chaosMs: 4500,
          }),
          {
            listener: () => ({
              logDirFailed: (_broker, index) => {
                failed = true;
                expect(index).toBe(failing);
              },
              nodeDown: () => {
                failed = false;
              },
              partitionChanged: (tp, before, after) => {
                if (failed && before?.isr.includes(1) && !after.isr.includes(1)) lost.add(tp);
              },
              appended: (broker, tp, _batch, asLeader) => {
                if (failed && asLeader && broker === 1) led.add(tp);
              },
            }),
          },
        );
        expect(outcome.verdict).toBe("held");
        if (lost.size === 0) return;
        failures++;
        // In the order of their numbers, each to the directory with the fewest.
        const placed = Array.from({ length: partitions }, (_, i) => i).filter((i) => i % disks === failing);
        expect(lost.size).toBe(placed.length);
        expect([...led].filter((tp) => lost.has(tp))).toEqual([]);
      },
    ),
    { numRuns: 120, seed: 32 },
  );
  expect(failures, tooSeldom).toBeGreaterThan(50);
});
