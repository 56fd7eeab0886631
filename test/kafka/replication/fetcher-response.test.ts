import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import type { FetchRequest, FetchResponse } from "../../../src/kafka/messages/fetch.ts";
import { refusedFetch } from "../../../src/kafka/replication/read-partition.ts";
import type { FetchPosition } from "../../../src/kafka/rules/replication-rules.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchesIn, batchOf, tp } from "../log/world.ts";
import {
  type Cluster,
  deliver,
  fetch,
  fetcherOf,
  highWatermarkOn,
  idsOn,
  logEndOn,
  newCluster,
  nodeOf,
  partitionOn,
  request,
  serve,
  serveFetch,
  tell,
  tellAll,
  write,
} from "./cluster.ts";

function led(override: Override = { name: "kafka-4" }, brokers = 3): Cluster {
  const cluster = newCluster({ brokers, override });
  tellAll(cluster, { leader: 1, epoch: 1 });
  return cluster;
}

function nextFetch(cluster: Cluster, follower: number, leader: number): FetchRequest {
  const asked = request(cluster, follower, leader);
  if (asked?.kind !== "Fetch") throw new Error(`expected a fetch, got ${asked?.kind}`);
  return asked;
}

const followedOn = (cluster: Cluster, follower: number, leader: number) =>
  fetcherOf(nodeOf(cluster, follower), leader).followed.get(tp);

describe("stale answers (R-33)", () => {
  /** C follows A, B and A again; the answer of its first fetch from A comes at the end. */
  function migrate(override: Override): number[] {
    const cluster = led(override);
    write(cluster, 1);
    fetch(cluster, 3, 1);
    const response = serveFetch(cluster, 1, nextFetch(cluster, 3, 1));
    const stale: FetchResponse = {
      ...response,
      partitions: [{ ...refusedFetch(tp, Errors.NONE, null), divergingEpoch: { epoch: 0, endOffset: 0 } }],
    };
    tell(cluster, 3, { leader: 2, epoch: 2 });
    tell(cluster, 3, { leader: 1, epoch: 3 });
    deliver(cluster, 3, 1, stale);
    return idsOn(cluster, 3);
  }

  test("a diverging fetch of an older epoch truncates nothing (KAFKA-18991)", () => {
    expect(migrate({ name: "kafka-4" })).toHaveLength(1);
  });
  test("truncates committed records if only the offset is compared (R-11)", () => {
    const acceptsFetchResponse = (asked: FetchPosition, now: FetchPosition): boolean =>
      asked.fetchOffset === now.fetchOffset;
    expect(migrate({ name: "R-11", replication: { acceptsFetchResponse } })).toEqual([]);
  });

  function lateLookup(acceptsEpochResponse: (asked: number, now: number) => boolean): string | undefined {
    const override: Override = { name: "R-10", replication: { truncation: "epoch-lookup", acceptsEpochResponse } };
    const cluster = led(override);
    write(cluster, 1);
    fetch(cluster, 3, 1);
    tell(cluster, 3, { leader: 1, epoch: 2 });
    const asked = request(cluster, 3, 1)!;
    tell(cluster, 1, { leader: 1, epoch: 3 });
    tell(cluster, 3, { leader: 1, epoch: 3 });
    deliver(cluster, 3, 1, serve(cluster, 1, asked));
    cluster.clock.nowMs += 100_000;
    return request(cluster, 3, 1)?.kind;
  }

  test("a look-up of an older epoch is asked again (KAFKA-7786)", () => {
    expect(lateLookup((asked, now) => asked === now)).toBe("OffsetForLeaderEpoch");
  });
  test("taken for one of the new epoch, its fence stops the follower for good (R-10)", () => {
    expect(lateLookup(() => true)).toBeUndefined();
  });
});

