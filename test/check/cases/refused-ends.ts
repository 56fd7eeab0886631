/** Ends of runs that a liveness check must refuse. */
import { nodeId } from "../../../src/core/ids.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import type { AdminAction } from "../../../src/kafka/messages/operator.ts";
import { batchOf, finalReplica, finalState, producer, reader, tp } from "../stage.ts";
import { fails } from "./case.ts";
import { batches, type End, pass, timed, withClient, within } from "./ends.ts";
import { refusedGroupEnds } from "./group-ends.ts";

const topic = "orders";
const withoutEffect: readonly AdminAction[] = [
  { do: "create-topic", topic: "clicks", partitions: 1, replicationFactor: 1 },
  { do: "delete-topic", topic },
  { do: "add-partitions", topic, count: 2 },
  { do: "alter-config", topic, key: "retention.ms", value: "1000" },
  { do: "reassign", topic, partition: 0, replicas: [1, 2] },
  { do: "delete-records", topic, partition: 0, offset: 1 },
];

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
    check: "probe-succeeds",
    name: "a producer stops after some records of its plan",
    end: (s) => withClient(finalState(s, batches), producer, { unsent: 3 }),
  },
  {
    check: "probe-succeeds",
    name: "a probe to a healthy partition fails",
    end: (s) => {
      s.send(99);
      fails(s, 99, "fail");
      return withClient(finalState(s, batches), producer, { probes: [{ record: 99, topicPartition: tp }] });
    },
  },
  {
    check: "reads-reach-end",
    name: "a reader stays behind",
    end: (s) =>
      withClient(finalState(s, batches), reader, { behind: [{ topicPartition: tp, position: 1, highWatermark: 2 }] }),
  },
  {
    check: "reads-reach-end",
    name: "a reader stops in the middle",
    end: (s) => {
      s.poll(0, batchOf(0, [10], 0));
      const behind = [{ topicPartition: tp, position: 1, highWatermark: 2 }];
      return { ...withClient(finalState(s, batches), reader, { behind }), atMicros: 30_000_000 };
    },
  },
  {
    check: "reads-reach-end",
    name: "a reader never gets a position",
    end: (s) =>
      withClient(finalState(s, batches), reader, { behind: [{ topicPartition: tp, position: -1, highWatermark: 2 }] }),
  },
  {
    check: "no-tight-loop",
    name: "a run that its limit of events stops",
    end: (s) => ({ ...finalState(s, batches), stop: "event-limit" }),
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
    end: (s) => ({
      ...finalState(s, batches),
      brokers: [{ broker: 2, healthy: true, fenced: true, superseded: false }],
    }),
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
    check: "dead-broker-fenced",
    name: "a broker is gone for forty seconds, and counts on",
    options: timed,
    end: (s) => {
      s.down(3);
      pass(s, 1, 40);
      return finalState(s, batches);
    },
  },
  {
    check: "elected-in-time",
    name: "nobody is elected for six seconds, though two of the ISR are alive",
    end: (s) => {
      s.change({ leader: -1 }, "leaderless");
      pass(s, 1, 6);
      return finalState(s, batches);
    },
  },
  {
    check: "commits-in-time",
    name: "a probe waits for a follower that has it",
    options: timed,
    end: (s) => {
      s.trial.enterProbe();
      s.write(1, 2, [12]);
      pass(s, 1, 20);
      return finalState(s, batches);
    },
  },
  {
    check: "commits-in-time",
    name: "the ISR does not hear of the commit of a probe",
    options: timed,
    end: (s) => {
      s.trial.enterProbe();
      s.commit(1, 2, [12]);
      pass(s, 1, 20);
      return finalState(s, batches);
    },
  },
  {
    check: "commits-in-time",
    name: "the mark has moved over a probe since a follower was told that it diverges",
    options: timed,
    end: (s) => {
      s.trial.enterProbe();
      s.event((t) => t.diverged(3, tp, 0, 2));
      s.commit(1, 2, [12]);
      s.mark(2, 3, false);
      pass(s, 1, 20);
      return finalState(s, batches);
    },
  },
  {
    check: "commits-in-time",
    name: "of two followers that have not heard, one was told that it diverges",
    options: timed,
    end: (s) => {
      s.trial.enterProbe();
      s.commit(1, 2, [12]);
      s.event((t) => t.diverged(2, tp, 0, 3));
      pass(s, 1, 20);
      return finalState(s, batches);
    },
  },
  ...withoutEffect.map(
    (action): End => ({
      check: "admin-takes-effect",
      name: `${action.do} is done in name`,
      end: (s) => {
        s.event((t) => t.adminCompleted(nodeId("admin", 0), action, Errors.NONE));
        return finalState(s, batches);
      },
    }),
  ),
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
  ...refusedGroupEnds,
];
