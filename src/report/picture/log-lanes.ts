/** The logs of one partition on all brokers, as they changed in the course of a run: what a picture draws. */
import type { TrialObserver } from "../../check/observer.ts";
import { lastOffset } from "../../kafka/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";

export interface Lane {
  readonly broker: number;
  /** Leader epoch of the record at each offset from 0 on; -1 where there is none (deleted, compacted). */
  readonly epochs: readonly number[];
  readonly highWatermark: number;
  readonly isUp: boolean;
  readonly isLeader: boolean;
  readonly isInSync: boolean;
}

export interface Frame {
  readonly atMicros: number;
  readonly lanes: readonly Lane[];
}

interface Replica {
  epochs: number[];
  highWatermark: number;
  isUp: boolean;
  isLeader: boolean;
}

export interface LogLanes {
  readonly frames: readonly Frame[];
  readonly observer: Partial<TrialObserver>;
}

export function newLogLanes(tp: TopicPartition, brokers: number, atMicros: () => number): LogLanes {
  const frames: Frame[] = [];
  const replicas = Array.from({ length: brokers }, (): Replica => newReplica());
  const members: Members = { replicas: [], isr: [] };
  const changed: Change = (broker, change) => {
    const replica = replicas[broker - 1];
    change(replica ?? newReplica());
    frames.push(frameOf(atMicros(), replicas, members));
  };
  const here = (other: TopicPartition, broker: number, change: (replica: Replica) => void): void => {
    if (other === tp) changed(broker, change);
  };
  return { frames, observer: { ...logLines(here), ...roleLines(here, changed, members) } };
}

interface Members {
  replicas: readonly number[];
  isr: readonly number[];
}

type Change = (broker: number, change: (replica: Replica) => void) => void;
type ChangeHere = (tp: TopicPartition, broker: number, change: (replica: Replica) => void) => void;

const logLines = (here: ChangeHere): Partial<TrialObserver> => ({
  logOpened: (broker, tp, start, end, highWatermark) =>
    here(tp, broker, (replica) => {
      replica.epochs = resized(replica.epochs, start, end);
      replica.highWatermark = highWatermark;
    }),
  appended: (broker, tp, batch) =>
    here(tp, broker, (replica) => {
      for (let offset = batch.baseOffset; offset <= lastOffset(batch); offset++) {
        replica.epochs[offset] = batch.partitionLeaderEpoch;
      }
    }),
  truncated: (broker, tp, toOffset) => here(tp, broker, (replica) => cut(replica, toOffset)),
  restartedAt: (broker, tp, offset) =>
    here(tp, broker, (replica) => {
      replica.epochs = resized([], offset, offset);
      replica.highWatermark = offset;
    }),
  logStartMoved: (broker, tp, start) => here(tp, broker, (replica) => replica.epochs.fill(-1, 0, start)),
  highWatermarkMoved: (broker, tp, highWatermark) =>
    here(tp, broker, (replica) => {
      replica.highWatermark = highWatermark;
    }),
});

const roleLines = (here: ChangeHere, changed: Change, members: Members): Partial<TrialObserver> => ({
  becameLeader: (broker, tp) =>
    here(tp, broker, (replica) => {
      replica.isLeader = true;
    }),
  becameFollower: (broker, tp) =>
    here(tp, broker, (replica) => {
      replica.isLeader = false;
    }),
  partitionChanged: (tp, _before, after) =>
    here(tp, after.leader, () => {
      members.isr = after.isr;
      members.replicas = after.replicas;
    }),
  nodeDown: (node) =>
    changed(node, (replica) => {
      replica.isUp = false;
      replica.isLeader = false;
    }),
  nodeUp: (node) =>
    changed(node, (replica) => {
      replica.isUp = true;
    }),
});

const newReplica = (): Replica => ({ epochs: [], highWatermark: 0, isUp: false, isLeader: false });

function cut(replica: Replica, end: number): void {
  replica.epochs.length = Math.min(replica.epochs.length, end);
  replica.highWatermark = Math.min(replica.highWatermark, end);
}

/** The same records in [start, end), nothing elsewhere. */
function resized(epochs: readonly number[], start: number, end: number): number[] {
  return Array.from({ length: end }, (_, offset) => (offset < start ? -1 : (epochs[offset] ?? -1)));
}

function frameOf(atMicros: number, replicas: readonly Replica[], members: Members): Frame {
  const { isr } = members;
  return {
    atMicros,
    lanes: [...members.replicas]
      .sort((a, b) => a - b)
      .map((broker) => {
        const replica = replicas[broker - 1] ?? newReplica();
        return { ...replica, broker, epochs: [...replica.epochs], isInSync: isr.includes(broker) };
      }),
  };
}
