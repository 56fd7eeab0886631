/** Marks of producers and readers. */
import type { SendOutcome } from "../../client/observer.ts";
import { chunkOf, Known, placeOf } from "../../history/record-table.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

/** Sends that have a partition and no outcome yet, by client and partition. */
class PendingSends {
  readonly #counts = new Map<number, Map<number, number>>();

  add(client: number, tp: number, count: number): void {
    let byPartition = this.#counts.get(client);
    if (byPartition === undefined) {
      byPartition = new Map();
      this.#counts.set(client, byPartition);
    }
    byPartition.set(tp, Math.max(0, (byPartition.get(tp) ?? 0) + count));
  }

  forget(client: number): void {
    this.#counts.delete(client);
  }

  isBusyElsewhere(client: number, tp: number): boolean {
    for (const [other, count] of this.#counts.get(client) ?? []) if (other !== tp && count > 0) return true;
    return false;
  }
}

export function clientMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const outcomes: Record<SendOutcome, () => void> = {
    ok: hit("send-succeeded"),
    fail: hit("send-failed-for-sure"),
    info: hit("send-unsure"),
  };
  const survived = hit("unsure-send-survived");
  const retried = hit("batch-retried");
  const validated = hit("consumer-position-validated");
  const reset = hit("consumer-position-reset");
  const bumped = hit("producer-epoch-bumped");
  const amidOthers = hit("producer-epoch-bumped-amid-others");
  const pending = new PendingSends();
  const fromFollower = hit("read-from-follower");
  const caughtUp = hit("reader-caught-up");
  return {
    sendAttempted: (_client, _tp, batch, broker, attempt) => {
      if (attempt > 0) retried();
      const first = batch.records[0]?.id ?? -1;
      if (first >= 0) chunkOf(ghost.records, first).brokers[placeOf(first)] = broker;
    },
    sendCompleted: (client, _record, tp, outcome) => {
      pending.add(client, tp, -1);
      outcomes[outcome]();
      if (outcome === "info" && (ghost.sent.chunk.flags[ghost.sent.place]! & Known.visible) !== 0) survived();
    },
    exposed: () => {
      if (ghost.counts.lateAppearance > 0) survived();
    },
    sendAssigned: (client, _record, tp) => pending.add(client, tp, 1),
    producerEpochBumped: (client, _producerId, _producerEpoch, tp) => {
      bumped();
      if (pending.isBusyElsewhere(client, tp)) amidOthers();
    },
    nodeDown: (node) => pending.forget(node),
    duplicated: hit("record-duplicated"),
    reordered: hit("records-reordered"),
    truncationDetected: validated,
    positionSet: (_client, _tp, _offset, reason) => {
      if (reason === "truncation") validated();
      if (reason === "reset") reset();
    },
    polled: (_client, _tp, _batch, _fromOffset, toOffset, broker) => {
      const { partition } = ghost;
      if (partition.registration !== null && partition.registration.leader !== broker) fromFollower();
      if (toOffset === partition.exposedEnd) caughtUp();
    },
  };
}
