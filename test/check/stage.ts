/** A stage for checkers: three brokers, one partition `orders-0`, a few calls, and what the trial made of them. */
import type { Violation } from "../../src/check/check.ts";
import type { FinalReplica, FinalState } from "../../src/check/final-state.ts";
import type { TrialOptions } from "../../src/check/options.ts";
import { createTrial, type Trial, type TrialResult } from "../../src/check/trial.ts";
import { Errors } from "../../src/kafka/errors.ts";
import type { PartitionRegistration } from "../../src/kafka/metadata/records.ts";
import type { ElectionKind } from "../../src/kafka/observer.ts";
import type { KafkaRecord, RecordBatch } from "../../src/kafka/records.ts";
import { topicPartition } from "../../src/kafka/topic-partition.ts";

import { freshPartition } from "../kafka/metadata/fresh-partition.ts";
export const tp = topicPartition(1, 0);
export const producer = 1000;
export const reader = 2000;

export interface StageOptions {
  readonly elr?: boolean;
  readonly minIsr?: number;
  readonly replicas?: readonly number[];
  readonly acks?: number;
  readonly idempotent?: boolean;
  readonly inFlight?: number;
  readonly flushMessages?: number;
  readonly unclean?: boolean;
  readonly compact?: boolean;
  readonly trial?: Partial<TrialOptions>;
}

export interface Stage {
  readonly trial: Trial;
  registration: PartitionRegistration;
  /** One event around some calls. */
  event(calls: (trial: Trial) => void): void;
  /** The controller changes the partition; a change of leader bumps the leader epoch. */
  change(changes: Partial<PartitionRegistration>, election?: ElectionKind): void;
  /** A new ISR, of which the leader has heard. */
  isr(isr: readonly number[], changes?: Partial<PartitionRegistration>): void;
  /** `change`, and the new leader takes office with its log as it is. */
  elect(leader: number, election?: ElectionKind, changes?: Partial<PartitionRegistration>): void;
  lead(broker: number, epoch?: number): void;
  follow(broker: number, epoch?: number): void;
  /** Sends and appends records at the leader, in its epoch. */
  write(broker: number, base: number, ids: readonly number[], epoch?: number): void;
  /** A follower copies a batch of `ids`. */
  copy(broker: number, base: number, ids: readonly number[], epoch: number, actingEpoch?: number): void;
  mark(broker: number, highWatermark: number, isLeader?: boolean, epoch?: number): void;
  /** write, copy on the others, high watermark at the leader. */
  commit(leader: number, base: number, ids: readonly number[], followers?: readonly number[]): void;
  send(...ids: number[]): void;
  ack(id: number, offset: number): void;
  down(broker: number, cause?: "process-crash" | "power-loss" | "exit"): void;
  /** Restart with this much of the log; the controller registers it. */
  up(broker: number, logEnd: number, unclean?: boolean, registered?: boolean): void;
  poll(from: number, batch: RecordBatch, to?: number, broker?: number): void;
  finish(final?: Partial<FinalState>): TrialResult;
  violations(): readonly Violation[];
}

export const record = (
  id: number,
  offsetDelta: number,
  key: string | null = `k${id}`,
  value: string | null = "v",
): KafkaRecord => ({
  id,
  key,
  value,
  headers: [],
  timestamp: 0,
  offsetDelta,
  sizeInBytes: 10,
});

export const batchOf = (
  base: number,
  ids: readonly number[],
  epoch: number,
  fields: Partial<RecordBatch> = {},
): RecordBatch => ({
  baseOffset: base,
  lastOffsetDelta: ids.length - 1,
  partitionLeaderEpoch: epoch,
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  isTransactional: false,
  isControl: false,
  timestampType: "CreateTime",
  maxTimestamp: 0,
  deleteHorizonMs: -1,
  sizeInBytes: 100,
  records: ids.map((id, i) => record(id, i)),
  checksum: 0,
  ...fields,
});

