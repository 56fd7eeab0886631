/**
 * A machine and all that it stands on: disks, clocks, timers, status, incarnation.
 *
 *   down -> up (boot) -> down (crash, exit) | off (power loss)        off -> up (power returns, boot)
 *   up <-> paused (pause, resume: inputs wait in order)               up <-> busy (slow disk, fsync: likewise)
 *
 * A crash loses the state, the timers and what waits; the disks keep what they keep.
 */
import type { NodeId } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";
import type { Context, Machine, Named } from "../core/machine.ts";
import { mix } from "../core/mix.ts";
import type { Micros } from "../core/time.ts";
import type { ClockOptions } from "./clock.ts";
import { HostClock } from "./clock.ts";
import { type Connection, type Direction, type Endpoint, Gate, type Link, noProcess } from "./connection.ts";
import { type DiskHost, type DiskOptions, SimDisk } from "./disk.ts";
import type { SimFile } from "./disk-file.ts";
import type { Timeline } from "./timeline.ts";
import { EventKind } from "./timeline.ts";
import { TimerTable } from "./timers.ts";

export type HostStatus = "up" | "paused" | "down" | "off";

export interface HostOptions {
  /** Number of disks; default 1. */
  readonly disks?: number;
  readonly clock?: ClockOptions;
}

/** Inputs that wait while a host is paused or busy, in the order in which they came. */
export type Deferred<Message> =
  | {
      readonly kind: "message";
      readonly connection: Connection<Message>;
      readonly body: Message;
      readonly isRequest: boolean;
    }
  | { readonly kind: "disconnect"; readonly connection: Connection<Message>; readonly outgoing: boolean }
  | { readonly kind: "timer"; readonly slot: number; readonly version: number }
  | { readonly kind: "flushed"; readonly disk: number; readonly file: string; readonly count: number }
  | { readonly kind: "operator"; readonly from: NodeId; readonly body: Message };

interface FlushJob {
  readonly disk: SimDisk;
  readonly file: SimFile<unknown>;
  readonly incarnation: number;
  readonly powerCycle: number;
}

export class Host<Message extends Named, Observer> implements Endpoint<Message>, DiskHost {
  readonly id: NodeId;
  readonly index: number;
  readonly machine: Machine<unknown, Message, Observer>;
  readonly clock: HostClock;
  readonly disks: readonly SimDisk[];
  readonly timers: TimerTable;
  readonly timeline: Timeline;
  /** Undefined while no process runs. */
  state: unknown = undefined;
  gate: number = Gate.down;
  incarnation = -1;
  busyUntil: Micros = 0;
  readonly links = new Map<number, Link<Message>>();
  readonly accepted: Link<Message>[] = [];
  readonly orphans: Connection<Message>[] = [];
  readonly held: Direction<Message>[] = [];
  readonly deferred: Deferred<Message>[] = [];
  context: Context<Message, Observer> | null = null;
  readonly #salt: number;
  readonly #jobs: (FlushJob | null)[] = [];
  #drainQueued = false;
  #powerCycle = 0;

  constructor(
    timeline: Timeline,
    machine: Machine<unknown, Message, Observer>,
    place: { readonly id: NodeId; readonly index: number; readonly salt: number },
    options: HostOptions,
    disk: DiskOptions,
  ) {
    this.id = place.id;
    this.index = place.index;
    this.#salt = place.salt;
    this.machine = machine;
    this.timeline = timeline;
    this.clock = new HostClock(options.clock);
    this.disks = Array.from({ length: options.disks ?? 1 }, (_, index) => new SimDisk(timeline, this, index, disk));
    this.timers = new TimerTable(timeline, this.clock, place.index, mix(place.salt, EventKind.timer));
  }

  get status(): HostStatus {
    if ((this.gate & Gate.off) !== 0) return "off";
    if ((this.gate & Gate.down) !== 0) return "down";
    return (this.gate & Gate.paused) !== 0 ? "paused" : "up";
  }

  /** A new process; its machine has not booted yet. */
  start(): void {
    invariant(this.gate >= noProcess && this.state === undefined, "a process starts where none runs");
    invariant(
      this.deferred.length === 0 && this.timers.size === 0,
      "a new process has no inputs and timers of an old one",
    );
    this.gate = 0;
    this.incarnation++;
  }

  defer(input: Deferred<Message>): void {
    invariant(this.gate !== 0 && this.gate < noProcess, "what waits has a process to wait for");
    this.deferred.push(input);
  }

  /** No process any more. */
  stop(gate: number): void {
    invariant(gate >= noProcess, "a process that is stopped is gone");
    this.gate = gate;
    this.busyUntil = 0;
    this.state = undefined;
    this.timers.clear();
    this.deferred.length = 0;
    this.held.length = 0;
    if (gate === Gate.off) this.#powerCycle++;
  }

  occupy(micros: Micros): void {
    if (micros <= 0 || this.gate >= noProcess) return;
    this.busyUntil = Math.max(this.timeline.now, this.busyUntil) + micros;
    this.gate |= Gate.busy;
    invariant(this.busyUntil > this.timeline.now, "a busy host is free again later");
    if (!this.#drainQueued) this.#queueDrain();
  }

  /** The queue's entry for the end of a busy time came up. True: the host is busy no longer. */
  endBusy(): boolean {
    this.#drainQueued = false;
    if ((this.gate & Gate.busy) === 0) return false;
    if (this.busyUntil > this.timeline.now) {
      this.#queueDrain();
      return false;
    }
    this.gate &= ~Gate.busy;
    this.held.length = 0;
    return true;
  }

  flushIn(disk: SimDisk, file: SimFile<unknown>, micros: Micros): void {
    const free = this.#jobs.indexOf(null);
    const job = free === -1 ? this.#jobs.length : free;
    this.#jobs[job] = { disk, file, incarnation: this.incarnation, powerCycle: this.#powerCycle };
    const high = mix(mix(this.#salt, disk.index), file.hash);
    const at = Math.max(this.timeline.now, this.busyUntil) + micros;
    this.timeline.queue.push(at, high, file.entries.length, EventKind.flushed, this.index, job, 0);
  }

  /** A background flush is done. What the process that asked for it is told; null if it is gone, or the disk failed. */
  finishFlush(job: number): { readonly disk: number; readonly file: string; readonly count: number } | null {
    const done = this.#jobs[job] ?? null;
    invariant(done !== null, "a background flush ends once");
    this.#jobs[job] = null;
    invariant(
      done.powerCycle <= this.#powerCycle && done.incarnation <= this.incarnation,
      "a flush was asked for before",
    );
    if (done.powerCycle !== this.#powerCycle) return null;
    const count = done.file.finishFlush();
    if (count < 0 || done.incarnation !== this.incarnation || this.gate >= noProcess) return null;
    return { disk: done.disk.index, file: done.file.name, count };
  }

  #queueDrain(): void {
    this.#drainQueued = true;
    this.timeline.queue.push(this.busyUntil, mix(this.#salt, EventKind.drain), 0, EventKind.drain, this.index, 0, 0);
  }
}
