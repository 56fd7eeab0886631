/**
 * What every coordinator on an internal topic shares (org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime): one
 * shard per partition of the topic, led where that partition is led.
 *
 *   (none) --this broker leads the partition in epoch e--> loading --the log is replayed--> active
 *   loading, active --a newer epoch of the same leader--> as it was
 *   loading, active --another leads, the replica is gone--> (none): what waits fails with NOT_COORDINATOR
 *
 * The ledger host does the rest (ledger-host.ts). A write that is not committed within offsets.commit.timeout.ms is
 * answered REQUEST_TIMED_OUT and may be committed all the same (G-80).
 */
import { invariant } from "../../core/invariant.ts";
import type { Ledger } from "../../core/ledger.ts";
import { timerKey } from "../../core/timer.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import {
  continueLoad,
  execute,
  type LedgerPort,
  load,
  newLedgerHost,
  onCommitted,
  unload,
} from "../ledger/ledger-host.ts";
import { partitionRegistration, topicByName } from "../metadata/image.ts";
import { type DeadlineList, newDeadlineList, remove, takeExpired, wait } from "../replica-manager/deadline-list.ts";
import { onlinePartition } from "../replica-manager/hosted-partition.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { Partition } from "../replication/partition.ts";
import { partitionOf } from "../topic-partition.ts";
import { CoordinatorLog } from "./coordinator-log.ts";
import type { CoordinatorTypes, PendingWrite, Shard } from "./coordinator-types.ts";
import type { RecordCodec } from "./record-codec.ts";

/** What makes one kind of coordinator of the runtime. */
export interface CoordinatorKind<T extends CoordinatorTypes> {
  readonly topic: string;
  readonly codec: RecordCodec<T["record"]>;
  readonly ledger: Ledger<T["state"], T["command"], T["record"], T["reply"], never>;
  /** offsets.commit.timeout.ms. */
  readonly writeTimeoutMs: number;
  readonly writeTimer: number;
  readonly loadTimer: number;
  newSoft(): T["soft"];
  /** The shard is active: sessions begin anew. */
  onLoaded(shard: Shard<T>): void;
  /** What is parked beside the log fails. */
  onUnloaded(shard: Shard<T>): void;
  /** All below `committedEnd` is committed. */
  onCommitted(state: T["state"], committedEnd: number): void;
}

export interface CoordinatorRuntime<T extends CoordinatorTypes> {
  readonly kind: CoordinatorKind<T>;
  readonly manager: ReplicaManager;
  /** By number of the partition. */
  readonly shards: Map<number, Shard<T>>;
  readonly moved: Shard<T>[];
  readonly writes: DeadlineList<PendingWrite<T["reply"]>>;
  readonly port: LedgerPort<T>;
}

/** A load runs beside the requests: it ends a millisecond later at the earliest. */
const loadMs = 1;

export function newRuntime<T extends CoordinatorTypes>(
  kind: CoordinatorKind<T>,
  manager: ReplicaManager,
): CoordinatorRuntime<T> {
  const writes = newDeadlineList<PendingWrite<T["reply"]>>(kind.writeTimer);
  const finish = (write: PendingWrite<T["reply"]>, errorCode: ErrorCode, reply: T["reply"] | null): void => {
    if (!write.waiting) return;
    remove(writes, write);
    write.complete(errorCode, reply);
  };
  const port: LedgerPort<T> = {
    tell: () => {},
    answer: (write, reply) => finish(write, Errors.NONE, reply),
    fail: (write, errorCode) => {
      if (write !== null) finish(write, errorCode, null);
    },
  };
  return { kind, manager, shards: new Map(), moved: [], writes, port };
}

/** After each publication of metadata: takes over what this broker leads now and lets go of the rest. */
export function followLeaders<T extends CoordinatorTypes>(runtime: CoordinatorRuntime<T>): void {
  const { manager, kind, shards } = runtime;
  const image = manager.port.image();
  const topic = topicByName(image, kind.topic);
  for (const tp of topic?.partitions ?? []) {
    const partition = onlinePartition(manager.partitions, tp);
    const shard = shards.get(partitionOf(tp));
    if (partition?.role === "leader") lead(runtime, shard, partition);
    // A replica whose directory failed stays the coordinator until another broker leads.
    else if (shard !== undefined && partitionRegistration(image, tp)?.leader !== manager.env.brokerId)
      resign(runtime, shard, partitionRegistration(image, tp)?.leaderEpoch ?? shard.host.epoch);
  }
  if (topic === undefined) for (const shard of [...shards.values()]) resign(runtime, shard, shard.host.epoch);
}

