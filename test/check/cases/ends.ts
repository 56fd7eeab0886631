/** Ends of runs that a liveness check must refuse, and ends that are legal. */
import type { FinalState } from "../../../src/check/final-state.ts";
import type { TrialResult } from "../../../src/check/trial.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, finalReplica, finalState, producer, type Stage, type StageOptions, stage, tp } from "../stage.ts";

export interface End {
  readonly check: string;
  readonly name: string;
  readonly options?: StageOptions;
  readonly end: (s: Stage) => FinalState;
}

export const batches = [batchOf(0, [10, 11], 0)];
const unhealthy = (final: FinalState, ...brokers: number[]): FinalState => ({
  ...final,
  brokers: final.brokers.map((one) => ({ ...one, healthy: !brokers.includes(one.broker) })),
  partitions: final.partitions.map((one) => ({
    ...one,
    replicas: one.replicas.filter((replica) => !brokers.includes(replica.broker)),
  })),
});

/** A producer whose sends may take so long. */
const within = (decidedWithinMs: number): StageOptions => ({
  trial: {
    producers: [
      {
        client: producer,
        topic: "orders",
        acks: -1,
        enableIdempotence: true,
        maxInFlightRequestsPerConnection: 5,
        decidedWithinMs,
      },
    ],
  },
});

export const refusedEnds: readonly End[] = [
  {
    check: "leader-eventually",
    name: "nobody is elected",
    end: (s) => {
      s.change({ leader: -1 }, "leaderless");
      return finalState(s, batches);
    },
  },
  {
    check: "leader-eventually",
    name: "the elected does not act",
    end: (s) => finalState(s, batches, { 1: { isLeader: false } }),
  },
  {
    check: "isr-refills",
    name: "a healthy replica stays outside",
    end: (s) => {
      s.isr([1, 2]);
      return finalState(s, batches);
    },
  },
  {
    check: "isr-refills",
    name: "an AlterPartition pends for ever",
    end: (s) => finalState(s, batches, { 1: { alterPartitionPending: true } }),
  },
  {
    check: "high-watermark-reaches-end",
    name: "the leader's mark hangs",
    end: (s) => finalState(s, batches, { 1: { highWatermark: 1 } }),
  },
  {
    check: "high-watermark-reaches-end",
    name: "a follower stays behind",
    end: (s) => finalState(s, batches, { 3: { highWatermark: 1, logEndOffset: 1, batches: [batchOf(0, [10], 0)] } }),
  },
  {
    check: "produce-decided",
    name: "a send never completes",
    end: (s) => {
      s.send(12);
      return finalState(s, batches);
    },
  },
  {
    check: "produce-decided",
    name: "a send is older than its timeouts allow",
    options: within(3000),
    end: (s) => {
      s.send(12);
      return finalState(s, batches);
    },
  },
  {
    check: "logs-converge",
    name: "another record",
    end: (s) => finalState(s, batches, { 3: { batches: [batchOf(0, [10, 77], 0)] } }),
  },
  {
    check: "logs-converge",
    name: "another epoch",
    end: (s) => finalState(s, batches, { 3: { batches: [batchOf(0, [10, 11], 1)] } }),
  },
  {
    check: "logs-converge",
    name: "a missing record",
    end: (s) => finalState(s, batches, { 3: { batches: [batchOf(0, [10], 0)] } }),
  },
  {
    check: "logs-converge",
    name: "another epoch cache",
    end: (s) => finalState(s, batches, { 3: { epochs: [0, 1], epochStarts: [0, 1] } }),
  },
  {
    check: "metadata-converges",
    name: "a broker keeps the log of a partition that was moved away",
    end: (s) => {
      s.change({ replicas: [1, 2], isr: [1, 2] });
      return finalState(s, batches, {}, [finalReplica(3)]);
    },
  },
  {
    check: "metadata-converges",
    name: "a healthy broker stays fenced",
    end: (s) => ({ ...finalState(s, batches), brokers: [{ broker: 2, healthy: true, fenced: true }] }),
  },
  {
    check: "metadata-converges",
    name: "a broker is behind the controller",
    end: (s) => finalState(s, batches, { 2: { partitionEpoch: -1 } }),
  },
  { check: "metadata-converges", name: "a replica was never made", end: (s) => finalState(s, batches, { 2: null }) },
  {
    check: "reassignment-completes",
    name: "it is still under way",
    end: (s) => {
      s.change({ addingReplicas: [3] });
      return finalState(s, batches);
    },
  },
  {
    check: "high-watermark-reaches-end",
    name: "the mark has moved since a follower was told that it diverges",
    end: (s) => {
      s.event((t) => t.diverged(3, tp, 0, 2));
      s.commit(1, 2, [12]);
      s.event((t) => t.sendCompleted(producer, 12, tp, "ok", 0, 2));
      return finalState(s, [...batches, batchOf(2, [12], 0)], { 3: { highWatermark: 2 } });
    },
  },
  {
    check: "metadata-converges",
    name: "a controller that changes a partition to the end of a run that never rests",
    end: (s) => {
      s.trial.beginEvent(5000, 9_999_000);
      s.trial.partitionChanged(tp, s.registration, { ...s.registration, partitionEpoch: 7, leaderEpoch: 1 }, "none");
      s.registration = { ...s.registration, partitionEpoch: 7, leaderEpoch: 1 };
      s.trial.endEvent();
      return { ...finalState(s, batches, { 3: { partitionEpoch: 0, leaderEpoch: 0 } }), stop: "calm-limit" };
    },
  },
];

