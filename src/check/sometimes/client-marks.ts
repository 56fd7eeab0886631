/** Marks of producers and readers. */
import { chunkOf, Known, placeOf } from "../../history/record-table.ts";
import type { SendOutcome } from "../../kafka/observer.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";
import { hitter } from "./hit.ts";

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
  const fromFollower = hit("read-from-follower");
  const caughtUp = hit("reader-caught-up");
  return {
    sendAttempted: (_client, _tp, batch, broker, attempt) => {
      if (attempt > 0) retried();
      const first = batch.records[0]?.id ?? -1;
      if (first >= 0) chunkOf(ghost.records, first).brokers[placeOf(first)] = broker;
    },
    sendCompleted: (_client, _record, _tp, outcome) => {
      outcomes[outcome]();
      if (outcome === "info" && (ghost.sent.chunk.flags[ghost.sent.place]! & Known.visible) !== 0) survived();
    },
    exposed: () => {
      if (ghost.counts.lateAppearance > 0) survived();
    },
    producerEpochBumped: hit("producer-epoch-bumped"),
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
