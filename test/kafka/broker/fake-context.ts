/** A host for one broker: disks in memory, a clock that the test moves, timers, and lists of what the broker did. */
import type { ConnectionId, NodeId } from "../../../src/core/ids.ts";
import type { Machine, TimerKey } from "../../../src/core/machine.ts";
import { brokerMachine } from "../../../src/kafka/broker/broker.ts";
import type { BrokerOptions } from "../../../src/kafka/broker/options.ts";
import type { BrokerState } from "../../../src/kafka/broker/state.ts";
import type { KafkaContext } from "../../../src/kafka/context.ts";
import type { KafkaMessage } from "../../../src/kafka/messages/index.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { MemoryDisk } from "../log/memory-disk.ts";

export interface Outbox {
  send(from: NodeId, to: NodeId, channel: number, body: KafkaMessage): void;
  reply(from: NodeId, connection: ConnectionId, body: KafkaMessage): void;
  close(from: NodeId, to: NodeId, channel: number): void;
  closeIncoming(at: NodeId, connection: ConnectionId): void;
}

export class FakeHost {
  readonly id: NodeId;
  readonly disks: MemoryDisk[];
  readonly timers = new Map<TimerKey, number>();
  incarnation = -1;
  exitReason: string | null = null;
  /** null: not running. */
  state: BrokerState | null = null;
  readonly #machine: Machine<BrokerState, KafkaMessage, KafkaObserver>;
  readonly #context: KafkaContext;

  constructor(
    options: BrokerOptions,
    disks: number,
    clock: { nowMs: number },
    outbox: Outbox,
    observer: KafkaObserver,
  ) {
    this.id = options.brokerId;
    this.disks = Array.from({ length: disks }, () => new MemoryDisk());
    this.#machine = brokerMachine(options);
    const host = this;
    const id = options.brokerId;
    this.#context = {
      get incarnation() {
        return host.incarnation;
      },
      nowMs: () => clock.nowMs,
      wallClockMs: () => 1_000_000_000_000 + clock.nowMs,
      disks: this.disks,
      observer,
      send: (to, channel, body) => outbox.send(id, to, channel, body),
      reply: (connection, body) => outbox.reply(id, connection, body),
      close: (to, channel) => outbox.close(id, to, channel),
      closeIncoming: (connection) => outbox.closeIncoming(id, connection),
      setTimer: (timer, delayMs) => void this.timers.set(timer, clock.nowMs + delayMs),
      cancelTimer: (timer) => void this.timers.delete(timer),
      choose: (name, below) => name % below,
      exit: (reason) => {
        this.exitReason = reason;
        this.stop();
      },
    };
  }

  get isUp(): boolean {
    return this.state !== null;
  }

  boot(): void {
    this.incarnation++;
    this.exitReason = null;
    const state = this.#machine.boot(this.id, this.#context);
    if (this.exitReason === null) this.state = state;
  }

  /** The process is gone; the disks keep their page cache. */
  stop(): void {
    this.state = null;
    this.timers.clear();
    for (const disk of this.disks) disk.crash();
  }

  message(from: NodeId, channel: number, connection: ConnectionId, body: KafkaMessage): void {
    if (this.state !== null)
      this.#machine.step(this.state, { kind: "message", from, channel, connection, body }, this.#context);
  }

  disconnect(peer: NodeId, channel: number, connection: ConnectionId): void {
    if (this.state === null) return;
    this.#machine.step(this.state, { kind: "disconnect", peer, channel, connection, outgoing: true }, this.#context);
  }

  /** Fires what is due; true if anything fired. */
  fireTimers(nowMs: number): boolean {
    const due = [...this.timers].filter(([, atMs]) => atMs <= nowMs).sort(([a, x], [b, y]) => x - y || a - b);
    for (const [timer] of due) {
      if (this.state === null) break;
      this.timers.delete(timer);
      this.#machine.step(this.state, { kind: "timer", timer }, this.#context);
    }
    return due.length > 0;
  }

  finishFlushes(): void {
    for (const [disk, one] of this.disks.entries()) {
      for (const { file, count } of one.finishFlushes()) {
        if (this.state !== null) this.#machine.step(this.state, { kind: "flushed", disk, file, count }, this.#context);
      }
    }
  }

  timerName(timer: TimerKey): string {
    return this.#machine.timerName(timer);
  }
}