export const acceptedEnds: readonly End[] = [
  {
    check: "leader-eventually",
    name: "the only member is gone: a leader is forbidden",
    end: (s) => {
      s.isr([1]);
      s.change({ leader: -1 }, "leaderless");
      return unhealthy(finalState(s, batches), 1);
    },
  },
  {
    check: "isr-refills",
    name: "the replica outside is frozen",
    end: (s) => {
      s.isr([1, 2]);
      return unhealthy(finalState(s, batches), 3);
    },
  },
  {
    check: "high-watermark-reaches-end",
    name: "too few replicas are healthy",
    end: (s) => {
      s.isr([1]);
      return unhealthy(finalState(s, batches, { 1: { highWatermark: 1 } }), 2, 3);
    },
  },
  {
    check: "high-watermark-reaches-end",
    name: "a follower dropped the answer that told it: it had gone on to another epoch",
    end: (s) => {
      s.event((t) => t.fetchAnsweredLate(3, tp, 0, false));
      return finalState(s, batches, { 3: { highWatermark: 1 } });
    },
  },
  {
    check: "produce-decided",
    name: "its client died",
    end: (s) => {
      s.send(12);
      s.event((t) => t.nodeDown(producer, "process-crash"));
      return finalState(s, batches);
    },
  },
  {
    check: "produce-decided",
    name: "the send is younger than max.block.ms + delivery.timeout.ms",
    options: within(60_000),
    end: (s) => {
      s.send(12);
      return finalState(s, batches);
    },
  },
  {
    check: "logs-converge",
    name: "log starts differ",
    end: (s) => finalState(s, batches, { 3: { logStartOffset: 1, batches: [batchOf(1, [11], 0)], epochStarts: [1] } }),
  },
  {
    check: "logs-converge",
    name: "an epoch without records is known to its leader only",
    end: (s) => finalState(s, batches, { 1: { epochs: [0, 4], epochStarts: [0, 2] } }),
  },
  {
    check: "metadata-converges",
    name: "the disk of the missing replica failed",
    end: (s) => {
      s.event((t) => t.logDirFailed(2, 0));
      s.isr([1, 3]);
      return finalState(s, batches, { 2: null });
    },
  },
  {
    check: "reassignment-completes",
    name: "its target is gone",
    end: (s) => {
      s.isr([1, 2], { addingReplicas: [3] });
      return unhealthy(finalState(s, batches), 3);
    },
  },
  {
    check: "high-watermark-reaches-end",
    name: "a follower of a compacted log lacks offsets, but no record",
    options: { compact: true, minIsr: 1 },
    end: (s) => {
      s.event((t) => t.compacted(1, tp, [], [], 0));
      s.isr([1, 2]);
      return finalState(s, batches, {
        3: { highWatermark: 2, logEndOffset: 2 },
        1: { logEndOffset: 3, highWatermark: 3 },
        2: { logEndOffset: 3, highWatermark: 3 },
      });
    },
  },
  ...["isr-refills", "high-watermark-reaches-end", "logs-converge", "reassignment-completes"].map((check) => ({
    check,
    name: "the leader's log starts within a batch, and the follower was truncated to that start",
    options: { minIsr: 1 },
    end: (s: Stage) => {
      s.isr([1, 2], check === "reassignment-completes" ? { addingReplicas: [3] } : {});
      s.event((t) => t.logStartMoved(1, tp, 1, "delete-records"));
      s.event((t) => t.truncated(3, tp, 1, 0, 1, 0));
      s.event((t) => t.followingFailed(3, tp, Errors.OFFSET_OUT_OF_RANGE));
      const rewritten = { logStartOffset: 1, batches: [batchOf(0, [10, 11], 1)], epochs: [1], epochStarts: [1] };
      const truncated = { highWatermark: 1, logEndOffset: 1, batches: [batchOf(0, [10], 0)] };
      return finalState(s, batches, { 1: rewritten, 2: rewritten, 3: truncated });
    },
  })),
  {
    check: "high-watermark-reaches-end",
    name: "a follower was told the mark in an answer that said diverging (KAFKA-14704)",
    end: (s) => {
      s.event((t) => t.diverged(3, tp, 0, 2));
      return finalState(s, batches, { 3: { highWatermark: 0 } });
    },
  },
  {
    check: "metadata-converges",
    name: "the controller changed the partition a moment before the end",
    end: (s) => {
      s.trial.beginEvent(5000, 9_999_000);
      s.trial.partitionChanged(tp, s.registration, { ...s.registration, partitionEpoch: 7, leaderEpoch: 1 }, "none");
      s.registration = { ...s.registration, partitionEpoch: 7, leaderEpoch: 1 };
      s.trial.endEvent();
      return finalState(s, batches, { 3: { partitionEpoch: 0, leaderEpoch: 0 } });
    },
  },
];

/** Judges the end; the stage that it was judged on, and what the trial made of it. */
export function judgeEnd(one: End, options = one.options): { readonly s: Stage; readonly result: TrialResult } {
  const s = stage(options);
  s.commit(1, 0, [10, 11]);
  s.event((t) => {
    for (const id of [10, 11]) t.sendCompleted(producer, id, tp, "ok", 0, id - 10);
  });
  s.trial.enterCalm();
  return { s, result: s.finish(one.end(s)) };
}

/** Kafka's times, under which progress is owed. */
export const defaultTimes = {
  brokerHeartbeatIntervalMs: 2000,
  brokerSessionTimeoutMs: 9000,
  replicaFetchWaitMaxMs: 500,
  replicaSocketTimeoutMs: 30_000,
  replicaFetchBackoffMs: 1000,
  producerIdExpirationMs: 86_400_000,
  calmMs: 400_000,
};
