import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { buildAlterPartition } from "../../../src/kafka/replication/alter-partition.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchOf } from "../log/world.ts";
import { type Cluster, fetch, highWatermarkOn, nodeOf, partitionOn, tell, write } from "./cluster.ts";
import { answer, led, proposal } from "./led-cluster.ts";

describe("answers to AlterPartition (R-23)", () => {
  function pending(): Cluster {
    const cluster = led({ isr: [1, 2] });
    fetch(cluster, 3, 1);
    buildAlterPartition(partitionOn(cluster, 1));
    return cluster;
  }

  test("commits on success, and on success with an equal partition epoch (KAFKA-12751)", () => {
    for (const partitionEpoch of [10, 11]) {
      const cluster = pending();
      answer(cluster, 0, { isr: [1, 2, 3], partitionEpoch });
      const { isr, pending: left, partitionEpoch: now } = partitionOn(cluster, 1);
      expect([isr, left, now]).toEqual([[1, 2, 3], null, partitionEpoch]);
    }
  });

  test("ignores success of another leader epoch or an older partition epoch", () => {
    for (const stale of [{ partitionEpoch: 11, leaderEpoch: 2 }, { partitionEpoch: 9 }]) {
      const cluster = pending();
      answer(cluster, 0, { isr: [1, 2, 3], ...stale });
      expect(partitionOn(cluster, 1).pending).not.toBeNull();
    }
  });

  test.each([Errors.INELIGIBLE_REPLICA, Errors.OPERATION_NOT_ATTEMPTED])("falls back on error %i", (errorCode) => {
    const cluster = pending();
    answer(cluster, errorCode);
    expect(partitionOn(cluster, 1).pending).toBeNull();
    expect(partitionOn(cluster, 1).maximalIsr).toEqual([1, 2]);
  });

  test("leaves the high watermark where it is on INELIGIBLE_REPLICA, until a write, also a repeated one", () => {
    const cluster = led({ isr: [1, 2] });
    for (const id of [2, 3]) fetch(cluster, id, 1);
    const batch = batchOf({ producerId: 7, producerEpoch: 0, baseSequence: 0 });
    buildAlterPartition(partitionOn(cluster, 1));
    write(cluster, 1, batch);
    for (let i = 0; i < 2; i++) fetch(cluster, 2, 1);
    cluster.alive.active.delete(3);
    answer(cluster, Errors.INELIGIBLE_REPLICA);
    expect(partitionOn(cluster, 1).maximalIsr).toEqual([1, 2]);
    expect(highWatermarkOn(cluster, 1)).toBe(0);
    expect(write(cluster, 1, batch).duplicate).toBe(true);
    expect(highWatermarkOn(cluster, 1)).toBe(1);
  });

  test.each([
    Errors.FENCED_LEADER_EPOCH,
    Errors.INVALID_UPDATE_VERSION,
    Errors.UNKNOWN_TOPIC_OR_PARTITION,
    Errors.UNKNOWN_TOPIC_ID,
    Errors.INVALID_REQUEST,
    Errors.NEW_LEADER_ELECTED,
  ])("stays pending without a retry on error %i", (errorCode) => {
    const cluster = pending();
    answer(cluster, errorCode);
    expect(partitionOn(cluster, 1).pending?.isr).toEqual([1, 2, 3]);
    expect(nodeOf(cluster, 1).asked.proposals).toBe(1);
  });

  test("retries other errors with the same request (I-06, KAFKA-15353)", () => {
    const cluster = led({ isr: [1, 2] });
    fetch(cluster, 3, 1);
    const first = buildAlterPartition(partitionOn(cluster, 1));
    answer(cluster, Errors.UNKNOWN_SERVER_ERROR);
    expect(nodeOf(cluster, 1).asked.proposals).toBe(2);
    expect(buildAlterPartition(partitionOn(cluster, 1))).toBe(first);
  });

  test("sends an empty ISR the second time if building used it up (I-06)", () => {
    const override: Override = { name: "I-06", replication: { retriedProposal: (one) => ({ ...one, newIsr: [] }) } };
    const cluster = led({ isr: [1, 2], override });
    fetch(cluster, 3, 1);
    expect(proposal(cluster)).toEqual([1, 2, 3]);
    expect(proposal(cluster)).toEqual([]);
  });

  test("ignores an answer to an older proposal, settled by metadata meanwhile", () => {
    const cluster = pending();
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1, 2], partitionEpoch: 12 });
    expect(partitionOn(cluster, 1).pending).toBeNull();
    fetch(cluster, 3, 1);
    expect(partitionOn(cluster, 1).pending).not.toBeNull();
    // Not sent yet: this answer belongs to the one before.
    answer(cluster, Errors.INELIGIBLE_REPLICA);
    expect(partitionOn(cluster, 1).pending?.isr).toEqual([1, 2, 3]);
  });

  test("is not undone by metadata of an equal partition epoch, which may only bring other replicas", () => {
    const cluster = pending();
    tell(cluster, 1, { leader: 1, epoch: 1, isr: [1, 2], partitionEpoch: 10, replicas: [1, 2, 3] });
    expect(partitionOn(cluster, 1).pending?.isr).toEqual([1, 2, 3]);
    expect(partitionOn(cluster, 1).maximalIsr).toEqual([1, 2, 3]);
  });
});