function lead<T extends CoordinatorTypes>(
  runtime: CoordinatorRuntime<T>,
  known: Shard<T> | undefined,
  partition: Partition,
): void {
  if (known !== undefined && known.partition !== partition) resign(runtime, known, known.host.epoch);
  const shard = known?.partition === partition ? known : newShard(runtime, partition);
  if (!load(shard.host, partition.leaderEpoch) || shard.host.status !== "loading") return;
  runtime.manager.port.context.setTimer(timerKey(runtime.kind.loadTimer, shard.index), loadMs);
}

function newShard<T extends CoordinatorTypes>(runtime: CoordinatorRuntime<T>, partition: Partition): Shard<T> {
  const { kind, manager, shards, moved } = runtime;
  const index = partitionOf(partition.topicPartition);
  invariant(!shards.has(index), "a partition of an internal topic has one shard");
  const log = new CoordinatorLog<T["state"], T["record"]>(partition, kind.codec, () => manager.env);
  const shard: Shard<T> = {
    index,
    partition,
    log,
    host: newLedgerHost<T>(kind.ledger, log, runtime.port),
    watcher: {
      onMoved: () => {
        if (shard.isMoved) return;
        shard.isMoved = true;
        moved.push(shard);
      },
      onLeft: () => {},
      waiting: () => null,
    },
    soft: kind.newSoft(),
    isMoved: false,
  };
  partition.watchers.push(shard.watcher);
  shards.set(index, shard);
  return shard;
}

function resign<T extends CoordinatorTypes>(runtime: CoordinatorRuntime<T>, shard: Shard<T>, epoch: number): void {
  const { watchers } = shard.partition;
  const context = runtime.manager.port.context;
  runtime.shards.delete(shard.index);
  watchers.splice(watchers.indexOf(shard.watcher), 1);
  context.cancelTimer(timerKey(runtime.kind.loadTimer, shard.index));
  unload(shard.host, Math.max(epoch, shard.host.epoch), Errors.NOT_COORDINATOR, context);
  runtime.kind.onUnloaded(shard);
  invariant(shard.host.waiting.length === 0, "nothing waits for a shard that is unloaded");
}

/** On the load timer of a shard. */
export function onLoadTimer<T extends CoordinatorTypes>(runtime: CoordinatorRuntime<T>, index: number): void {
  const shard = runtime.shards.get(index);
  if (shard === undefined) return;
  const { host } = shard;
  if (!continueLoad(host, host.epoch, Number.POSITIVE_INFINITY, runtime.manager.port.context)) return;
  runtime.kind.onCommitted(host.state, host.committedEnd);
  runtime.kind.onLoaded(shard);
}

/** The shard of a partition, or why it cannot be asked. */
export function activeShard<T extends CoordinatorTypes>(
  { shards }: CoordinatorRuntime<T>,
  index: number,
): Shard<T> | ErrorCode {
  const shard = shards.get(index);
  if (shard === undefined) return Errors.NOT_COORDINATOR;
  return shard.host.status === "leading" ? shard : Errors.COORDINATOR_LOAD_IN_PROGRESS;
}

/** Decides and appends; `complete` hears when it is committed, or that it failed. False: the log took nothing. */
export function write<T extends CoordinatorTypes>(
  runtime: CoordinatorRuntime<T>,
  shard: Shard<T>,
  command: T["command"],
  complete: PendingWrite<T["reply"]>["complete"],
): boolean {
  const { context } = runtime.manager.port;
  const pending: PendingWrite<T["reply"]> = {
    deadlineMs: context.nowMs() + runtime.kind.writeTimeoutMs,
    earlier: null,
    later: null,
    waiting: false,
    complete,
  };
  wait(runtime.writes, pending, context);
  const isTaken = execute(shard.host, command, pending, context) !== undefined;
  runtime.kind.onCommitted(shard.host.state, shard.host.committedEnd);
  return isTaken;
}

export function onWriteTimer<T extends CoordinatorTypes>(runtime: CoordinatorRuntime<T>): void {
  const { context } = runtime.manager.port;
  for (let late = takeExpired(runtime.writes, context); late !== null; late = takeExpired(runtime.writes, context))
    late.complete(Errors.REQUEST_TIMED_OUT, null);
}

/** Answers what is committed now. True: something was looked at, and logs may have moved again. */
export function settleCoordinator<T extends CoordinatorTypes>(runtime: CoordinatorRuntime<T>): boolean {
  const { moved, manager, kind } = runtime;
  if (moved.length === 0) return false;
  for (let shard = moved.pop(); shard !== undefined; shard = moved.pop()) {
    shard.isMoved = false;
    if (shard.host.status === "unloaded") continue;
    onCommitted(shard.host, manager.port.context);
    kind.onCommitted(shard.host.state, shard.host.committedEnd);
  }
  return true;
}
