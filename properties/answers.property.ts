/**
 * What a replica answers is what its role, its epochs and its log call for: errors by the tables of protocol §5 (R-1..R-7, R-16),
 * records, offsets and epochs by a look through the list of its batches.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ErrorCode, Errors } from "../src/kafka/errors.ts";
import type { FetchPartition, FetchPartitionResponse } from "../src/kafka/messages/fetch.ts";
import { nextOffset } from "../src/kafka/records.ts";
import { endOffsetForLeaderEpoch, listOffset } from "../src/kafka/replication/offsets.ts";
import { preferredReadReplica } from "../src/kafka/replication/preferred-read-replica.ts";
import { readForFetch } from "../src/kafka/replication/read-partition.ts";
import { tp } from "../test/kafka/log/world.ts";
import { nodeOf } from "../test/kafka/replication/cluster.ts";
import { fetchOf } from "../test/kafka/replication/requests.ts";
import { same } from "./list-log.ts";
import { type ReplicaAndList, replicaIn, replicaShape } from "./replica-and-list.ts";
import { errors, newTally, numbers } from "./tally.ts";

const { meet, often } = newTally();

function fenced({ leaderEpoch }: ReplicaAndList, asked: number): ErrorCode {
  if (asked < 0 || asked === leaderEpoch) return Errors.NONE;
  return asked < leaderEpoch ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
}

/** For look-ups, which only a leader answers. */
function refusal(replica: ReplicaAndList, asked: number): ErrorCode {
  if (replica.role === "offline") return Errors.KAFKA_STORAGE_ERROR;
  const fence = fenced(replica, asked);
  if (fence !== Errors.NONE) return fence;
  return replica.role === "leader" ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
}

interface Fetching {
  readonly asked: FetchPartition;
  readonly replicaId: number;
  readonly replicaEpoch: number;
  readonly rackId: string;
  readonly maxBytes: number;
}

/** The nearest of those that may serve a reader of rack "b": longest log, then latest caught up, then the larger id; -1: none. */
function nearest({ cluster, partition }: ReplicaAndList, offset: number): number {
  const able = partition.remotes.filter(
    ({ brokerId, logStartOffset, logEndOffset }) =>
      partition.isr.includes(brokerId) &&
      cluster.alive.unfenced.has(brokerId) &&
      cluster.racks.get(brokerId) === "b" &&
      logStartOffset <= offset &&
      offset <= logEndOffset,
  );
  able.sort(
    (a, b) => b.logEndOffset - a.logEndOffset || b.lastCaughtUpTimeMs - a.lastCaughtUpTimeMs || b.brokerId - a.brokerId,
  );
  return able[0]?.brokerId ?? -1;
}

type Expected = Pick<FetchPartitionResponse, "errorCode" | "divergingEpoch" | "preferredReadReplica"> & {
  readonly isRead: boolean;
};

function expected(replica: ReplicaAndList, { asked, replicaId, replicaEpoch, rackId }: Fetching): Expected {
  const { role, list, cluster } = replica;
  const isFollower = replicaId >= 0;
  const answer = (errorCode: ErrorCode, more: Partial<Expected> = {}): Expected => ({
    errorCode,
    divergingEpoch: null,
    preferredReadReplica: -1,
    isRead: false,
    ...more,
  });
  if (role === "offline") return answer(Errors.KAFKA_STORAGE_ERROR);
  if (role !== "leader" && role !== "follower") return answer(Errors.NOT_LEADER_OR_FOLLOWER);
  const fence = fenced(replica, asked.currentLeaderEpoch);
  if (fence !== Errors.NONE) return answer(fence);
  if (isFollower && role === "follower") return answer(Errors.NOT_LEADER_OR_FOLLOWER);
  const isStranger = isFollower && replicaId > 4;
  if (isStranger && asked.currentLeaderEpoch >= 0) return answer(Errors.UNKNOWN_LEADER_EPOCH);
  if (isStranger) return answer(Errors.NOT_LEADER_OR_FOLLOWER);
  const { fetchOffset, lastFetchedEpoch } = asked;
  if (fetchOffset < list.start) return answer(Errors.OFFSET_OUT_OF_RANGE);
  const end = list.endOf(lastFetchedEpoch);
  if (lastFetchedEpoch >= 0 && end.epoch < 0) return answer(Errors.OFFSET_OUT_OF_RANGE);
  if (lastFetchedEpoch >= 0 && (end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset))
    return answer(Errors.NONE, { divergingEpoch: end });
  if (fetchOffset > list.end) return answer(Errors.OFFSET_OUT_OF_RANGE);
  const isGone = cluster.alive.unfenced.has(replicaId) && cluster.alive.epochs.get(replicaId)! > replicaEpoch;
  if (isFollower && replicaEpoch >= 0 && isGone) return answer(Errors.NOT_LEADER_OR_FOLLOWER);
  const asksForNear = !isFollower && rackId === "b" && role === "leader";
  const isRackAware = nodeOf(cluster, 1).env.config.replicaSelectorClass === "rack-aware";
  const near = asksForNear && isRackAware ? nearest(replica, fetchOffset) : -1;
  return answer(Errors.NONE, { preferredReadReplica: near, isRead: near < 0 });
}

