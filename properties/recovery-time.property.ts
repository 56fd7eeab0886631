/**
 * After an unclean stop a broker is back when its slowest directory is recovered: the logs of that directory over its threads
 * (num.recovery.threads.per.data.dir), each log by one thread, all directories beside one another. A topic with one copy is away
 * for so much longer.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { partitionOf } from "../src/kafka/topic-partition.ts";
import { run } from "../src/run/run.ts";
import { smallRun } from "./small-run.ts";
import { tooSeldom } from "./vacuity.ts";

interface Shape {
  readonly seed: string;
  readonly partitions: number;
  readonly records: number;
  readonly threads: number;
  readonly disks: number;
}

interface Start {
  /** From the start of the process to its registration. */
  readonly startMs: number;
  /** How long each partition was away. */
  readonly awaySeconds: number;
  /** Of all segments, those of the longest log. */
  readonly longestShare: number;
  /** Of all segments, those of the fullest of so many directories: replicas are dealt out in turn. */
  fullestShare(directories: number): number;
}

function startOf({ seed, partitions, records, threads, disks }: Shape): Start {
  const segments = new Array<number>(partitions).fill(1);
  let upAt = -1;
  let startMs = -1;
  const { statistics, verdict } = run(
    smallRun({
      seed,
      brokers: 1,
      disksPerBroker: disks,
      // Nothing is known to be flushed: every segment is read again.
      settings: {
        "num.recovery.threads.per.data.dir": String(threads),
        "log.flush.offset.checkpoint.interval.ms": "100000",
      },
      topicSettings: { "segment.bytes": "600" },
      assignments: Array.from({ length: partitions }, () => [1]),
      producer: { records, everyMs: 5, keys: 50, settings: { acks: "all", "batch.size": "300" } },
      faults: [{ id: 1, kind: "process-crash", node: "b1", downMs: 500, trigger: { at: 3000 } }],
      chaosMs: 8000,
    }),
    {
      listener: (clock) => ({
        segmentRolled: (_broker, tp) => {
          if (upAt < 0) segments[partitionOf(tp)]! += 1;
        },
        nodeUp: (node, incarnation) => {
          if (node === 1 && incarnation === 1) upAt = clock.atMicros();
        },
        brokerRegistered: () => {
          if (upAt >= 0 && startMs < 0) startMs = (clock.atMicros() - upAt) / 1000;
        },
      }),
    },
  );
  expect(verdict).toBe("held");
  const all = segments.reduce((sum, count) => sum + count, 0);
  const fullestShare = (directories: number): number => {
    const held = new Array<number>(directories).fill(0);
    for (const [partition, count] of segments.entries()) held[partition % directories]! += count;
    return Math.max(...held) / all;
  };
  const longestShare = Math.max(...segments) / all;
  return { startMs, awaySeconds: statistics.unavailableSeconds / partitions, longestShare, fullestShare };
}

/** Registration and what else is no recovery. */
const slackMs = 30;

test("recovery takes segments over threads of the slowest directory", () => {
  let longest = 0;
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat().map(String),
        partitions: fc.integer({ min: 2, max: 8 }),
        records: fc.integer({ min: 100, max: 500 }),
        threads: fc.integer({ min: 2, max: 8 }),
        disks: fc.integer({ min: 2, max: 4 }),
      }),
      (shape) => {
        const one = startOf({ ...shape, threads: 1, disks: 1 });
        const threads = startOf({ ...shape, disks: 1 });
        const disks = startOf({ ...shape, threads: 1 });
        longest = Math.max(longest, one.startMs);
        // The same segments by more hands, of which one has the longest log to itself.
        const share = Math.max(1 / shape.threads, one.longestShare);
        expect(threads.startMs).toBeGreaterThan(one.startMs * share - slackMs);
        expect(threads.startMs).toBeLessThan(one.startMs * share + slackMs);
        // All directories at once: the fullest of them is the last.
        const fullest = one.startMs * disks.fullestShare(shape.disks);
        expect(disks.startMs).toBeGreaterThan(fullest - slackMs);
        expect(disks.startMs).toBeLessThan(fullest + slackMs);
        expect(one.awaySeconds - threads.awaySeconds).toBeGreaterThan((one.startMs - threads.startMs) / 1000 - 0.6);
      },
    ),
    { numRuns: 40, seed: 33 },
  );
  expect(longest, tooSeldom).toBeGreaterThan(1000);
});