describe("what a response changes", () => {
  /** B holds two records of its own that A, the new leader, does not have, and A's mark is ahead of B's truncated log. */
  function diverged(override: Override): number[] {
    const marks: number[] = [];
    const cluster = newCluster({
      brokers: 2,
      override,
      heard: { highWatermarkMoved: (broker, _tp, mark) => broker === 2 && marks.push(mark) },
    });
    tellAll(cluster, { leader: 2, epoch: 1 });
    write(cluster, 2);
    for (let i = 0; i < 3; i++) fetch(cluster, 1, 2);
    write(cluster, 2);
    write(cluster, 2);
    tell(cluster, 1, { leader: 1, epoch: 2, isr: [1] });
    cluster.alive.active.delete(2);
    for (let i = 0; i < 4; i++) write(cluster, 1);
    marks.length = 0;
    tell(cluster, 2, { leader: 1, epoch: 2, isr: [1] });
    fetch(cluster, 2, 1);
    return marks;
  }

  test("divergence first: the mark never covers records that go (KAFKA-14704)", () => {
    expect(Math.max(0, ...diverged({ name: "kafka-4" }))).toBeLessThanOrEqual(1);
  });
  test("the mark first: it covers them for a moment (R-14)", () => {
    expect(diverged({ name: "R-14", replication: { divergesBeforeHighWatermark: false } })[0]).toBe(3);
  });

  test("an empty one leaves the last fetched epoch (KAFKA-15510, R-15)", () => {
    const epochAfterEmpty = (override: Override): number | undefined => {
      const cluster = led(override, 2);
      write(cluster, 1);
      for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
      expect(highWatermarkOn(cluster, 2)).toBe(1);
      return followedOn(cluster, 2, 1)?.lastFetchedEpoch;
    };
    expect(epochAfterEmpty({ name: "kafka-4" })).toBe(1);
    expect(epochAfterEmpty({ name: "R-15", replication: { lastFetchedEpochAfterEmpty: () => -1 } })).toBe(-1);
  });

  test("the leader's log start moves the follower's, which then tells it (R-35)", () => {
    const cluster = led({ name: "kafka-4" }, 2);
    for (let i = 0; i < 3; i++) write(cluster, 1);
    for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
    const { partition, env } = nodeOf(cluster, 1);
    moveLogStart(partition.log, 2, "delete-records", env);
    write(cluster, 1);
    fetch(cluster, 2, 1);
    expect(partitionOn(cluster, 2).log.logStartOffset).toBe(2);
    fetch(cluster, 2, 1);
    expect(partitionOn(cluster, 1).remotes[0]?.logStartOffset).toBe(2);
  });

  test("a batch that begins before the end of a log with records stops the follower, who says so (4.x)", () => {
    const failed: number[] = [];
    const heard = { followingFailed: (...[, , errorCode]: readonly number[]) => void failed.push(errorCode!) };
    const cluster = newCluster({ brokers: 2, heard });
    tellAll(cluster, { leader: 2, epoch: 1 });
    for (let i = 0; i < 2; i++) write(cluster, 2);
    tellAll(cluster, { leader: 1, epoch: 2, isr: [1] });
    write(cluster, 1, batchOf({ count: 3 }), 1);
    const { partition, env } = nodeOf(cluster, 1);
    moveLogStart(partition.log, 1, "delete-records", env);
    for (let i = 0; i < 2; i++) fetch(cluster, 2, 1);
    expect([logEndOn(cluster, 2), failed, fetch(cluster, 2, 1)]).toEqual([1, [Errors.OFFSET_OUT_OF_RANGE], false]);
    tellAll(cluster, { leader: 1, epoch: 3, isr: [1] });
    expect(fetch(cluster, 2, 1)).toBe(true);
  });

  test("records of a newer epoch are left out and asked for again at once, the marks are taken (KAFKA-18723)", () => {
    const cluster = led();
    const asked = nextFetch(cluster, 2, 1);
    write(cluster, 1);
    tell(cluster, 1, { leader: 1, epoch: 2 });
    write(cluster, 1);
    const { batches } = serveFetch(cluster, 1, {
      ...asked,
      partitions: [{ ...asked.partitions[0]!, currentLeaderEpoch: 2 }],
    }).partitions[0]!;
    expect(batches).toHaveLength(2);
    const part = { ...refusedFetch(tp, Errors.NONE, null), highWatermark: 1, logStartOffset: 0, batches };
    const { correlationId, sessionId } = asked;
    deliver(cluster, 2, 1, {
      kind: "FetchResponse",
      name: 0,
      correlationId,
      errorCode: Errors.NONE,
      sessionId,
      partitions: [part],
    });
    expect([logEndOn(cluster, 2), highWatermarkOn(cluster, 2)]).toEqual([1, 1]);
    expect(followedOn(cluster, 2, 1)).toMatchObject({ fetchOffset: 1, lastFetchedEpoch: 1, isDelayed: false });
  });

  test("damaged records are asked for again after a back-off", () => {
    const cluster = led({ name: "kafka-4" }, 2);
    write(cluster, 1);
    const asked = nextFetch(cluster, 2, 1);
    const response = serveFetch(cluster, 1, asked);
    const part = response.partitions[0]!;
    const damaged = { ...part, batches: [{ ...part.batches[0]!, checksum: 1 }] };
    deliver(cluster, 2, 1, { ...response, partitions: [damaged] });
    expect(logEndOn(cluster, 2)).toBe(0);
    cluster.clock.nowMs += 1000;
    fetch(cluster, 2, 1);
    expect(logEndOn(cluster, 2)).toBe(1);
  });

  test("shares the leader's batches", () => {
    const cluster = led({ name: "kafka-4" }, 2);
    write(cluster, 1, batchOf({ count: 3 }));
    fetch(cluster, 2, 1);
    expect(batchesIn(partitionOn(cluster, 2).log)[0]).toBe(batchesIn(partitionOn(cluster, 1).log)[0]);
    expect(highWatermarkOn(cluster, 2)).toBe(0);
  });
});
