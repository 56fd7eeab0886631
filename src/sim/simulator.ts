/**
 * The simulated world: hosts with machines on them, a network between them, virtual time, chance by name.
 *
 * An event is one boot or step call of a machine. Faults act between events: at a time (`at`) or at the end of the step
 * that made an observation (`afterStep`). The same options and the same calls give the same digest, in any process.
 */
import type { NodeId } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";
import type { Machine, Named } from "../core/machine.ts";
import { mix, mix3 } from "../core/mix.ts";
import { type Micros, microsOf } from "../core/time.ts";
import { Actions } from "./actions.ts";
import { Chance } from "./chance.ts";
import { Gate, noProcess } from "./connection.ts";
import type { Digest } from "./digest.ts";
import type { SimDisk } from "./disk.ts";
import type { EventRing } from "./event-ring.ts";
import { Host, type HostOptions, type HostStatus } from "./host.ts";
import { HostContext } from "./host-context.ts";
import type { Network } from "./network.ts";
import type { Recorder } from "./recorder.ts";
import {
  type DownListener,
  defaultFlushMicros,
  defaultWriteBackMs,
  type RunLimits,
  type SimulatorOptions,
  type StopReason,
} from "./simulator-options.ts";
import { Stepper } from "./stepper.ts";
import { powerLost, powerReturned, processDied, reset } from "./teardown.ts";
import { EventKind, Timeline } from "./timeline.ts";
import { type DownCause, noHooks, type WorldObserver } from "./world.ts";

export class Simulator<Message extends Named, Observer> {
  readonly chance: Chance;
  readonly network: Network<Message>;
  readonly world: WorldObserver;
  readonly #timeline = new Timeline();
  readonly #stepper: Stepper<Message, Observer>;
  readonly #disk: { readonly writeBackMicros: Micros; readonly flushMicros: Micros };
  readonly #salt: number;
  readonly #actions: Actions;
  readonly #downListeners: DownListener[] = [];

