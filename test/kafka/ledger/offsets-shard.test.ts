/**
 * A second kind of ledger, as a group coordinator will use it: the offsets of consumer groups, kept in a partition of an
 * internal topic, loaded and unloaded by the leader epoch of that partition. Its high watermark moves after the append.
 */
import { describe, expect, test } from "vitest";
import type { Ledger } from "../../../src/core/ledger.ts";
import { type ErrorCode, Errors } from "../../../src/kafka/errors.ts";
import {
  continueLoad,
  execute,
  type LedgerTypes,
  load,
  newLedgerHost,
  onCommitted,
  onTruncated,
  unload,
} from "../../../src/kafka/ledger/ledger-host.ts";
import type { LedgerBatch, LedgerLog, Refused } from "../../../src/kafka/ledger/ledger-log.ts";

type Offsets = Map<string, number>;
type OffsetCommand = { readonly key: string; readonly commit: number | null };

interface OffsetRecord {
  readonly key: string;
  readonly offset: number;
}

interface OffsetTypes extends LedgerTypes {
  state: Offsets;
  command: OffsetCommand;
  record: OffsetRecord;
  reply: number;
  fact: string;
  waiter: number;
  context: Broker;
}

type Batch = LedgerBatch<OffsetRecord, string>;

/** `key`: group and partition. A commit below the committed offset is allowed, as in Kafka; null fetches. */
const offsetsLedger: Ledger<Offsets, OffsetCommand, OffsetRecord, number, string> = {
  empty: () => new Map(),
  decide: (state, { key, commit }) => {
    if (commit === null) return { records: [], facts: [], reply: state.get(key) ?? -1 };
    return { records: [{ key, offset: commit }], facts: [`${key}=${commit}`], reply: commit };
  },
  replay: (state, { key, offset }) => {
    state.set(key, offset);
  },
};

/** One replica of the partition. Its followers fetch and its high watermark moves when the test says so. */
class OffsetsPartition implements LedgerLog<Offsets, OffsetRecord, string> {
  readonly startOffset = 0;
  batches: { readonly baseOffset: number; readonly batch: Batch }[] = [];
  endOffset = 0;
  committedEnd = 0;
  isLeader = true;

  snapshot(): null {
    return null;
  }

  append(batch: Batch): number | Refused {
    if (!this.isLeader) return { errorCode: Errors.NOT_LEADER_OR_FOLLOWER };
    this.batches.push({ baseOffset: this.endOffset, batch });
    this.endOffset += batch.records.length;
    return this.endOffset - batch.records.length;
  }

  read(from: number, to: number, visit: (batch: Batch, baseOffset: number) => void): void {
    for (const { baseOffset, batch } of this.batches)
      if (baseOffset >= from && baseOffset < to) visit(batch, baseOffset);
  }

  copyFrom(leader: OffsetsPartition): void {
    this.batches = [...leader.batches];
    this.endOffset = leader.endOffset;
  }

  truncateTo(offset: number): void {
    this.batches = this.batches.filter(({ baseOffset }) => baseOffset < offset);
    this.endOffset = offset;
  }

  /** Keeps the last offset of each key, with its place. */
  compact(): void {
    const last = new Map(this.batches.map(({ baseOffset, batch }) => [batch.records[0]!.key, baseOffset]));
    this.batches = this.batches.filter(({ baseOffset, batch }) => last.get(batch.records[0]!.key) === baseOffset);
  }
}

class Broker {
  readonly partition = new OffsetsPartition();
  readonly answers: string[] = [];
  readonly host = newLedgerHost<OffsetTypes>(offsetsLedger, this.partition, {
    tell: (fact, broker) => broker.told.push(`${broker.name}: ${fact}`),
    answer: (request, reply, broker) => broker.answers.push(`${request}: ${reply}`),
    fail: (request, errorCode, broker) => broker.answers.push(`${request}: error ${errorCode}`),
  });
  #requests = 0;

  constructor(
    readonly name: string,
    readonly told: string[],
  ) {}

  commit(key: string, offset: number): void {
    this.#request({ key, commit: offset });
  }

  fetch(key: string): void {
    this.#request({ key, commit: null });
  }

  #request(command: OffsetCommand): void {
    const request = ++this.#requests;
    const refused = this.#whyNot();
    if (refused === Errors.NONE) execute(this.host, command, request, this);
    else this.answers.push(`${request}: error ${refused}`);
  }

  #whyNot(): ErrorCode {
    if (this.host.status === "leading") return Errors.NONE;
    return this.host.status === "loading" ? Errors.COORDINATOR_LOAD_IN_PROGRESS : Errors.NOT_COORDINATOR;
  }

  lead(epoch: number): boolean {
    return load(this.host, epoch) && continueLoad(this.host, epoch, Infinity, this);
  }

  resign(epoch: number): boolean {
    return unload(this.host, epoch, Errors.NOT_COORDINATOR, this);
  }

  moveHighWatermark(offset: number): void {
    this.partition.committedEnd = offset;
    onCommitted(this.host, this);
  }
}

function twoBrokers(): { a: Broker; b: Broker; told: string[] } {
  const told: string[] = [];
  return { a: new Broker("a", told), b: new Broker("b", told), told };
}

