/** The door of a machine to the simulated world: core's `Context` on top of one host. */
import type { Disk } from "../core/disk.ts";
import type { ConnectionId, NodeId } from "../core/ids.ts";
import type { Context, Named, TimerKey } from "../core/machine.ts";
import type { Millis } from "../core/time.ts";
import type { Host } from "./host.ts";

/** What a step may ask of the simulator. */
export interface StepServices<Message extends Named, Observer> {
  readonly observer: Observer;
  sendFrom(host: Host<Message, Observer>, to: NodeId, channel: number, body: Message): void;
  replyFrom(host: Host<Message, Observer>, connection: ConnectionId, body: Message): void;
  closeFrom(host: Host<Message, Observer>, to: NodeId, channel: number): void;
  closeIncomingAt(host: Host<Message, Observer>, connection: ConnectionId): void;
  chooseFor(host: Host<Message, Observer>, name: number, below: number): number;
  exitFrom(host: Host<Message, Observer>, reason: string): void;
}

export class HostContext<Message extends Named, Observer> implements Context<Message, Observer> {
  readonly observer: Observer;
  readonly disks: readonly Disk[];
  readonly #host: Host<Message, Observer>;
  readonly #services: StepServices<Message, Observer>;

  constructor(host: Host<Message, Observer>, services: StepServices<Message, Observer>) {
    this.#host = host;
    this.#services = services;
    this.observer = services.observer;
    this.disks = host.disks;
  }

  get incarnation(): number {
    return this.#host.incarnation;
  }

  nowMs(): Millis {
    return this.#host.clock.nowMs(this.#host.timeline.now);
  }

  wallClockMs(): Millis {
    return this.#host.clock.wallClockMs(this.#host.timeline.now);
  }

  send(to: NodeId, channel: number, body: Message): void {
    this.#services.sendFrom(this.#host, to, channel, body);
  }

  reply(connection: ConnectionId, body: Message): void {
    this.#services.replyFrom(this.#host, connection, body);
  }

  close(to: NodeId, channel: number): void {
    this.#services.closeFrom(this.#host, to, channel);
  }

  closeIncoming(connection: ConnectionId): void {
    this.#services.closeIncomingAt(this.#host, connection);
  }

  setTimer(timer: TimerKey, delayMs: Millis): void {
    this.#host.timers.set(timer, delayMs);
  }

  cancelTimer(timer: TimerKey): void {
    this.#host.timers.cancel(timer);
  }

  choose(name: number, below: number): number {
    return this.#services.chooseFor(this.#host, name, below);
  }

  exit(reason: string): void {
    this.#services.exitFrom(this.#host, reason);
  }
}
