/** A client as its host sees it: what goes through its connections is told to whoever judges its conduct. It does not notice. */
import type { TrialObserver } from "../check/observer.ts";
import type { ClientObserver } from "../client/observer.ts";
import type { Disk } from "../core/disk.ts";
import type { ConnectionId, NodeId } from "../core/ids.ts";
import type { Context, Input, Machine, TimerKey } from "../core/machine.ts";
import type { Millis } from "../core/time.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";

type Outer = Context<KafkaMessage, TrialObserver>;

export function watchedClient<State>(
  machine: Machine<State, KafkaMessage, ClientObserver>,
): Machine<State, KafkaMessage, TrialObserver> {
  let door: WatchedDoor | null = null;
  return {
    boot: (self, context) => {
      door = new WatchedDoor(self, context);
      context.observer.clientWoke(self, context.nowMs());
      return machine.boot(self, door);
    },
    step: (state, input, context) => {
      const { self } = door!;
      const nowMs = context.nowMs();
      context.observer.clientWoke(self, nowMs);
      tellInput(self, input, nowMs, context.observer);
      machine.step(state, input, door!);
    },
    timerName: (timer) => machine.timerName(timer),
  };
}

function tellInput(self: NodeId, input: Input<KafkaMessage>, nowMs: Millis, observer: TrialObserver): void {
  if (input.kind === "message") observer.answerCame(self, input.from, input.channel, input.body, nowMs);
  else if (input.kind === "disconnect" && input.outgoing)
    observer.connectionEnded(self, input.peer, input.channel, false, nowMs);
}

class WatchedDoor implements Context<KafkaMessage, ClientObserver> {
  readonly self: NodeId;
  readonly observer: ClientObserver;
  readonly disks: readonly Disk[];
  readonly #context: Outer;

  constructor(self: NodeId, context: Outer) {
    this.self = self;
    this.observer = context.observer;
    this.disks = context.disks;
    this.#context = context;
  }

  get incarnation(): number {
    return this.#context.incarnation;
  }

  nowMs(): Millis {
    return this.#context.nowMs();
  }

  wallClockMs(): Millis {
    return this.#context.wallClockMs();
  }

  send(to: NodeId, channel: number, body: KafkaMessage): void {
    this.#context.observer.requestLeft(this.self, to, channel, body, this.#context.nowMs());
    this.#context.send(to, channel, body);
  }

  reply(connection: ConnectionId, body: KafkaMessage): void {
    this.#context.reply(connection, body);
  }

  close(to: NodeId, channel: number): void {
    this.#context.observer.connectionEnded(this.self, to, channel, true, this.#context.nowMs());
    this.#context.close(to, channel);
  }

  closeIncoming(connection: ConnectionId): void {
    this.#context.closeIncoming(connection);
  }

  setTimer(timer: TimerKey, delayMs: Millis): void {
    this.#context.setTimer(timer, delayMs);
  }

  cancelTimer(timer: TimerKey): void {
    this.#context.cancelTimer(timer);
  }

  choose(name: number, below: number): number {
    return this.#context.choose(name, below);
  }

  exit(reason: string): void {
    this.#context.exit(reason);
  }
}