function judgeFetch(replica: ReplicaAndList, fetching: Fetching): void {
  const { asked, replicaId, maxBytes } = fetching;
  const { cluster, partition, list, role } = replica;
  const { env } = nodeOf(cluster, 1);
  const { isRead, ...wanted } = expected(replica, fetching);
  const remote = partition.remotes.find(({ brokerId }) => brokerId === replicaId);
  const before = remote?.logEndOffset;
  const mark = partition.log.highWatermark;
  const { batches, ...response } = readForFetch(partition, asked, fetchOf([], fetching), maxBytes, true, env);
  const tellsLeader = [Errors.NOT_LEADER_OR_FOLLOWER, Errors.FENCED_LEADER_EPOCH].some(
    (one) => one === wanted.errorCode,
  );
  const isAnswered = wanted.errorCode === Errors.NONE;
  const leaderId = role === "follower" ? 2 : role === "none" || partition.leader < 0 ? -1 : partition.leader;
  expect(response).toEqual({
    ...wanted,
    topicPartition: tp,
    highWatermark: isAnswered ? mark : -1,
    lastStableOffset: isAnswered ? mark : -1,
    logStartOffset: isAnswered ? list.start : -1,
    currentLeader: tellsLeader && leaderId >= 0 ? { leaderId, leaderEpoch: partition.leaderEpoch } : null,
  });
  const limit = Math.min(maxBytes, Math.max(1, asked.partitionMaxBytes));
  const bound = replicaId >= 0 ? list.end : mark;
  same(batches, isRead && limit > 0 ? list.read(asked.fetchOffset, limit, bound) : []);
  // Within a batch it asks for the rest of it: it has what lies before (LogSegment.read).
  const holder = list.batches.find((one) => nextOffset(one) > asked.fetchOffset)?.baseOffset ?? asked.fetchOffset;
  if (remote !== undefined) expect(remote.logEndOffset).toBe(isRead ? holder : before);
  meet(`fetch ${wanted.errorCode}`);
  if (wanted.divergingEpoch !== null) meet("fetch diverging");
  if (wanted.preferredReadReplica >= 0) meet("fetch nearest");
}

const fetching = fc.record({
  offset: fc.integer({ min: -1, max: 12 }).map((twelfths) => twelfths / 10),
  epoch: fc.constantFrom(-2, 0, 0, 0, 0, 0, 1, -1),
  lastEpoch: fc.constantFrom(-1, -1, 0, 0, 1, 2, 3, 4, 5, 9),
  replicaId: fc.constantFrom(-1, -1, -1, 2, 3, 4, 7),
  replicaEpoch: fc.constantFrom(0, 0, 0, -1, 1),
  rackId: fc.constantFrom("", "a", "b", "b", "b"),
  maxBytes: fc.constantFrom(0, 1, 200, 100_000),
  partitionMaxBytes: fc.constantFrom(0, 150, 100_000),
});

test("fetches", () => {
  fc.assert(
    fc.property(replicaShape, fc.array(fetching, { minLength: 4, maxLength: 8, size: "max" }), (shape, all) => {
      for (const one of all) {
        const replica = replicaIn(shape);
        const { list, leaderEpoch } = replica;
        const registered = replica.cluster.alive.epochs.get(one.replicaId) ?? 11;
        judgeFetch(replica, {
          asked: {
            topicPartition: tp,
            currentLeaderEpoch: one.epoch === -2 ? -1 : Math.max(0, leaderEpoch + one.epoch),
            fetchOffset: Math.max(0, Math.round(list.end * one.offset)),
            lastFetchedEpoch: one.lastEpoch,
            logStartOffset: one.replicaId < 0 ? -1 : 0,
            partitionMaxBytes: one.partitionMaxBytes,
          },
          replicaId: one.replicaId,
          replicaEpoch: one.replicaId < 0 ? -1 : one.replicaEpoch < 0 ? -1 : registered + one.replicaEpoch,
          rackId: one.rackId,
          maxBytes: one.maxBytes,
        });
      }
    }),
    { numRuns: 500, seed: 45 },
  );
  const codes = [Errors.NONE, Errors.OFFSET_OUT_OF_RANGE, Errors.NOT_LEADER_OR_FOLLOWER, Errors.KAFKA_STORAGE_ERROR];
  often([
    ...errors("fetch", [...codes, Errors.FENCED_LEADER_EPOCH, Errors.UNKNOWN_LEADER_EPOCH]),
    "fetch diverging",
    "fetch nearest",
  ]);
});

