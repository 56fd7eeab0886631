/**
 * After any history of appends, cuts, compactions, crashes and power losses a log is a prefix of what it was, and everything beside its
 * batches (offsets, epochs, producers, the numbers of its segments) is what a look at the batches gives.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { appendAsLeader } from "../src/kafka/log/append.ts";
import {
  checkpointedHighWatermark,
  writeHighWatermarkCheckpoint,
  writeLogStartCheckpoint,
  writeRecoveryPointCheckpoint,
} from "../src/kafka/log/checkpoints.ts";
import { cleanIfDue } from "../src/kafka/log/compaction.ts";
import { closeLog, flushLog } from "../src/kafka/log/flush.ts";
import { moveLogStart } from "../src/kafka/log/log-start.ts";
import { setHighWatermark } from "../src/kafka/log/partition-log.ts";
import { truncateTo } from "../src/kafka/log/truncation.ts";
import { nextOffset } from "../src/kafka/records.ts";
import { batchesIn, batchOf, finishFlushes, newWorld, reopen, tp, type World } from "../test/kafka/log/world.ts";
import { expectConsistent } from "./log-fold.ts";

type Op =
  | { kind: "append"; count: number; producerId: number; epochStep: number }
  | { kind: "mark"; share: number }
  | { kind: "start"; share: number }
  | { kind: "truncate"; share: number }
  | { kind: "power-loss"; shares: number[] }
  | { kind: "clean-stop" | "crash" | "flushed" | "flush" | "checkpoint" | "compact" };

const share = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20);
const append: fc.Arbitrary<Op> = fc.record({
  kind: fc.constant("append" as const),
  count: fc.integer({ min: 1, max: 3 }),
  producerId: fc.integer({ min: -1, max: 2 }),
  epochStep: fc.constantFrom(0, 0, 0, 1),
});
const simple: fc.Arbitrary<Op> = fc.record({
  kind: fc.constantFrom(
    "clean-stop" as const,
    "crash" as const,
    "flushed" as const,
    "flush" as const,
    "checkpoint" as const,
    "compact" as const,
  ),
});
const powerLoss: fc.Arbitrary<Op> = fc.record({
  kind: fc.constant("power-loss" as const),
  shares: fc.array(share, { minLength: 1, maxLength: 6 }),
});
const moves: fc.Arbitrary<Op> = fc.record({
  kind: fc.constantFrom("mark" as const, "mark" as const, "start" as const, "truncate" as const),
  share,
});
const ops = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: append },
    { weight: 5, arbitrary: simple },
    { weight: 2, arbitrary: powerLoss },
    { weight: 2, arbitrary: moves },
  ),
  { minLength: 5, maxLength: 80, size: "max" },
);

/** The driver keeps what a producer would: its next sequence, taken from the log itself after every change. */
class Driver {
  readonly world: World;
  epoch = 0;
  compacted = false;
  /** A crash may take a log start back, but not the producers that were forgotten with it. */
  largestStart = 0;

  constructor(segmentBytes: number) {
    this.world = newWorld({ segmentBytes, cleanupPolicy: ["compact"] });
  }

  run(op: Op): void {
    const { world } = this;
    const { log, disk, env } = world;
    switch (op.kind) {
      case "append":
        this.append(op);
        break;
      case "mark":
        setHighWatermark(log, log.highWatermark + Math.floor((log.logEndOffset - log.highWatermark) * op.share));
        break;
      case "start":
        moveLogStart(
          log,
          log.logStartOffset + Math.floor((log.highWatermark - log.logStartOffset) * op.share),
          "delete-records",
          env,
        );
        break;
      case "truncate":
        this.truncate(op.share);
        break;
      case "flushed":
        finishFlushes(world);
        break;
      case "flush":
        flushLog(log, env);
        break;
      case "checkpoint":
        writeHighWatermarkCheckpoint(disk, [log]);
        writeRecoveryPointCheckpoint(disk, [log]);
        writeLogStartCheckpoint(disk, [log]);
        break;
      case "compact":
        if (cleanIfDue(log, env)) this.compacted = true;
        break;
      case "crash":
        this.crash();
        break;
      case "power-loss":
        this.powerLoss(op.shares);
        break;
      case "clean-stop":
        this.stop();
        break;
    }
    this.largestStart = Math.max(this.largestStart, this.world.log.logStartOffset);
    expectConsistent(this.world.log, !this.compacted, this.largestStart);
  }

