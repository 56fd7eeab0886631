/** The counterexamples of protocol.md §12, message by message: today's rules survive them, the old ones do not. */

import { describe, expect, test } from "vitest";
import { buildAlterPartition } from "../../../src/kafka/replication/alter-partition.ts";
import { ladder } from "../../../src/kafka/rules/ladder.ts";
import type { IsrEntry } from "../../../src/kafka/rules/replication-rules.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchOf } from "../log/world.ts";
import {
  type Cluster,
  deliver,
  disconnect,
  fetch,
  fetchUnanswered,
  highWatermarkOn,
  idsOn,
  isrOf,
  logEndOn,
  newCluster,
  partitionOn,
  request,
  serve,
  tell,
  write,
} from "./cluster.ts";
import { overrideOf } from "./override-of.ts";

const rung = (name: string): Override => ladder.find((one) => one.name === name)!;
const today: Override = { name: "kafka-4" };
/** Today's rung with look-ups, and one decision of it taken back. */
const kip320Without = (replication: Override["replication"], log: Override["log"] = {}): Override => ({
  name: "mutant",
  replication: { truncation: "epoch-lookup", ...replication },
  log,
});

const idOf = (batch: ReturnType<typeof batchOf>): number => batch.records[0]!.id;

/** Exchanges until the follower has all and knows it, back-offs skipped. */
function catchUp(cluster: Cluster, follower: number, leader: number): void {
  for (let i = 0; i < 8; i++) {
    cluster.clock.nowMs += 1000;
    fetch(cluster, follower, leader);
  }
}