describe("a shard of offsets", () => {
  test("answers when the high watermark passes, in order, reads included", () => {
    const { a, told } = twoBrokers();
    a.lead(1);
    a.commit("g/0", 5);
    a.commit("g/0", 6);
    a.fetch("g/0");
    expect([a.answers, told]).toEqual([[], []]);
    a.moveHighWatermark(1);
    expect([a.answers, told]).toEqual([["1: 5"], ["a: g/0=5"]]);
    a.moveHighWatermark(2);
    expect(a.answers).toEqual(["1: 5", "2: 6", "3: 6"]);
    a.fetch("g/0");
    expect(a.answers.at(-1)).toBe("4: 6");
  });

  test("moves to another broker: what waited fails, what was written stays, and the heir tells it", () => {
    const { a, b, told } = twoBrokers();
    a.lead(1);
    a.commit("g/0", 5);
    a.moveHighWatermark(1);
    a.commit("g/1", 9);
    b.partition.copyFrom(a.partition);
    expect(a.resign(2)).toBe(true);
    expect(a.answers).toEqual(["1: 5", `2: error ${Errors.NOT_COORDINATOR}`]);
    expect(a.host.state.size).toBe(0);

    expect(load(b.host, 2)).toBe(true);
    expect(continueLoad(b.host, 2, 1, b)).toBe(false);
    b.fetch("g/0");
    expect(continueLoad(b.host, 2, 1, b)).toBe(true);
    b.fetch("g/1");
    expect(b.answers).toEqual([`1: error ${Errors.COORDINATOR_LOAD_IN_PROGRESS}`]);
    b.moveHighWatermark(2);
    expect(b.answers.at(-1)).toBe("2: 9");
    expect(told).toEqual(["a: g/0=5", "b: g/1=9"]);
    a.commit("g/0", 7);
    expect(a.answers.at(-1)).toBe(`3: error ${Errors.NOT_COORDINATOR}`);
  });

  test("what commits while it is loaded is told in order", () => {
    const { a, b, told } = twoBrokers();
    a.lead(1);
    a.commit("g/0", 5);
    a.commit("g/1", 9);
    b.partition.copyFrom(a.partition);
    load(b.host, 2);
    continueLoad(b.host, 2, 1, b);
    expect(told).toEqual([]);
    b.partition.committedEnd = 2;
    continueLoad(b.host, 2, 1, b);
    expect(told).toEqual(["b: g/0=5", "b: g/1=9"]);
    expect(b.host.committedEnd).toBe(2);
  });

  test("late news of either kind is dropped", () => {
    const { a } = twoBrokers();
    expect(a.lead(3)).toBe(true);
    a.commit("g/0", 5);
    expect([a.resign(2), a.lead(2), a.lead(3)]).toEqual([false, false, false]);
    a.moveHighWatermark(1);
    expect(a.answers).toEqual(["1: 5"]);
    expect(a.resign(4)).toBe(true);
    expect([a.lead(4), a.lead(3), a.host.status]).toEqual([false, false, "unloaded"]);
    expect(load(a.host, 5)).toBe(true);
    expect(a.resign(6)).toBe(true);
    // The load of epoch 5 was still going on.
    expect(continueLoad(a.host, 5, Infinity, a)).toBe(false);
    expect(a.lead(7)).toBe(true);
    expect(a.host.state.get("g/0")).toBe(5);
  });

  test("a newer epoch of the same leader keeps state and waiting commands", () => {
    const { a } = twoBrokers();
    a.lead(1);
    a.commit("g/0", 5);
    expect(load(a.host, 2)).toBe(true);
    expect(a.host.status).toBe("leading");
    a.moveHighWatermark(1);
    expect(a.answers).toEqual(["1: 5"]);
  });

  test("a partition that leads no longer refuses the append; a tail that is lost takes its commands along", () => {
    const { a } = twoBrokers();
    a.lead(1);
    a.commit("g/0", 5);
    a.commit("g/0", 6);
    a.fetch("g/0");
    a.partition.truncateTo(1);
    onTruncated(a.host, Errors.COORDINATOR_NOT_AVAILABLE, a);
    const lost = `error ${Errors.COORDINATOR_NOT_AVAILABLE}`;
    expect(a.answers).toEqual([`2: ${lost}`, `3: ${lost}`]);
    expect(a.host.state.get("g/0")).toBe(5);
    a.partition.isLeader = false;
    a.commit("g/0", 7);
    expect(a.answers.at(-1)).toBe(`4: error ${Errors.NOT_LEADER_OR_FOLLOWER}`);
    a.moveHighWatermark(1);
    expect(a.answers.at(-1)).toBe("1: 5");
  });

  test("a compacted partition loads to the same state", () => {
    const { a, b, told } = twoBrokers();
    a.lead(1);
    for (const offset of [1, 2, 3]) a.commit("g/0", offset);
    a.commit("g/1", 9);
    a.moveHighWatermark(4);
    const before = new Map(a.host.state);
    a.partition.compact();
    b.partition.copyFrom(a.partition);
    b.partition.committedEnd = 4;
    b.lead(2);
    expect(b.partition.batches.length).toBe(2);
    expect(b.host.state).toEqual(before);
    expect(told.length).toBe(4);
  });
});