  append({ count, producerId, epochStep }: Extract<Op, { kind: "append" }>): void {
    const { log, env } = this.world;
    this.epoch = Math.max(this.epoch, log.latestEpoch, 0) + epochStep;
    const last = log.producers.get(producerId)?.batches.at(-1);
    const baseSequence = last === undefined ? 0 : last.baseSequence + last.lastOffsetDelta + 1;
    const key = `k${(log.logEndOffset * 7) % 5}`;
    const batch = batchOf({
      keys: Array(count).fill(key),
      sizeInBytes: 20,
      ...(producerId < 0 ? {} : { producerId, baseSequence }),
    });
    expect(appendAsLeader(log, batch, this.epoch, env).errorCode).toBe(0);
  }

  /** At a batch boundary at or above the high watermark, as a follower does. */
  truncate(portion: number): void {
    const { log, env } = this.world;
    const ends = batchesIn(log)
      .map(nextOffset)
      .filter((end) => end >= log.highWatermark);
    if (ends.length > 0) truncateTo(log, ends[Math.floor((ends.length - 1) * portion)]!, this.epoch, env);
  }

  crash(): void {
    const before = batchesIn(this.world.log);
    this.world.disk.crash();
    const log = reopen(this.world, false);
    expect(batchesIn(log)).toEqual(before);
    expect(log.recoveredSegments).toBeGreaterThan(0);
    this.expectReloaded();
  }

  /** Recovery takes a snapshot, which keeps the last batch of each producer alone (L-71, P-07). */
  expectReloaded(): void {
    for (const { batches } of this.world.log.producers.values()) expect(batches.length).toBeLessThanOrEqual(1);
  }

  powerLoss(shares: readonly number[]): void {
    const { log, disk } = this.world;
    const before = batchesIn(log);
    const { recoveryPoint } = log;
    let file = 0;
    disk.finishCheckpoints();
    disk.powerLoss(
      (_name, flushed, total) => flushed + Math.round((total - flushed) * shares[file++ % shares.length]!),
    );
    const after = reopen(this.world, false);
    const kept = batchesIn(after);
    this.expectReloaded();
    expect(kept).toEqual(before.slice(0, kept.length));
    expect(after.logEndOffset).toBeGreaterThanOrEqual(recoveryPoint);
    expect(after.recoveryPoint).toBeLessThanOrEqual(recoveryPoint);
    expect(after.highWatermark).toBe(
      Math.max(after.logStartOffset, Math.min(after.logEndOffset, checkpointedHighWatermark(disk, tp))),
    );
    expect(disk.files()).toEqual(after.segments.map((segment) => segment.file.name));
  }

  stop(): void {
    const { log, disk, env } = this.world;
    const before = batchesIn(log);
    const { logStartOffset, highWatermark, epochCache } = log;
    closeLog(log, env);
    writeHighWatermarkCheckpoint(disk, [log]);
    writeRecoveryPointCheckpoint(disk, [log]);
    writeLogStartCheckpoint(disk, [log]);
    disk.finishCheckpoints();
    disk.powerLoss(() => 0);
    const after = reopen(this.world, true);
    expect(batchesIn(after)).toEqual(before);
    expect(after).toMatchObject({ logStartOffset, highWatermark, recoveredSegments: 0 });
    if (epochCache.startOffsets.every((start) => start < after.logEndOffset))
      expect(after.epochCache).toEqual(epochCache);
  }
}

test("after any history of crashes the log is a prefix, and everything beside it agrees with it", () => {
  fc.assert(
    fc.property(ops, fc.integer({ min: 121, max: 500 }), (steps, segmentBytes) => {
      const driver = new Driver(segmentBytes);
      for (const step of steps) driver.run(step);
    }),
    { numRuns: 60, seed: 43 },
  );
});