export function stage(options: StageOptions = {}): Stage {
  const replicas = options.replicas ?? [1, 2, 3];
  const found: Violation[] = [];
  const terms = {
    name: "orders",
    replicationFactor: replicas.length,
    minInsyncReplicas: options.minIsr ?? 2,
    uncleanLeaderElectionEnable: options.unclean ?? false,
    cleanupPolicy: [options.compact === true ? ("compact" as const) : ("delete" as const)],
    flushMessages: options.flushMessages ?? Number.POSITIVE_INFINITY,
  };
  const trial = createTrial({
    brokers: 3,
    eligibleLeaderReplicasEnable: options.elr ?? true,
    topics: [terms],
    topicDefaults: terms,
    producers: [
      {
        client: producer,
        topics: ["orders"],
        acks: options.acks ?? -1,
        enableIdempotence: options.idempotent ?? true,
        maxInFlightRequestsPerConnection: options.inFlight ?? 5,
      },
    ],
    onViolation: (violation) => found.push(violation),
    ...options.trial,
  });
  let events = 0;
  let brokerEpochs = 0;
  const event = (calls: (trial: Trial) => void): void => {
    events++;
    trial.beginEvent(events, events * 1000);
    calls(trial);
    trial.endEvent();
  };
  const first = freshPartition(replicas);
  const ends = new Map<number, number>();
  const sent = new Set<number>();
  const self: Stage = {
    trial,
    registration: first,
    event,
    change: (changes, election = "none") => {
      const before = self.registration;
      const leaderEpoch = changes.leader === undefined ? before.leaderEpoch : before.leaderEpoch + 1;
      // Who may lack committed records recovers.
      const recovers = election === "unclean" || election === "last-known";
      const leaderRecoveryState = recovers ? "RECOVERING" : before.leaderRecoveryState;
      const partitionEpoch = before.partitionEpoch + 1;
      const after = { ...before, leaderRecoveryState, leaderEpoch, partitionEpoch, ...changes };
      self.registration = after;
      event((t) => t.partitionChanged(tp, before, after, election));
    },
    isr: (isr, changes = {}) => {
      self.change({ isr, ...changes });
      const { leader, leaderEpoch, partitionEpoch } = self.registration;
      event((t) => t.isrCommitted(leader, tp, isr, leaderEpoch, partitionEpoch));
    },
    elect: (leader, election = "clean", changes = {}) => {
      self.change({ leader, ...changes }, election);
      self.lead(leader);
    },
    lead: (broker, epoch = self.registration.leaderEpoch) =>
      event((t) => t.becameLeader(broker, tp, epoch, ends.get(broker) ?? 0)),
    follow: (broker, epoch = self.registration.leaderEpoch) =>
      event((t) => t.becameFollower(broker, tp, epoch, self.registration.leader)),
    write: (broker, base, ids, epoch = self.registration.leaderEpoch) => {
      ends.set(broker, base + ids.length);
      self.send(...ids.filter((id) => !sent.has(id)));
      event((t) => t.appended(broker, tp, batchOf(base, ids, epoch), true, epoch));
    },
    copy: (broker, base, ids, epoch, actingEpoch = Math.max(epoch, self.registration.leaderEpoch)) => {
      ends.set(broker, base + ids.length);
      event((t) => t.appended(broker, tp, batchOf(base, ids, epoch), false, actingEpoch));
    },
    mark: (broker, highWatermark, isLeader = true, epoch = self.registration.leaderEpoch) =>
      event((t) => t.highWatermarkMoved(broker, tp, highWatermark, isLeader, epoch)),
    commit: (leader, base, ids, followers = replicas.filter((id) => id !== leader)) => {
      self.write(leader, base, ids);
      for (const follower of followers) self.copy(follower, base, ids, self.registration.leaderEpoch);
      self.mark(leader, base + ids.length);
    },
    send: (...ids) =>
      event((t) => {
        for (const id of ids) {
          sent.add(id);
          t.sendInvoked(producer, id, `k${id}`, 0);
        }
      }),
    ack: (id, offset) => event((t) => t.sendCompleted(producer, id, tp, "ok", Errors.NONE, offset)),
    down: (broker, cause = "process-crash") => event((t) => t.nodeDown(broker, cause)),
    up: (broker, logEnd, unclean = true, registered = true) => {
      event((t) => {
        t.nodeUp(broker, 1);
        t.logOpened(broker, tp, 0, logEnd, 0, true);
      });
      ends.set(broker, logEnd);
      if (registered) event((t) => t.brokerRegistered(broker, ++brokerEpochs + 100, unclean));
    },
    poll: (from, batch, to = from + batch.records.length, broker = self.registration.leader) =>
      event((t) => t.polled(reader, tp, batch, from, to, broker)),
    finish: (final = {}) =>
      trial.finish({
        atMicros: events * 1000,
        stop: "done",
        brokers: [],
        partitions: [],
        clients: [],
        groups: [],
        ...final,
      }),
    violations: () => found,
  };
  event((t) => {
    t.topicCreated("orders", [tp]);
    t.partitionChanged(tp, null, first, "none");
  });
  for (const broker of replicas) event((t) => t.logOpened(broker, tp, 0, 0, 0, false));
  self.lead(first.leader);
  for (const broker of replicas.slice(1)) self.follow(broker);
  return self;
}

export const finalReplica = (broker: number, fields: Partial<FinalReplica> = {}): FinalReplica => ({
  broker,
  isLeader: false,
  leaderEpoch: 0,
  partitionEpoch: 0,
  logStartOffset: 0,
  highWatermark: 0,
  logEndOffset: 0,
  epochs: [],
  epochStarts: [],
  batches: [],
  producers: [],
  alterPartitionPending: false,
  ...fields,
});

/** A final state in which all three brokers are healthy and hold `batches`; `replicas` replaces some. */
export function finalState(
  s: Stage,
  batches: readonly RecordBatch[],
  changed: Partial<Record<number, Partial<FinalReplica> | null>> = {},
  leftovers: readonly FinalReplica[] = [],
): FinalState {
  const end = batches.length === 0 ? 0 : batches.at(-1)!.baseOffset + batches.at(-1)!.lastOffsetDelta + 1;
  const epochs: number[] = [];
  const epochStarts: number[] = [];
  for (const batch of batches) {
    if (epochs.at(-1) === batch.partitionLeaderEpoch) continue;
    epochs.push(batch.partitionLeaderEpoch);
    epochStarts.push(batch.baseOffset);
  }
  const { registration } = s;
  const { leaderEpoch, partitionEpoch, leader } = registration;
  const replicas = registration.replicas.flatMap((broker) => {
    const change = changed[broker];
    if (change === null) return [];
    return [
      finalReplica(broker, {
        isLeader: broker === leader,
        leaderEpoch,
        partitionEpoch,
        highWatermark: end,
        logEndOffset: end,
        epochs,
        epochStarts,
        batches,
        ...change,
      }),
    ];
  });
  return {
    atMicros: 10_000_000,
    stop: "done",
    brokers: [1, 2, 3].map((broker) => ({ broker, healthy: true, fenced: false, superseded: false })),
    partitions: [{ topicPartition: tp, topic: "orders", registration, replicas: [...replicas, ...leftovers] }],
    clients: [
      { client: producer, healthy: true, unsent: 0, probes: [], behind: [] },
      { client: reader, healthy: true, unsent: 0, probes: [], behind: [] },
    ],
    groups: [],
  };
}
