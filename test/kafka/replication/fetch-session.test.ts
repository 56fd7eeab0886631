import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import type { FetchRequest, FetchResponse } from "../../../src/kafka/messages/fetch.ts";
import { closeFetch, openFetch, readFetch } from "../../../src/kafka/replication/fetch-context.ts";
import { type FetchContext, newFetchSessionCache } from "../../../src/kafka/replication/fetch-session.ts";
import { stopPartition } from "../../../src/kafka/replication/registration.ts";
import { batchOf, tp } from "../log/world.ts";
import {
  type Cluster,
  type ClusterShape,
  fetch,
  newCluster,
  nodeOf,
  partitionOn,
  tell,
  tellAll,
  write,
} from "./cluster.ts";
import { asking, fetchOf } from "./requests.ts";

function led(shape: ClusterShape = {}): Cluster {
  const cluster = newCluster({ brokers: 1, ...shape });
  tellAll(cluster, { leader: 1, epoch: 1 });
  return cluster;
}

function open(cluster: Cluster, request: FetchRequest): { context: FetchContext; ready: boolean } {
  const { cache, table, env } = nodeOf(cluster, 1);
  const context = openFetch(cache, request, env);
  return { context, ready: readFetch(context, table, env) };
}

const close = (cluster: Cluster, context: FetchContext): FetchResponse => closeFetch(context, nodeOf(cluster, 1).env);
const answer = (cluster: Cluster, request: FetchRequest): FetchResponse =>
  close(cluster, open(cluster, request).context);
const again = (cluster: Cluster, context: FetchContext): boolean =>
  readFetch(context, nodeOf(cluster, 1).table, nodeOf(cluster, 1).env);

const full = fetchOf([asking()], { sessionEpoch: 0 });
const next = (sessionId: number, sessionEpoch: number, change: Partial<FetchRequest> = {}): FetchRequest =>
  fetchOf([], { sessionId, sessionEpoch, ...change });

