/** The mirror of the cluster: what facts leave behind them, and what a torn file took. */
import { expect, test } from "vitest";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import type { FactDraft } from "../../../src/report/facts/fact.ts";
import { Mirror } from "../../../src/report/facts/mirror.ts";
import { fact } from "../fact.ts";

const tp = topicPartition(1, 0);
const of = (...drafts: readonly FactDraft[]): Mirror => {
  const mirror = new Mirror();
  for (const draft of drafts) mirror.apply(fact(draft));
  return mirror;
};
const here = { nodes: [2], topicPartition: tp } as const;
const copy = (from: number, to: number, epoch = 0): FactDraft => ({ kind: "copy", ...here, from, to, epoch });
const ends = (mirror: Mirror): readonly number[] => mirror.replica(2, tp).parts.map((part) => part.to);

test("a log grows, is cut at batches, starts anew and starts later", () => {
  const three = [copy(0, 2), copy(2, 5), copy(5, 6, 1)];
  expect(ends(of(...three))).toEqual([2, 5, 6]);
  const cut = of(...three, { kind: "truncate", ...here, from: 4, to: Number.MAX_SAFE_INTEGER, epoch: 2 });
  expect([ends(cut), cut.replica(2, tp).end]).toEqual([[2], 4]);
  const anew = of(...three, { kind: "restart-log", ...here, from: 0, to: 9 });
  expect([ends(anew), anew.replica(2, tp).start, anew.replica(2, tp).end]).toEqual([[], 9, 9]);
  expect(of(...three, { kind: "delete-records", ...here, to: 3, reason: "retention" }).replica(2, tp).start).toBe(3);
  const compacted = { kind: "compact", ...here, from: 0, to: 5, left: [{ from: 2, to: 5, epoch: 0 }] } as const;
  expect(ends(of(...three, compacted))).toEqual([5, 6]);
});

test("a torn segment loses the batches that did not survive", () => {
  const mirror = of(copy(0, 2), copy(2, 5), copy(5, 6));
  expect(mirror.torn(2, tp, 0, 1, 3)).toEqual({ from: 2, to: 6 });
  expect(mirror.torn(2, tp, 2, 0, 2)).toEqual({ from: 2, to: 6 });
  expect(mirror.torn(2, tp, 0, 1, 4)).toBeNull();
  mirror.apply(fact({ kind: "tear", ...here, from: 2, to: 6, withPower: false }));
  expect(ends(mirror)).toEqual([2]);
});

test("marks, leaders, names and the dead", () => {
  const mirror = of(
    { kind: "topic", name: "orders", partitions: [tp] },
    { kind: "lead", ...here, epoch: 1, from: 0 },
    { kind: "advance", ...here, from: 3, to: 3 },
  );
  expect(mirror.nameOf(tp)).toBe("orders-0");
  expect(mirror.replica(2, tp)).toMatchObject({ isLeader: true, highWatermark: 3 });
  mirror.apply(fact({ kind: "down", nodes: [2], reason: "power-loss" }));
  expect([mirror.down.has(2), mirror.replica(2, tp).isLeader]).toEqual([true, false]);
  mirror.apply(fact({ kind: "up", nodes: [2] }));
  expect(mirror.down.has(2)).toBe(false);
});
