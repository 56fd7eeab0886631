/** The model's log of one partition, told what to do in the words of the oracle, and seen as the oracle shows Kafka's. */
import { appendAsFollower, appendAsLeader } from "../../src/kafka/log/append.ts";
import * as checkpoints from "../../src/kafka/log/checkpoints.ts";
import { closeLog } from "../../src/kafka/log/flush.ts";
import { moveLogStart } from "../../src/kafka/log/log-start.ts";
import { assignEpoch, endOffsetForEpoch, setHighWatermark } from "../../src/kafka/log/partition-log.ts";
import { deleteOldSegments } from "../../src/kafka/log/retention.ts";
import { rollSegment } from "../../src/kafka/log/roll.ts";
import { truncateFullyAndStartAt, truncateTo } from "../../src/kafka/log/truncation.ts";
import { makeBatch, type RecordBatch } from "../../src/kafka/records.ts";
import type { Rules } from "../../src/kafka/rules/rules.ts";
import { advance, finishFlushes, newWorld, reopen, type World } from "../../test/kafka/log/world.ts";

const epochs = Array.from({ length: 12 }, (_, epoch) => epoch);

export class SimulatedLog {
  readonly #world: World;
  #lastId = 0;

  constructor(rules: Rules, retentionMs: number) {
    const config = { retentionMs, indexIntervalBytes: 0, segmentIndexBytes: 10_000, fileDeleteDelayMs: 0 };
    this.#world = newWorld(config, rules.log);
  }

  get log() {
    return this.#world.log;
  }

  /** What it answered, and what can be seen of it then. */
  answer(line: string): string {
    const [name = "", ...words] = line.split(" ");
    return `${this.#does(name, words.map(Number))}|${this.#seen()}`;
  }

  #does(name: string, given: readonly number[]): string {
    const { env } = this.#world;
    const { log } = this;
    const [first = 0] = given;
    switch (name) {
      case "lead":
        return this.#lead(given);
      case "follow":
        return this.#follow(given);
      case "truncate":
        truncateTo(log, first, 0, env);
        return "0";
      case "start-at":
        truncateFullyAndStartAt(log, first, 0, env);
        return "0";
      case "epoch":
        assignEpoch(log, first, log.logEndOffset);
        return "0";
      case "high-watermark":
        setHighWatermark(log, first);
        return "0";
      case "delete-records":
        return String(moveLogStart(log, first, "delete-records", env));
      case "pass":
        advance(this.#world, first);
        return "0";
      case "retain":
        return `0 ${deleteOldSegments(log, env)}`;
      default:
        return this.#keeps(name);
    }
  }

  /** What concerns files and processes. */
  #keeps(name: string): string {
    const { env } = this.#world;
    switch (name) {
      case "roll":
        if (this.log.active.file.entries.length > 0) rollSegment(this.log, this.log.logEndOffset, env);
        finishFlushes(this.#world);
        return "0";
      case "checkpoint":
        this.#checkpoint();
        return "0";
      case "crash":
        reopen(this.#world, false);
        return "0";
      case "restart":
        closeLog(this.log, env);
        this.#checkpoint();
        reopen(this.#world, true);
        return "0";
      default:
        throw new Error(`no log knows ${name}`);
    }
  }

  #lead([producerId = -1, producerEpoch = -1, sequence = -1, count = 1, leaderEpoch = 0]: readonly number[]): string {
    const batch = this.#batch(producerId, producerEpoch, sequence, count);
    const { errorCode, duplicate, baseOffset } = appendAsLeader(this.log, batch, leaderEpoch, this.#world.env);
    if (errorCode !== 0) return String(errorCode);
    return duplicate ? "0 duplicate" : `0 ${baseOffset}`;
  }

  #follow(given: readonly number[]): string {
    const [baseOffset = 0, count = 1, batchEpoch = 0, producerId = -1, producerEpoch = -1, sequence = -1] = given;
    const batch = this.#batch(producerId, producerEpoch, sequence, count);
    const followed = { ...batch, baseOffset, partitionLeaderEpoch: batchEpoch };
    return String(appendAsFollower(this.log, followed, given[6] ?? 0, this.#world.env));
  }

  #batch(producerId: number, producerEpoch: number, sequence: number, count: number): RecordBatch {
    const records = Array.from({ length: count }, (_, offsetDelta) => ({
      id: ++this.#lastId,
      key: "k",
      value: "v",
      headers: [],
      timestamp: this.#world.clock.wallMs,
      offsetDelta,
      sizeInBytes: 10,
    }));
    return makeBatch(records, producerId, producerEpoch, sequence, 1);
  }

  #checkpoint(): void {
    const { disk } = this.#world;
    checkpoints.writeHighWatermarkCheckpoint(disk, [this.log]);
    checkpoints.writeRecoveryPointCheckpoint(disk, [this.log]);
    checkpoints.writeLogStartCheckpoint(disk, [this.log]);
  }

  #seen(): string {
    const { logStartOffset, highWatermark, logEndOffset, latestEpoch, producers, segments } = this.log;
    const ends = epochs.map((epoch) => {
      const end = endOffsetForEpoch(this.log, epoch, this.#world.env.rules);
      return end.endOffset < 0 ? "-" : `${end.epoch}:${end.endOffset}`;
    });
    const known = [...producers.values()]
      .sort((a, b) => a.producerId - b.producerId)
      .map(({ producerId, producerEpoch, batches }) => {
        const kept = batches.map(({ baseSequence, baseOffset }) => `${baseSequence}@${baseOffset}`);
        return `${producerId}/${producerEpoch}[${kept.join(" ")}]`;
      });
    const batches = segments.map(({ baseOffset, file }) => `${baseOffset}(${file.entries.map(told).join("")})`);
    return [
      `start ${logStartOffset}`,
      `high watermark ${highWatermark}`,
      `end ${logEndOffset}`,
      `epoch ${latestEpoch}`,
      `ends ${ends.join(" ")}`,
      `producers ${known.join(" ")}`,
      `batches ${batches.join("")}`,
    ].join("|");
  }
}

const told = ({ baseOffset, lastOffsetDelta, partitionLeaderEpoch }: RecordBatch): string =>
  `[${baseOffset}-${baseOffset + lastOffsetDelta} e${partitionLeaderEpoch}]`;
