/** Hosts one controller machine: a clock, timers, a disk, and a record of what it answered and observed. */
import { invariant } from "../../../src/core/invariant.ts";
import type { Context, Input, Machine, TimerKey } from "../../../src/core/machine.ts";
import { mix, pick } from "../../../src/core/mix.ts";
import {
  type ControllerOptions,
  type ControllerState,
  controllerMachine,
} from "../../../src/kafka/controller/controller.ts";
import type { MetadataBatch } from "../../../src/kafka/controller/metadata-log.ts";
import type { KafkaMessage, KafkaRequest, KafkaResponse } from "../../../src/kafka/messages/index.ts";
import { emptyImage, type MetadataImage, replay } from "../../../src/kafka/metadata/image.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import { MemoryDisk } from "../log/memory-disk.ts";
import { silentObserver } from "../silent-observer.ts";

export class ControllerHost {
  readonly disk = new MemoryDisk();
  readonly observer: KafkaObserver;
  readonly replies: { readonly connection: number; readonly body: KafkaResponse }[] = [];
  nowMs = 1000;
  exited: string | null = null;
  /** The process dies before its next answer leaves. */
  crashBeforeReply = false;
  state: ControllerState;
  readonly #machine: Machine<ControllerState, KafkaMessage, KafkaObserver>;
  readonly #timers = new Map<TimerKey, number>();
  readonly #context: Context<KafkaMessage, KafkaObserver>;

  constructor(options: ControllerOptions, heard: Partial<KafkaObserver> = {}, seed = 1) {
    this.observer = silentObserver(heard);
    this.#machine = controllerMachine(options);
    this.#context = this.#contextOf(seed);
    this.state = this.#machine.boot(0, this.#context);
  }

  get image(): MetadataImage {
    return this.state.image;
  }

  /** The process dies (its page cache does not) and starts again. */
  restart(): void {
    this.disk.crash();
    this.#timers.clear();
    this.exited = null;
    this.state = this.#machine.boot(0, this.#context);
  }

  /** The machine dies: what was not flushed is gone. */
  losePower(): void {
    this.disk.powerLoss((_file, flushed) => flushed);
    this.restart();
  }

  /** Sends on a connection of its own, and returns the answer if one came in the same step. */
  send(body: KafkaRequest, connection = 1): KafkaResponse | null {
    const before = this.replies.length;
    this.step({ kind: "message", from: 1, channel: 0, connection, body });
    const reply = this.replies[before];
    return reply !== undefined && reply.connection === connection ? reply.body : null;
  }

  step(input: Input<KafkaMessage>): void {
    this.#machine.step(this.state, input, this.#context);
  }

  finishFlushes(): void {
    for (const { file, count } of this.disk.finishFlushes()) this.step({ kind: "flushed", disk: 0, file, count });
  }

  /** Lets time pass, firing timers in order. */
  passMs(ms: number): void {
    const end = this.nowMs + ms;
    for (let due = this.#earliest(); due !== null && due.atMs <= end; due = this.#earliest()) {
      this.nowMs = Math.max(this.nowMs, due.atMs);
      this.#timers.delete(due.timer);
      this.step({ kind: "timer", timer: due.timer });
    }
    this.nowMs = end;
  }

  hasTimer(timer: TimerKey): boolean {
    return this.#timers.has(timer);
  }

  /** What a successor would know: the fold of what is on the disk. */
  fold(): MetadataImage {
    const image = emptyImage();
    let offset = 0;
    for (const batch of this.disk.open<MetadataBatch>("__cluster_metadata-0").entries) {
      for (const record of batch.records) replay(image, record, offset++);
    }
    return image;
  }

  #earliest(): { timer: TimerKey; atMs: number } | null {
    let found: { timer: TimerKey; atMs: number } | null = null;
    for (const [timer, atMs] of this.#timers) if (found === null || atMs < found.atMs) found = { timer, atMs };
    return found;
  }

  #contextOf(seed: number): Context<KafkaMessage, KafkaObserver> {
    return {
      incarnation: 0,
      nowMs: () => this.nowMs,
      wallClockMs: () => this.nowMs,
      disks: [this.disk],
      observer: this.observer,
      send: () => invariant(false, "the controller opens no connections"),
      reply: (connection, body) => {
        if (this.crashBeforeReply) return;
        this.replies.push({ connection, body: asResponse(body) });
      },
      close: () => {},
      closeIncoming: () => {},
      setTimer: (timer, delayMs) => this.#timers.set(timer, this.nowMs + delayMs),
      cancelTimer: (timer) => this.#timers.delete(timer),
      choose: (name, below) => pick(mix(seed, name), below),
      exit: (reason) => {
        this.exited = reason;
      },
    };
  }
}

function asResponse(body: KafkaMessage): KafkaResponse {
  invariant("correlationId" in body, "the controller answers requests");
  return body as KafkaResponse;
}