describe("R-01: truncating to the high watermark", () => {
  function schedule(override: Override): number[] {
    const cluster = newCluster({ brokers: 2, override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    write(cluster, 1);
    tell(cluster, 2, { leader: 1, epoch: 0 });
    fetch(cluster, 2, 1);
    fetchUnanswered(cluster, 2, 1);
    expect(highWatermarkOn(cluster, 1)).toBe(1);
    expect(highWatermarkOn(cluster, 2)).toBe(0);
    tell(cluster, 1, { leader: 1, epoch: 2 });
    tell(cluster, 2, { leader: 1, epoch: 2 });
    tell(cluster, 2, { leader: 2, epoch: 3 });
    return idsOn(cluster, 2);
  }

  test("keeps the committed record today", () => expect(schedule(today)).toHaveLength(1));
  test.each(["kip-101", "kip-279", "kip-320-first-try", "kip-320"])("keeps it under %s", (name) =>
    expect(schedule(rung(name))).toHaveLength(1),
  );
  test("loses it when planted", () => expect(schedule(overrideOf("R-01"))).toEqual([]));
  test("loses it before KIP-101", () => expect(schedule(rung("before-kip-101"))).toEqual([]));
});

describe("R-02: histories that part below the high watermark", () => {
  function schedule(override: Override): boolean {
    const cluster = newCluster({ brokers: 2, override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 1, epoch: 0 });
    for (let i = 0; i < 4; i++) write(cluster, 1);
    catchUp(cluster, 2, 1);
    expect(highWatermarkOn(cluster, 2)).toBe(4);
    // Broker 1 loses the unflushed half and leads again with less.
    const other = newCluster({ brokers: 2, override });
    tell(other, 1, { leader: 1, epoch: 0 });
    for (const batch of partitionOn(cluster, 1).log.active.file.entries.slice(0, 2)) write(other, 1, batch);
    tell(other, 1, { leader: 1, epoch: 2 });
    for (let i = 0; i < 4; i++) write(other, 1);
    tell(cluster, 2, { leader: 1, epoch: 2 });
    for (let i = 0; i < 6; i++) {
      const asked = request(cluster, 2, 1);
      if (asked !== null) deliver(cluster, 2, 1, serve(other, 1, asked));
    }
    return JSON.stringify(idsOn(cluster, 2)) === JSON.stringify(idsOn(other, 1));
  }

  test("makes the logs equal again today", () => expect(schedule(today)).toBe(true));
  test("makes them equal by look-up", () => expect(schedule(rung("kip-320"))).toBe(true));
  test("leaves them different before KIP-101", () => expect(schedule(overrideOf("R-01"))).toBe(false));
});

describe("R-03: the leader answers with an offset alone", () => {
  function schedule(override: Override): { committed: number; survivor: number | undefined } {
    const cluster = newCluster({ brokers: 2, override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 2, epoch: 1 });
    const m0 = batchOf();
    write(cluster, 1, m0);
    tell(cluster, 1, { leader: 1, epoch: 2 });
    write(cluster, 1);
    write(cluster, 2);
    tell(cluster, 2, { leader: 1, epoch: 2 });
    catchUp(cluster, 2, 1);
    expect(highWatermarkOn(cluster, 1)).toBeGreaterThan(0);
    tell(cluster, 2, { leader: 2, epoch: 3 });
    return { committed: idOf(m0), survivor: idsOn(cluster, 2)[0] };
  }

  test.each([today, rung("kip-279"), rung("kip-320")])("keeps the committed record under $name", (override) => {
    const { committed, survivor } = schedule(override);
    expect(survivor).toBe(committed);
  });
  test("commits another record at its offset under kip-101", () => {
    const { committed, survivor } = schedule(rung("kip-101"));
    expect(survivor).not.toBe(committed);
  });
  test("does so too with today's fences", () => {
    const { committed, survivor } = schedule(kip320Without({}, rung("kip-101").log));
    expect(survivor).not.toBe(committed);
  });
});

describe("R-04: the new leader does not record its empty epoch", () => {
  function schedule(override: Override): number[] {
    const cluster = newCluster({ brokers: 2, override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 1, epoch: 0 });
    const m0 = batchOf();
    write(cluster, 1, m0);
    fetch(cluster, 2, 1);
    fetchUnanswered(cluster, 2, 1);
    expect(highWatermarkOn(cluster, 1)).toBe(1);
    disconnect(cluster, 2, 1);
    tell(cluster, 2, { leader: 2, epoch: 1 });
    tell(cluster, 1, { leader: 1, epoch: 2 });
    write(cluster, 2);
    tell(cluster, 2, { leader: 1, epoch: 2 });
    fetch(cluster, 2, 1);
    tell(cluster, 2, { leader: 2, epoch: 3 });
    return idsOn(cluster, 2).map((id) => id - idOf(m0));
  }

  test.each([today, rung("kip-320")])("keeps the committed record under $name", (override) =>
    expect(schedule(override)).toEqual([0]),
  );
  test("loses it without the entry", () =>
    expect(schedule(kip320Without({}, { recordsEpochOnBecomeLeader: false }))).toEqual([]));
});

describe("R-06: the look-up is not fenced", () => {
  function schedule(override: Override): boolean {
    const cluster = newCluster({ override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 3, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 2, epoch: 1 });
    write(cluster, 1);
    catchUp(cluster, 3, 1);
    expect(logEndOn(cluster, 3)).toBe(1);
    // C already knows that A leads epoch 2, which A does not.
    tell(cluster, 3, { leader: 1, epoch: 2, isr: [1, 3] });
    fetch(cluster, 3, 1);
    tell(cluster, 1, { leader: 2, epoch: 1 });
    catchUp(cluster, 1, 2);
    expect(logEndOn(cluster, 1)).toBe(0);
    tell(cluster, 1, { leader: 1, epoch: 2, isr: [1, 3] });
    const m1 = batchOf();
    write(cluster, 1, m1);
    catchUp(cluster, 3, 1);
    expect(highWatermarkOn(cluster, 1)).toBe(1);
    tell(cluster, 3, { leader: 3, epoch: 3 });
    return idsOn(cluster, 3).includes(idOf(m1));
  }

  test.each([today, rung("kip-320")])("keeps the committed record under $name", (override) =>
    expect(schedule(override)).toBe(true),
  );
  test("loses it without the fence", () => expect(schedule(kip320Without({ checkLookupEpoch: () => 0 }))).toBe(false));
  test("loses it under kip-279", () => expect(schedule(rung("kip-279"))).toBe(false));
});

describe("R-07: the fetch is not fenced", () => {
  function schedule(override: Override): boolean {
    const cluster = newCluster({ override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 3, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 2, epoch: 1 });
    write(cluster, 1);
    fetch(cluster, 3, 1);
    tell(cluster, 1, { leader: 2, epoch: 1 });
    catchUp(cluster, 1, 2);
    tell(cluster, 1, { leader: 1, epoch: 2, isr: [1, 3] });
    const m1 = batchOf();
    write(cluster, 1, m1);
    write(cluster, 1);
    // C, still in epoch 0, fetches offset 1.
    fetch(cluster, 3, 1);
    tell(cluster, 3, { leader: 1, epoch: 2, isr: [1, 3] });
    catchUp(cluster, 3, 1);
    expect(highWatermarkOn(cluster, 1)).toBeGreaterThan(0);
    tell(cluster, 3, { leader: 3, epoch: 3 });
    return idsOn(cluster, 3).includes(idOf(m1));
  }

  test.each([today, rung("kip-320")])("keeps the committed record under $name", (override) =>
    expect(schedule(override)).toBe(true),
  );
  test("loses it without the fence", () =>
    // A follower of that time believed the records that it got, whatever their epoch.
    expect(schedule(kip320Without({ checkFetchEpoch: () => 0 }, { followerChecksBatchEpoch: false }))).toBe(false));
});

describe("R-08: an acknowledgement of another epoch counts", () => {
  function schedule(override: Override): { highWatermark: number; kept: boolean } {
    const cluster = newCluster({ override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 2, epoch: 1 });
    const m0 = batchOf();
    write(cluster, 1, m0);
    tell(cluster, 3, { leader: 1, epoch: 0 });
    fetch(cluster, 3, 1);
    tell(cluster, 1, { leader: 1, epoch: 2, isr: [1, 3] });
    cluster.alive.active.delete(2);
    // C's next fetch is still of epoch 0.
    fetchUnanswered(cluster, 3, 1);
    const highWatermark = highWatermarkOn(cluster, 1);
    tell(cluster, 3, { leader: 2, epoch: 1 });
    catchUp(cluster, 3, 2);
    tell(cluster, 3, { leader: 3, epoch: 3 });
    return { highWatermark, kept: idsOn(cluster, 3).includes(idOf(m0)) };
  }

  test("commits nothing today", () => expect(schedule(today)).toEqual({ highWatermark: 0, kept: false }));
  test("commits, and loses, without the rule", () => {
    const override = { name: "R-08", replication: { countsAcknowledgement: () => true } };
    expect(schedule(override)).toEqual({ highWatermark: 1, kept: false });
  });
  test("commits, and loses, under the first try of KIP-320", () =>
    expect(schedule(rung("kip-320-first-try"))).toEqual({ highWatermark: 1, kept: false }));
});

describe("R-09: a follower enters the ISR before the start of the leader's epoch", () => {
  function proposed(override: Override): number[] {
    const cluster = newCluster({ override });
    tell(cluster, 2, { leader: 2, epoch: 1, isr: [2, 3] });
    tell(cluster, 3, { leader: 2, epoch: 1, isr: [2, 3] });
    write(cluster, 2);
    fetch(cluster, 3, 2);
    fetchUnanswered(cluster, 3, 2);
    expect(highWatermarkOn(cluster, 2)).toBe(1);
    tell(cluster, 3, { leader: 3, epoch: 2, isr: [2, 3] });
    tell(cluster, 1, { leader: 3, epoch: 2, isr: [2, 3] });
    // A is empty: level with C's high watermark 0, but not with the records that C brought along.
    fetchUnanswered(cluster, 1, 3);
    return isrOf(buildAlterPartition(partitionOn(cluster, 3)));
  }

  test("waits today", () => expect(proposed(today)).toEqual([]));
  test("lets it in without the rule, to be elected and lose the record", () => {
    const mayJoinIsr = ({ logEndOffset, highWatermark }: IsrEntry): boolean => logEndOffset >= highWatermark;
    expect(proposed({ name: "R-09", replication: { mayJoinIsr } })).toEqual([2, 3, 1]);
  });
});

describe("R-13: a diverged fetch counts", () => {
  function schedule(override: Override): { acknowledged: boolean; kept: boolean } {
    const cluster = newCluster({ brokers: 2, override });
    tell(cluster, 1, { leader: 1, epoch: 0 });
    tell(cluster, 2, { leader: 1, epoch: 0 });
    write(cluster, 1);
    catchUp(cluster, 2, 1);
    write(cluster, 1);
    tell(cluster, 2, { leader: 2, epoch: 1 });
    const m1 = batchOf();
    write(cluster, 2, m1);
    tell(cluster, 1, { leader: 2, epoch: 1 });
    fetchUnanswered(cluster, 1, 2);
    const acknowledged = highWatermarkOn(cluster, 2) === 2;
    tell(cluster, 1, { leader: 1, epoch: 2 });
    return { acknowledged, kept: idsOn(cluster, 1).includes(idOf(m1)) };
  }

  test("acknowledges nothing today", () => expect(schedule(today)).toEqual({ acknowledged: false, kept: false }));
  test("acknowledges and loses without the rule", () =>
    expect(schedule({ name: "R-13", replication: { countsDivergedFetch: true } })).toEqual({
      acknowledged: true,
      kept: false,
    }));
});
