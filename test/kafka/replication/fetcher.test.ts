import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { moveLogStart } from "../../../src/kafka/log/log-start.ts";
import type { FetchRequest, FetchResponse } from "../../../src/kafka/messages/fetch.ts";
import { isIdle, wakeUpAtMs } from "../../../src/kafka/replication/fetcher.ts";
import { refusedFetch } from "../../../src/kafka/replication/read-partition.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { tp } from "../log/world.ts";
import {
  type Cluster,
  deliver,
  disconnect,
  fetch,
  fetcherOf,
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

/** An answer to the fetch in flight with one partition's error. */
function refuse(cluster: Cluster, follower: number, leader: number, errorCode: number): void {
  const asked = nextFetch(cluster, follower, leader);
  const served = serveFetch(cluster, leader, asked);
  deliver(cluster, follower, leader, { ...served, partitions: [refusedFetch(tp, errorCode, null)] });
}

describe("the fetcher's session (KIP-227)", () => {
  test("tells everything first, then what changed", () => {
    const cluster = led();
    write(cluster, 1);
    const first = nextFetch(cluster, 2, 1);
    expect([first.sessionId, first.sessionEpoch, first.partitions.length]).toEqual([0, 0, 1]);
    deliver(cluster, 2, 1, serve(cluster, 1, first));
    const second = nextFetch(cluster, 2, 1);
    expect(second.sessionEpoch).toBe(1);
    expect(second.partitions).toMatchObject([{ fetchOffset: 1, lastFetchedEpoch: 1, currentLeaderEpoch: 1 }]);
    deliver(cluster, 2, 1, serve(cluster, 1, second));
    const third = nextFetch(cluster, 2, 1);
    expect([third.sessionEpoch, third.partitions]).toEqual([2, []]);
  });

  test("has one request in flight and ignores late answers", () => {
    const cluster = led();
    const first = nextFetch(cluster, 2, 1);
    expect(request(cluster, 2, 1)).toBeNull();
    const late = serve(cluster, 1, first);
    disconnect(cluster, 2, 1);
    const second = nextFetch(cluster, 2, 1);
    deliver(cluster, 2, 1, late);
    expect(fetcherOf(nodeOf(cluster, 2), 1).inFlight).toBe(second);
  });

  test.each([Errors.FETCH_SESSION_ID_NOT_FOUND, Errors.INVALID_FETCH_SESSION_EPOCH])(
    "starts with a full fetch after error %i",
    (errorCode) => {
      const cluster = led();
      fetch(cluster, 2, 1);
      const asked = nextFetch(cluster, 2, 1);
      const refusal: FetchResponse = {
        kind: "FetchResponse",
        name: 0,
        correlationId: asked.correlationId,
        errorCode,
        sessionId: 0,
        partitions: [],
      };
      deliver(cluster, 2, 1, refusal);
      const next = nextFetch(cluster, 2, 1);
      expect([next.sessionEpoch, next.partitions.length]).toEqual([0, 1]);
      expect(next.sessionId === 0).toBe(errorCode === Errors.FETCH_SESSION_ID_NOT_FOUND);
    },
  );

  test("forgets a partition that left", () => {
    const cluster = led();
    fetch(cluster, 2, 1);
    tell(cluster, 2, { leader: 3, epoch: 2 });
    expect(isIdle(fetcherOf(nodeOf(cluster, 2), 1))).toBe(true);
    expect(request(cluster, 2, 1)).toBeNull();
    expect(nextFetch(cluster, 2, 3).partitions).toHaveLength(1);
  });

  test("names idle fetches alike and others apart", () => {
    const cluster = led();
    for (let i = 0; i < 2; i++) fetch(cluster, 2, 1);
    const idle = nextFetch(cluster, 2, 1);
    deliver(cluster, 2, 1, serve(cluster, 1, idle));
    const stillIdle = nextFetch(cluster, 2, 1);
    expect(stillIdle.name).toBe(idle.name);
    write(cluster, 1);
    deliver(cluster, 2, 1, serve(cluster, 1, stillIdle));
    expect(nextFetch(cluster, 2, 1).name).not.toBe(idle.name);
  });
});

describe("errors (R-37)", () => {
  test.each([Errors.UNKNOWN_LEADER_EPOCH, Errors.NOT_LEADER_OR_FOLLOWER, Errors.UNKNOWN_TOPIC_OR_PARTITION])(
    "backs off on %i and tries again",
    (errorCode) => {
      const cluster = led();
      refuse(cluster, 2, 1, errorCode);
      expect(request(cluster, 2, 1)).toBeNull();
      expect(wakeUpAtMs(fetcherOf(nodeOf(cluster, 2), 1))).toBe(cluster.clock.nowMs + 1000);
      cluster.clock.nowMs += 1000;
      write(cluster, 1);
      fetch(cluster, 2, 1);
      expect(logEndOn(cluster, 2)).toBe(1);
      expect(wakeUpAtMs(fetcherOf(nodeOf(cluster, 2), 1))).toBeNull();
    },
  );

  test("a back-off that outlasts what was followed does not end what is followed now", () => {
    const cluster = led();
    refuse(cluster, 2, 1, Errors.UNKNOWN_LEADER_EPOCH);
    // Leads for a while: the partition leaves the fetcher, and comes back before the back-off is over.
    tell(cluster, 2, { leader: 2, epoch: 2 });
    expect(request(cluster, 2, 1)).toBeNull();
    // As with the next fetch of any other partition.
    fetcherOf(nodeOf(cluster, 2), 1).followed.delete(tp);
    tell(cluster, 1, { leader: 1, epoch: 3 });
    tell(cluster, 2, { leader: 1, epoch: 3 });
    fetch(cluster, 2, 1);
    cluster.clock.nowMs += 1000;
    fetch(cluster, 2, 1);
    write(cluster, 1);
    fetch(cluster, 2, 1);
    expect(logEndOn(cluster, 2)).toBe(1);
  });

  test("stops at a fence until the next leader epoch", () => {
    const cluster = led();
    refuse(cluster, 2, 1, Errors.FENCED_LEADER_EPOCH);
    cluster.clock.nowMs += 100_000;
    expect(request(cluster, 2, 1)).toBeNull();
    tell(cluster, 2, { leader: 1, epoch: 2 });
    expect(nextFetch(cluster, 2, 1).partitions).toMatchObject([{ currentLeaderEpoch: 2 }]);
  });

  test("ignores a fence met in an older epoch", () => {
    const cluster = led();
    const asked = nextFetch(cluster, 2, 1);
    tell(cluster, 2, { leader: 1, epoch: 2 });
    deliver(cluster, 2, 1, {
      ...serveFetch(cluster, 1, asked),
      partitions: [refusedFetch(tp, Errors.FENCED_LEADER_EPOCH, null)],
    });
    expect(nextFetch(cluster, 2, 1).partitions).toMatchObject([{ currentLeaderEpoch: 2 }]);
  });

  test("goes offline with its disk", () => {
    const cluster = led();
    write(cluster, 1);
    nodeOf(cluster, 2).disk.healthy = false;
    fetch(cluster, 2, 1);
    expect(nodeOf(cluster, 2).asked.failedDirs).toBe(1);
    expect(request(cluster, 2, 1)).toBeNull();
  });
});

describe("OFFSET_OUT_OF_RANGE (R-36)", () => {
  test("behind the leader's log start: starts anew there", () => {
    const cluster = led({ name: "kafka-4" }, 2);
    for (let i = 0; i < 3; i++) write(cluster, 1);
    for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1], partitionEpoch: 20 });
    cluster.alive.active.delete(2);
    for (let i = 0; i < 3; i++) write(cluster, 1);
    const { partition, env } = nodeOf(cluster, 1);
    expect(moveLogStart(partition.log, 5, "delete-records", env)).toBe(Errors.NONE);
    fetch(cluster, 2, 1);
    expect(request(cluster, 2, 1)?.kind).toBe("ListOffsets");
    disconnect(cluster, 2, 1);
    for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
    expect(partitionOn(cluster, 2).log.logStartOffset).toBe(5);
    expect(logEndOn(cluster, 2)).toBe(6);
  });

  function beyondEnd(override: Override): number {
    const cluster = led(override, 2);
    for (let i = 0; i < 3; i++) write(cluster, 1);
    for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
    refuse(cluster, 2, 1, Errors.OFFSET_OUT_OF_RANGE);
    const asked = request(cluster, 2, 1)!;
    if (asked.kind !== "ListOffsets") return logEndOn(cluster, 2);
    const answer = serve(cluster, 1, asked);
    if (answer.kind !== "ListOffsetsResponse") throw new Error(answer.kind);
    const shorter = answer.partitions.map((one, i) => (i === 0 ? { ...one, offset: 1 } : one));
    deliver(cluster, 2, 1, { ...answer, partitions: shorter });
    return logEndOn(cluster, 2);
  }

  test("beyond the leader's end: cuts there", () => expect(beyondEnd({ name: "kafka-4" })).toBe(1));
  test("drops everything at once without asking (R-18)", () =>
    expect(beyondEnd({ name: "R-18", replication: { onOffsetOutOfRange: "reset-to-start" } })).toBe(0));
});