describe("fetch sessions (KIP-227)", () => {
  test("answer a full fetch with every partition and a session id", () => {
    const cluster = led();
    const response = answer(cluster, full);
    expect(response.sessionId).toBeGreaterThan(0);
    expect(response.partitions).toHaveLength(1);
    expect(answer(cluster, fetchOf([asking()])).sessionId).toBe(0);
  });

  test("tell an incremental fetch only what is new", () => {
    const cluster = led();
    const { sessionId } = answer(cluster, full);
    expect(answer(cluster, next(sessionId, 1)).partitions).toEqual([]);
    write(cluster, 1);
    expect(answer(cluster, next(sessionId, 2)).partitions[0]?.batches).toHaveLength(1);
    // Not asked for beyond it: the same data again.
    expect(answer(cluster, next(sessionId, 3)).partitions[0]?.batches).toHaveLength(1);
    const moved = next(sessionId, 4, { partitions: [asking({ fetchOffset: 1 })] });
    expect(answer(cluster, moved).partitions).toEqual([]);
  });

  test("refuse another epoch, and an unknown session", () => {
    const cluster = led();
    const { sessionId } = answer(cluster, full);
    expect(answer(cluster, next(sessionId, 2)).errorCode).toBe(Errors.INVALID_FETCH_SESSION_EPOCH);
    expect(answer(cluster, next(sessionId + 1, 1)).errorCode).toBe(Errors.FETCH_SESSION_ID_NOT_FOUND);
    expect(answer(cluster, next(sessionId, 1)).errorCode).toBe(Errors.NONE);
  });

  test("end with a full fetch that names them, and when everything is forgotten", () => {
    const cluster = led();
    const first = answer(cluster, full).sessionId;
    const second = answer(cluster, { ...full, sessionId: first }).sessionId;
    expect(second).not.toBe(first);
    expect(answer(cluster, next(first, 1)).errorCode).toBe(Errors.FETCH_SESSION_ID_NOT_FOUND);
    expect(answer(cluster, next(second, 1, { forgotten: [tp] }))).toMatchObject({
      sessionId: 0,
      errorCode: Errors.NONE,
    });
    expect(nodeOf(cluster, 1).cache.sessions.size).toBe(0);
    expect(partitionOn(cluster, 1).watchers).toEqual([]);
  });

  test("fence every fetch by the epoch that they remember (KAFKA-9338)", () => {
    const errorAfterNewEpoch = (cluster: Cluster): number | undefined => {
      const { sessionId } = answer(cluster, full);
      tell(cluster, 1, { leader: 1, epoch: 2 });
      return answer(cluster, next(sessionId, 1)).partitions[0]?.errorCode;
    };
    expect(errorAfterNewEpoch(led())).toBe(Errors.FENCED_LEADER_EPOCH);
    const forgetful = led({ override: { name: "KAFKA-9338", replication: { sessionLeaderEpoch: () => -1 } } });
    expect(errorAfterNewEpoch(forgetful)).not.toBe(Errors.FENCED_LEADER_EPOCH);
  });

  test("repeat errors until they are gone", () => {
    const cluster = led();
    const { sessionId } = answer(cluster, full);
    stopPartition(partitionOn(cluster, 1), nodeOf(cluster, 1).env);
    expect(answer(cluster, next(sessionId, 1)).partitions[0]?.errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
    expect(answer(cluster, next(sessionId, 2)).partitions[0]?.errorCode).toBe(Errors.NOT_LEADER_OR_FOLLOWER);
  });
});

describe("a parked fetch (DelayedFetch)", () => {
  test("waits for its minimum of bytes", () => {
    const cluster = led();
    const batch = batchOf();
    const { context, ready } = open(cluster, { ...full, minBytes: batch.sizeInBytes * 2 });
    expect(ready).toBe(false);
    expect(partitionOn(cluster, 1).watchers[0]?.waiting()).toBe(context);
    write(cluster, 1, batch);
    expect(again(cluster, context)).toBe(false);
    write(cluster, 1, batchOf());
    expect(again(cluster, context)).toBe(true);
    expect(close(cluster, context).partitions[0]?.batches).toHaveLength(2);
    expect(partitionOn(cluster, 1).watchers[0]?.waiting()).toBeNull();
  });

  test("is answered at once by an error, a fence, or maxWaitMs 0", () => {
    const cluster = led();
    expect(open(cluster, { ...full, maxWaitMs: 0 }).ready).toBe(true);
    expect(open(cluster, fetchOf([asking({ fetchOffset: 9 })])).ready).toBe(true);
    const { context } = open(cluster, full);
    tell(cluster, 1, { leader: 1, epoch: 2 });
    expect(again(cluster, context)).toBe(true);
    expect(close(cluster, context).partitions[0]?.errorCode).toBe(Errors.FENCED_LEADER_EPOCH);
  });

  test("tells the high watermark at its end, but is not woken by it", () => {
    const cluster = newCluster({ brokers: 2 });
    tellAll(cluster, { leader: 1, epoch: 1 });
    write(cluster, 1);
    fetch(cluster, 2, 1);
    const { sessionId } = answer(cluster, fetchOf([asking({ fetchOffset: 1 })], { sessionEpoch: 0 }));
    const { context, ready } = open(cluster, next(sessionId, 1));
    expect(ready).toBe(false);
    fetch(cluster, 2, 1);
    expect(again(cluster, context)).toBe(false);
    expect(close(cluster, context).partitions).toMatchObject([{ highWatermark: 1, batches: [] }]);
  });

  test("gives way to a later fetch of its session, which tells what it would have told", () => {
    const cluster = led();
    const { sessionId } = answer(cluster, full);
    const { context } = open(cluster, next(sessionId, 1, { minBytes: 1_000_000 }));
    write(cluster, 1);
    expect(again(cluster, context)).toBe(false);
    const later = answer(cluster, next(sessionId, 2));
    expect(context.closed).toBe(true);
    expect(again(cluster, context)).toBe(false);
    expect(later.partitions[0]?.batches).toHaveLength(1);
  });

  test("counts a follower's offset once, when it arrives", () => {
    const cluster = newCluster({ brokers: 2 });
    tellAll(cluster, { leader: 1, epoch: 1 });
    write(cluster, 1);
    const follower = { replicaId: 2, replicaEpoch: 12, minBytes: 1_000_000, sessionEpoch: 0 };
    const { context } = open(cluster, fetchOf([asking({ fetchOffset: 1, logStartOffset: 0 })], follower));
    const remote = partitionOn(cluster, 1).remotes[0]!;
    expect([remote.logEndOffset, remote.lastFetchTimeMs]).toEqual([1, 100_000]);
    cluster.clock.nowMs += 100;
    write(cluster, 1);
    again(cluster, context);
    expect(remote.lastFetchTimeMs).toBe(100_000);
  });

  test("without a session leaves nothing behind", () => {
    const cluster = led();
    const { context } = open(cluster, fetchOf([asking()]));
    expect(partitionOn(cluster, 1).watchers).toHaveLength(1);
    close(cluster, context);
    expect(partitionOn(cluster, 1).watchers).toEqual([]);
  });
});

describe("the session cache", () => {
  const capped = (size: number): Cluster => {
    const cluster = led();
    nodeOf(cluster, 1).cache = newFetchSessionCache(size);
    return cluster;
  };
  const follower = { replicaId: 2, replicaEpoch: 12 };

  test("serves without a session when it is full", () => {
    const cluster = capped(1);
    expect(answer(cluster, full).sessionId).toBeGreaterThan(0);
    expect(answer(cluster, full).sessionId).toBe(0);
  });

  test("evicts a consumer's session for a follower's, never the other way round", () => {
    const cluster = capped(1);
    const consumers = answer(cluster, full).sessionId;
    const followers = answer(cluster, { ...full, ...follower }).sessionId;
    expect(followers).toBeGreaterThan(0);
    expect(answer(cluster, next(consumers, 1)).errorCode).toBe(Errors.FETCH_SESSION_ID_NOT_FOUND);
    expect(answer(cluster, full).sessionId).toBe(0);
  });

  test("evicts what was not used for two minutes", () => {
    const cluster = capped(1);
    answer(cluster, { ...full, ...follower });
    cluster.clock.nowMs += 120_001;
    expect(answer(cluster, full).sessionId).toBeGreaterThan(0);
  });
});
