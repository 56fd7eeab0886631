/** The logs of one partition on all brokers, as they changed in the course of a run: what a picture draws. */
import type { TrialObserver } from "../../kafka/observer.ts";
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
  let isr: readonly number[] = [];
  let members: readonly number[] = [];
  const changed = (broker: number, change: (replica: Replica) => void): void => {
    const replica = replicas[broker - 1];
    if (replica === undefined) return;
    change(replica);
    frames.push(frameOf(atMicros(), replicas, members, isr));
  };
  const here = (broker: number, other: TopicPartition, change: (replica: Replica) => void): void => {
    if (other === tp) changed(broker, change);
  };
  const observer: Partial<TrialObserver> = {
    logOpened: (broker, other, start, end, highWatermark) =>
      here(broker, other, (replica) => {
        replica.epochs = resized(replica.epochs, start, end);
        replica.highWatermark = highWatermark;
      }),
    appended: (broker, other, batch) =>
      here(broker, other, (replica) => {
        for (let offset = batch.baseOffset; offset <= lastOffset(batch); offset++) {
          replica.epochs[offset] = batch.partitionLeaderEpoch;
        }
      }),
    truncated: (broker, other, toOffset) => here(broker, other, (replica) => cut(replica, toOffset)),
    restartedAt: (broker, other, offset) =>
      here(broker, other, (replica) => {
        replica.epochs = resized([], offset, offset);
        replica.highWatermark = offset;
      }),
    logStartMoved: (broker, other, start) => here(broker, other, (replica) => replica.epochs.fill(-1, 0, start)),
    highWatermarkMoved: (broker, other, highWatermark) =>
      here(broker, other, (replica) => {
        replica.highWatermark = highWatermark;
      }),
    becameLeader: (broker, other) =>
      here(broker, other, (replica) => {
        replica.isLeader = true;
      }),
    becameFollower: (broker, other) =>
      here(broker, other, (replica) => {
        replica.isLeader = false;
      }),
    partitionChanged: (other, _before, after) => {
      if (other !== tp) return;
      isr = after.isr;
      members = after.replicas;
      frames.push(frameOf(atMicros(), replicas, members, isr));
    },
    nodeDown: (node) =>
      changed(node, (replica) => {
        replica.isUp = false;
        replica.isLeader = false;
      }),
    nodeUp: (node) =>
      changed(node, (replica) => {
        replica.isUp = true;
      }),
  };
  return { frames, observer };
}

const newReplica = (): Replica => ({ epochs: [], highWatermark: 0, isUp: false, isLeader: false });

function cut(replica: Replica, end: number): void {
  replica.epochs.length = Math.min(replica.epochs.length, end);
  replica.highWatermark = Math.min(replica.highWatermark, end);
}

/** The same records in [start, end), nothing elsewhere. */
function resized(epochs: readonly number[], start: number, end: number): number[] {
  return Array.from({ length: end }, (_, offset) => (offset < start ? -1 : (epochs[offset] ?? -1)));
}

function frameOf(
  atMicros: number,
  replicas: readonly Replica[],
  members: readonly number[],
  isr: readonly number[],
): Frame {
  return {
    atMicros,
    lanes: [...members]
      .sort((a, b) => a - b)
      .map((broker) => {
        const replica = replicas[broker - 1] ?? newReplica();
        return { ...replica, broker, epochs: [...replica.epochs], isInSync: isr.includes(broker) };
      }),
  };
}