test("look-ups of offsets and epochs", () => {
  fc.assert(
    fc.property(replicaShape, fc.constantFrom(-9, -1, 0, 0, 0, 0, 1), (shape, step) => {
      const replica = replicaIn(shape);
      const { cluster, partition, list, leaderEpoch, epochStart } = replica;
      const { env } = nodeOf(cluster, 1);
      const currentLeaderEpoch = Math.max(-1, leaderEpoch + step);
      const refused = refusal(replica, currentLeaderEpoch);
      meet(`lookup ${refused}`);
      for (const epoch of numbers(-1, leaderEpoch + 2)) {
        const { epoch: of, endOffset } = refused === Errors.NONE ? list.endOf(epoch) : { epoch: -1, endOffset: -1 };
        const asked = { topicPartition: tp, currentLeaderEpoch, leaderEpoch: epoch };
        const answer = { topicPartition: tp, errorCode: refused, leaderEpoch: of, endOffset };
        expect(endOffsetForLeaderEpoch(partition, asked, env)).toEqual(answer);
      }
      const times = list.batches.flatMap((one) => one.records.map((each) => list.timeOf(one, each)));
      const latest = Math.max(-1, ...list.batches.map((one) => one.maxTimestamp));
      for (const replicaId of [-1, -2, 3])
        for (const timestamp of new Set([-1, -2, -3, ...times, ...times.map((time) => time + 1)])) {
          const end = replicaId === -1 ? list.highWatermark : list.end;
          const isLagging = replicaId === -1 && list.highWatermark < epochStart;
          const byTime =
            timestamp === -3 ? (latest < 0 ? null : list.offsetForTime(latest)) : list.offsetForTime(timestamp);
          const none = {
            errorCode: isLagging ? Errors.OFFSET_NOT_AVAILABLE : Errors.NONE,
            offset: -1,
            timestamp: -1,
            leaderEpoch: -1,
          };
          const first = {
            errorCode: Errors.NONE,
            offset: list.start,
            timestamp: -1,
            leaderEpoch: list.epochAt(list.start),
          };
          const last = isLagging ? none : { errorCode: Errors.NONE, offset: end, timestamp: -1, leaderEpoch };
          const found = byTime !== null && byTime.offset < end ? { errorCode: Errors.NONE, ...byTime } : none;
          const answer = timestamp === -2 ? first : timestamp === -1 ? last : found;
          expect(
            listOffset(
              partition,
              { topicPartition: tp, currentLeaderEpoch, timestamp },
              { replicaId, isolationLevel: "read_uncommitted" },
              env,
            ),
          ).toEqual({
            topicPartition: tp,
            ...(refused === Errors.NONE ? answer : { errorCode: refused, offset: -1, timestamp: -1, leaderEpoch: -1 }),
          });
          if (refused === Errors.NONE) meet(`list ${answer.errorCode}`);
        }
      for (const rack of ["", "a", "b"])
        for (const offset of numbers(list.start, list.end)) {
          const isAsked = shape.selector === "rack-aware" && rack === "b" && replica.role === "leader";
          expect(preferredReadReplica(partition, offset, rack, env)).toBe(isAsked ? nearest(replica, offset) : -1);
        }
    }),
    { numRuns: 250, seed: 46 },
  );
  const codes = [Errors.NONE, Errors.FENCED_LEADER_EPOCH, Errors.UNKNOWN_LEADER_EPOCH, Errors.NOT_LEADER_OR_FOLLOWER];
  often([
    ...errors("lookup", [...codes, Errors.KAFKA_STORAGE_ERROR]),
    ...errors("list", [Errors.OFFSET_NOT_AVAILABLE]),
  ]);
});
