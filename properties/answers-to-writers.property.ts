/**
 * What a replica answers to a Produce and a DeleteRecords is what its role, its ISR and its log call for (P-1..P-8, KIP-107), and
 * nothing else happens.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Errors } from "../src/kafka/errors.ts";
import { makeBatch } from "../src/kafka/records.ts";
import { deleteRecords, lowWatermark } from "../src/kafka/replication/delete-records.ts";
import { appendToLeader, isProduceSatisfied } from "../src/kafka/replication/produce.ts";
import { record } from "../test/kafka/log/world.ts";
import { nodeOf } from "../test/kafka/replication/cluster.ts";
import { replicaIn, replicaShape } from "./replica-and-list.ts";
import { errors, newTally, numbers } from "./tally.ts";

const { meet, often } = newTally();

test("produces and deletions", () => {
  fc.assert(
    fc.property(
      replicaShape,
      fc.constantFrom(-1, -1, 0, 1, 2),
      fc.integer({ min: -3, max: 30 }),
      (shape, acks, offset) => {
        const replica = replicaIn(shape);
        const { cluster, partition, list, role } = replica;
        const { env } = nodeOf(cluster, 1);
        const unable =
          role === "offline"
            ? Errors.KAFKA_STORAGE_ERROR
            : role === "leader"
              ? Errors.NONE
              : Errors.NOT_LEADER_OR_FOLLOWER;
        const isTooFew = acks === -1 && partition.isr.length < shape.minIsr;
        const refused = ![-1, 0, 1].includes(acks)
          ? Errors.INVALID_REQUIRED_ACKS
          : unable === Errors.NONE && isTooFew
            ? Errors.NOT_ENOUGH_REPLICAS
            : unable;
        for (const required of numbers(0, list.end)) {
          const isFew = partition.maximalIsr.length < shape.minIsr;
          const isDone = isFew ? Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND : Errors.NONE;
          const satisfied = unable !== Errors.NONE ? unable : list.highWatermark < required ? "pending" : isDone;
          expect(isProduceSatisfied(partition, required, env)).toBe(satisfied);
        }
        const isOnlyCompacted = shape.compacts;
        const wanted = offset === -1 ? list.highWatermark : offset;
        const isOut = wanted < 0 || wanted > list.highWatermark;
        const errorCode =
          unable !== Errors.NONE
            ? unable
            : isOnlyCompacted
              ? Errors.POLICY_VIOLATION
              : isOut
                ? Errors.OFFSET_OUT_OF_RANGE
                : Errors.NONE;
        expect(deleteRecords(partition, offset, env)).toEqual({
          errorCode,
          requiredOffset: errorCode === Errors.NONE ? wanted : -1,
        });
        meet(`delete ${errorCode}`);
        if (errorCode === Errors.NONE) list.moveStart(wanted);
        expect(partition.log.logStartOffset).toBe(list.start);
        const alive = partition.remotes.filter(({ brokerId }) => cluster.alive.unfenced.has(brokerId));
        const starts = [list.start, ...alive.map((remote) => remote.logStartOffset)];
        expect(lowWatermark(partition, env)).toBe(role === "leader" ? Math.min(...starts) : -1);
        const batch = makeBatch([record(0, { timestamp: 1_000_000_000_000 })], -1, -1, -1, 1);
        const saysNothing = [Errors.INVALID_REQUIRED_ACKS, Errors.NOT_LEADER_OR_FOLLOWER, Errors.KAFKA_STORAGE_ERROR];
        const at = refused === Errors.NONE ? list.end : -1;
        expect(appendToLeader(partition, batch, acks, env)).toEqual({
          errorCode: refused,
          baseOffset: at,
          lastOffset: at,
          logAppendTimeMs: -1,
          logStartOffset: saysNothing.some((one) => one === refused) ? -1 : list.start,
          duplicate: false,
        });
        meet(`produce ${refused}`);
      },
    ),
    { numRuns: 400, seed: 47 },
  );
  const both = [Errors.NONE, Errors.NOT_LEADER_OR_FOLLOWER, Errors.KAFKA_STORAGE_ERROR];
  often([
    ...errors("produce", [...both, Errors.NOT_ENOUGH_REPLICAS, Errors.INVALID_REQUIRED_ACKS]),
    ...errors("delete", [...both, Errors.POLICY_VIOLATION, Errors.OFFSET_OUT_OF_RANGE]),
  ]);
});
