/** What incidents measure, from calls that a run makes. */
import { describe, expect, test } from "vitest";
import { keptGauge } from "../../src/incident/measures/kept.ts";
import { keyGauge } from "../../src/incident/measures/keys.ts";
import { leadershipGauge } from "../../src/incident/measures/leadership.ts";
import { isMeasure, measureNames, measureSentences } from "../../src/incident/measures/measures.ts";
import { readerGauge } from "../../src/incident/measures/readers.ts";
import { sendGauge } from "../../src/incident/measures/sends.ts";
import { startGauge } from "../../src/incident/measures/starts.ts";
import type { PartitionRegistration } from "../../src/kafka/metadata/records.ts";
import { makeBatch, type RecordBatch } from "../../src/kafka/records.ts";
import { freshPartition } from "../kafka/metadata/fresh-partition.ts";

const batchOf = (baseOffset: number, ...ids: readonly number[]): RecordBatch => ({
  ...makeBatch(
    ids.map((id, offsetDelta) => ({
      id,
      key: "k",
      value: "v",
      headers: [],
      timestamp: 0,
      offsetDelta,
      sizeInBytes: 1,
    })),
    -1,
    -1,
    -1,
    1,
  ),
  baseOffset,
});

const registration = (leader: number, replicas: readonly number[]): PartitionRegistration => ({
  ...freshPartition(replicas),
  leader,
});

describe("sends", () => {
  test("the longest, and the longest time without success while one waits", () => {
    let now = 0;
    const { observer, values, witnesses } = sendGauge(() => now);
    const call = (at: number, record: number): void => {
      now = at;
      observer.sendInvoked!(1000, record, "k", 0);
    };
    const end = (at: number, record: number, outcome: "ok" | "info"): void => {
      now = at;
      observer.sendCompleted!(1000, record, 0, outcome, 0, -1);
    };
    call(1, 1);
    end(2, 1, "ok");
    // Nothing waits until 10.
    call(10, 2);
    call(12, 3);
    end(13, 2, "ok");
    end(20, 3, "info");
    call(30, 4);
    now = 34;
    expect(values()).toEqual({ longestSendSeconds: 8, stallSeconds: 7 });
    expect(witnesses!()).toEqual({ longestSendSeconds: [3], stallSeconds: [3] });
  });
});

describe("keys", () => {
  test("those in two partitions, and reads against the order of the calls", () => {
    const { observer, values, witnesses } = keyGauge();
    const send = (record: number, key: string, tp: number): void => {
      observer.sendInvoked!(1000, record, key, 0);
      observer.sendAssigned!(1000, record, tp);
    };
    send(1, "a", 0);
    send(2, "b", 0);
    send(3, "a", 1);
    send(4, "a", 1);
    observer.polled!(2000, 1, batchOf(0, 3, 4), 0, 2, 1);
    observer.polled!(2000, 0, batchOf(0, 1, 2), 0, 2, 1);
    // Another reader, which meets them in order.
    observer.polled!(2001, 0, batchOf(0, 1, 2), 0, 2, 1);
    observer.polled!(2001, 1, batchOf(0, 3, 4), 0, 2, 1);
    expect(values()).toEqual({ keysMoved: 1, keyReadsOutOfOrder: 1 });
    expect(witnesses!()).toEqual({ keysMoved: [1, 3], keyReadsOutOfOrder: [1, 4] });
  });
});

describe("readers", () => {
  test("what a reset passes over; a first position and a reset backward pass over nothing", () => {
    const { observer, values } = readerGauge();
    observer.positionSet!(2000, 0, 5, "assign");
    observer.polled!(2000, 0, batchOf(5, 1, 2), 5, 7, 1);
    observer.positionSet!(2000, 0, 30, "reset");
    observer.positionSet!(2000, 0, 10, "reset");
    observer.truncationDetected!(2000, 0, 10, 8);
    expect(values()).toEqual({ offsetsSkipped: 23, truncationsNoticed: 1 });
  });
});

describe("kept records", () => {
  test("the oldest that was there, and the youngest that retention took", () => {
    let now = 0;
    const { observer, values, witnesses } = keptGauge(() => now);
    const append = (at: number, offset: number, id: number): void => {
      now = at;
      observer.appended!(1, 0, batchOf(offset, id), true, 0);
    };
    append(0, 0, 7);
    append(10, 1, 8);
    append(20, 2, 9);
    observer.appended!(2, 0, batchOf(0, 7), false, 0);
    now = 25;
    observer.logStartMoved!(1, 0, 2, "retention");
    // A follower deletes the same later.
    now = 60;
    observer.logStartMoved!(2, 0, 2, "leader");
    expect(values()).toEqual({ longestKeptSeconds: 40, shortestKeptSeconds: 15 });
    expect(witnesses!()).toEqual({ longestKeptSeconds: [9], shortestKeptSeconds: [8] });
  });

  test("none deleted", () => {
    expect(keptGauge(() => 0).values()).toEqual({ longestKeptSeconds: 0, shortestKeptSeconds: -1 });
  });
});

describe("leadership", () => {
  test("who leads most and least, a broker without a leadership included", () => {
    const { observer, values } = leadershipGauge();
    observer.partitionChanged!(0, null, registration(1, [1, 2, 3]), "none");
    observer.partitionChanged!(1, null, registration(2, [2, 3, 1]), "none");
    observer.partitionChanged!(1, registration(2, [2, 3, 1]), registration(1, [2, 3, 1]), "clean");
    observer.partitionChanged!(0, registration(1, [1, 2, 3]), registration(-1, [1, 2, 3]), "leaderless");
    observer.partitionChanged!(0, registration(-1, [1, 2, 3]), registration(1, [1, 2, 3]), "clean");
    expect(values()).toEqual({ mostLedByOne: 2, leastLedByOne: 0, elections: 2 });
  });
});

describe("starts", () => {
  test("from the start of the process to its registration", () => {
    let now = 0;
    const { observer, values } = startGauge(() => now);
    observer.nodeUp!(1, 0);
    now = 2;
    observer.brokerRegistered!(1, 0, false);
    now = 10;
    observer.nodeUp!(1, 1);
    now = 11;
    observer.nodeDown!(1, "process-crash");
    now = 20;
    observer.nodeUp!(1, 2);
    now = 25;
    observer.brokerRegistered!(1, 5, true);
    // It registers again without a start.
    now = 90;
    observer.brokerRegistered!(1, 6, true);
    expect(values()).toEqual({ longestStartSeconds: 5 });
  });
});

test("every measure has a name and what it says of it", () => {
  expect(new Set(measureNames).size).toBe(measureNames.length);
  expect(isMeasure("lostAcked") && isMeasure("stallSeconds")).toBe(true);
  expect(isMeasure("lostAked")).toBe(false);
  for (const sentence of Object.values(measureSentences)) expect(sentence).toMatch(/^[a-z].{10,}[^.]$/);
});