  constructor(options: SimulatorOptions<Observer>) {
    this.chance = new Chance(options);
    this.world = options.world;
    this.#salt = this.chance.salt(0, 0, 0, 0);
    this.#actions = new Actions(this.#timeline, this.#salt);
    this.#disk = {
      writeBackMicros: microsOf(options.writeBackMs ?? defaultWriteBackMs),
      flushMicros: options.flushMicros ?? defaultFlushMicros,
    };
    const { observer, hooks = noHooks } = options;
    this.#stepper = new Stepper({ observer, hooks, chance: this.chance, timeline: this.#timeline });
    this.network = this.#stepper.network;
    this.#stepper.onExit = (host) => this.#stop(host, "exit", true);
  }

  get now(): Micros {
    return this.#timeline.now;
  }

  /** Boot and step calls so far. */
  get events(): number {
    return this.#stepper.events;
  }

  get digest(): Digest {
    return this.#stepper.digest;
  }

  get ring(): EventRing {
    return this.#stepper.ring;
  }

  /** In the order in which they were added. */
  get nodes(): readonly NodeId[] {
    return this.#stepper.hosts.map((host) => host.id);
  }

  /** Mixes what an observer saw into the digest: a log's hash, an offset. A 32-bit integer. */
  note(value: number): void {
    this.#stepper.digest.note(value);
  }

  /** Traces from now on; null: no more. */
  record(recorder: Recorder | null): void {
    this.#stepper.record(recorder);
  }

  /** A node that does not run yet: see `boot`. */
  addHost<State>(id: NodeId, machine: Machine<State, Message, Observer>, options: HostOptions = {}): void {
    const { hosts, byId } = this.#stepper;
    invariant(id >= 0 && byId[id] === undefined, "a node is added once");
    const place = { id, index: hosts.length, salt: mix(this.#salt, id) };
    const host = new Host<Message, Observer>(this.#timeline, machine, place, options, this.#disk);
    host.context = new HostContext(host, this.#stepper);
    hosts.push(host);
    while (byId.length < id) byId.push(undefined);
    byId[id] = host;
    this.network.add(host);
  }

  has(id: NodeId): boolean {
    return this.#stepper.byId[id] !== undefined;
  }

  statusOf(id: NodeId): HostStatus {
    return this.#host(id).status;
  }

  incarnationOf(id: NodeId): number {
    return this.#host(id).incarnation;
  }

  /** Undefined while no process runs there. */
  stateOf(id: NodeId): unknown {
    return this.#host(id).state;
  }

  disksOf(id: NodeId): readonly SimDisk[] {
    return this.#host(id).disks;
  }

  /** `action` at that virtual time (or now, if it is past). Equal times are ordered by `key`, a structural integer. */
  at(micros: Micros, key: number, action: () => void): void {
    this.#actions.at(micros, key, action);
  }

  /** Within an observer's call: at the end of the step that made it, with or without what that step sent. */
  afterStep(action: () => void, dropSends: boolean): void {
    this.#stepper.afterStep(action, dropSends);
  }

  /** An operator's command, as a message on no connection; lost if no process runs there. Happens after this event. */
  deliver(to: NodeId, from: NodeId, body: Message): void {
    const host = this.#host(to);
    this.at(this.now, mix3(to, from, body.name), () => this.#stepper.command(host, from, body));
  }

  /** Starts the process, and the machine below it if it had no power. False if it runs already. */
  boot(id: NodeId): boolean {
    const host = this.#host(id);
    if (host.gate < noProcess) return false;
    const hadPower = (host.gate & Gate.off) === 0;
    if (!hadPower) powerReturned(this.network, host);
    host.start();
    this.#stepper.boot(host, () => this.world.nodeUp(id, host.incarnation));
    if (!hadPower) this.network.retry();
    return true;
  }

  /** kill -9: the page cache survives. False if no process ran. `sendsArrive`: what it had sent arrives for certain. */
  crash(id: NodeId, sendsArrive = false): boolean {
    return this.#stop(this.#host(id), "process-crash", sendsArrive);
  }

  /** Each disk keeps what is on its platter and, if `torn`, a part of the rest, decided under the fault's id. */
  losePower(id: NodeId, fault: number, torn: boolean, sendsArrive = false): boolean {
    const host = this.#host(id);
    if ((host.gate & Gate.off) !== 0) return false;
    const ran = this.#stop(host, "power-loss", sendsArrive);
    if (!ran) {
      // The process had died before: what its page cache still held goes now.
      host.stop(Gate.off);
      this.world.nodeDown(id, "power-loss");
    }
    for (const disk of host.disks) {
      disk.losePower(
        (file, unflushed) => (torn ? this.chance.torn(id, fault, disk.index, file, unflushed) : 0),
        (file, kept, had) => {
          this.note(kept);
          this.world.fileTorn(id, disk.index, file, kept, had);
        },
      );
    }
    return true;
  }

  /** Inputs and timers wait. False if it was not running, or paused already. */
  pause(id: NodeId): boolean {
    const host = this.#host(id);
    if (host.gate >= noProcess || (host.gate & Gate.paused) !== 0) return false;
    host.gate |= Gate.paused;
    this.world.nodePaused(id);
    return true;
  }

  resume(id: NodeId): boolean {
    const host = this.#host(id);
    if ((host.gate & Gate.paused) === 0) return false;
    host.gate &= ~Gate.paused;
    this.world.nodeResumed(id);
    this.#stepper.drain(host);
    return true;
  }

  /** Disk `disk` of a node comes back empty; its process should be down. */
  wipe(id: NodeId, disk: number): void {
    this.#host(id).disks[disk]?.wipe();
    this.world.diskWiped(id, disk);
  }

  /** One way; `channel` null: all channels. Cuts are counted: each needs its own `heal`. */
  cut(from: NodeId, to: NodeId, channel: number | null = null): void {
    this.network.cut(this.#host(from), this.#host(to), channel);
  }

  heal(from: NodeId, to: NodeId, channel: number | null = null): void {
    this.network.heal(this.#host(from), this.#host(to), channel);
  }

  /** Adds to every latency of that way (or takes away again). */
  slow(from: NodeId, to: NodeId, micros: Micros): void {
    this.network.lane(this.#host(from), this.#host(to)).extraMicros += micros;
  }

  /** Resets all connections between two nodes. */
  reset(one: NodeId, other: NodeId): void {
    reset(this.network, this.#host(one), this.#host(other));
  }

  /** Steps the wall clock. */
  jumpClock(id: NodeId, jumpMs: number): void {
    this.#host(id).clock.jump(jumpMs);
  }

  setDrift(id: NodeId, driftPpm: number): void {
    const host = this.#host(id);
    host.clock.setDrift(driftPpm, this.now);
    host.timers.rearmAll();
  }

  /** Called after every end of a process. */
  onDown(listener: DownListener): void {
    this.#downListeners.push(listener);
  }

  runUntil(done: () => boolean, limits: RunLimits): StopReason {
    const timeline = this.#timeline;
    const queue = timeline.queue;
    while (!done()) {
      if (this.#stepper.events >= limits.maxEvents) return "events";
      if (queue.size === 0) return "idle";
      const time = queue.peekTime();
      if (time > limits.untilMicros) {
        timeline.advanceTo(Math.max(timeline.now, limits.untilMicros));
        return "time";
      }
      timeline.advanceTo(time);
      this.#dispatch(queue.pop());
    }
    return "done";
  }

  #dispatch(slot: number): void {
    const queue = this.#timeline.queue;
    const first = queue.first(slot);
    switch (queue.kindOf(slot)) {
      case EventKind.arrival:
        this.network.arrive(first, queue.second(slot));
        break;
      case EventKind.timer:
        this.#stepper.timer(first, queue.second(slot), queue.third(slot));
        break;
      case EventKind.drain: {
        const host = this.#stepper.hosts[first]!;
        if (host.endBusy()) this.#stepper.drain(host);
        break;
      }
      case EventKind.flushed:
        this.#stepper.flushed(first, queue.second(slot));
        break;
      default:
        this.#actions.run(first);
    }
    this.#stepper.settle();
  }

  #stop(host: Host<Message, Observer>, cause: DownCause, sendsArrive: boolean): boolean {
    if (host.gate >= noProcess) return false;
    if (cause === "power-loss") powerLost(this.network, host, sendsArrive);
    else processDied(this.network, host, sendsArrive);
    host.stop(cause === "power-loss" ? Gate.off : Gate.down);
    this.world.nodeDown(host.id, cause);
    for (const listener of this.#downListeners) listener(host.id, cause);
    return true;
  }

  #host(id: NodeId): Host<Message, Observer> {
    const host = this.#stepper.byId[id];
    invariant(host !== undefined, "the node exists");
    return host;
  }
}
