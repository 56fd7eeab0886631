import { Errors } from "../../../src/kafka/errors.ts";
import { batchOf, finalState, producer, reader, type Stage, tp } from "../stage.ts";
import { fails } from "./case.ts";
import { batches, type End, unhealthy, withClient, within } from "./ends.ts";
import { acceptedGroupEnds } from "./group-ends.ts";

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
    check: "probe-succeeds",
    name: "a probe fails where too few replicas are healthy",
    end: (s) => {
      s.isr([1]);
      s.send(99);
      fails(s, 99, "fail");
      const probed = withClient(finalState(s, batches), producer, { probes: [{ record: 99, topicPartition: tp }] });
      return unhealthy(probed, 2, 3);
    },
  },
  {
    check: "probe-succeeds",
    name: "a probe fails in a topic that takes hardly anything",
    end: (s) => {
      s.event((t) => t.configChanged("orders", "segment.bytes", "1"));
      s.send(99);
      fails(s, 99, "fail");
      return withClient(finalState(s, batches), producer, { probes: [{ record: 99, topicPartition: tp }] });
    },
  },
  {
    check: "probe-succeeds",
    name: "its topic is gone, and it waits with the rest",
    end: (s) => {
      s.event((t) => t.topicDeleted("orders", [tp]));
      return { ...withClient(finalState(s, batches), producer, { unsent: 3 }), partitions: [] };
    },
  },
  {
    check: "reads-reach-end",
    name: "a reader is not there yet, but goes on",
    end: (s) => {
      s.poll(0, batchOf(0, [10], 0));
      const behind = [{ topicPartition: tp, position: 1, highWatermark: 2 }];
      return withClient(finalState(s, batches), reader, { behind });
    },
  },
  {
    check: "metadata-converges",
    name: "a broker whose registration that of an earlier process replaced stays fenced",
    end: (s) => ({
      ...finalState(s, batches),
      brokers: [{ broker: 2, healthy: true, fenced: true, superseded: true }],
    }),
  },
  {
    check: "probe-succeeds",
    name: "a probe is refused as out of order until its time is over",
    end: (s) => {
      s.trial.enterProbe();
      s.send(99);
      s.event((t) => t.produceAnswered(1, tp, batchOf(2, [99], 0), -1, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, -1, false));
      fails(s, 99, "fail");
      return withClient(finalState(s, batches), producer, { probes: [{ record: 99, topicPartition: tp }] });
    },
  },
  {
    check: "reassignment-completes",
    name: "a replica that a reassignment adds is to be removed again",
    end: (s) => {
      s.change({ addingReplicas: [3], removingReplicas: [3] }, "none");
      return finalState(s, batches);
    },
  },
  {
    check: "logs-converge",
    name: "the first epoch of a cache begins above the start of a log whose front was deleted",
    options: { trial: { checks: ["logs-converge"] } },
    end: (s) => {
      const deleted = { logStartOffset: 1, epochs: [0], epochStarts: [1] };
      const unknown = { ...deleted, epochs: [], epochStarts: [] };
      return finalState(s, [batchOf(1, [11], 0)], { 1: deleted, 2: deleted, 3: unknown });
    },
  },
  {
    check: "reads-reach-end",
    name: "nobody can lead",
    end: (s) => {
      s.isr([1]);
      s.change({ leader: -1 }, "leaderless");
      const behind = [{ topicPartition: tp, position: 1, highWatermark: 2 }];
      return unhealthy(withClient(finalState(s, batches), reader, { behind }), 1);
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
      s.event((t) => t.truncated(3, tp, 1, 0, 1, 0, 1));
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
  ...acceptedGroupEnds,
];
