/** One client machine under test: its clock, timers and connections in the hands of the test. */

import type { ClientObserver } from "../../src/client/observer.ts";
import type { NodeId } from "../../src/core/ids.ts";
import type { Context, Machine } from "../../src/core/machine.ts";
import { mix, pick } from "../../src/core/mix.ts";
import type { KafkaMessage, KafkaRequest } from "../../src/kafka/messages/index.ts";

export interface Sent {
  readonly to: NodeId;
  readonly channel: number;
  readonly atMs: number;
  readonly body: KafkaRequest;
}

export interface FakeHost<State> {
  readonly state: State;
  readonly nowMs: number;
  /** Sent and not taken yet. */
  readonly outbox: Sent[];
  readonly closed: { readonly node: NodeId; readonly channel: number }[];
  boot(incarnation?: number): void;
  deliver(from: NodeId, channel: number, body: KafkaMessage): void;
  disconnect(peer: NodeId, channel: number): void;
  /** Fires the timers that are due until then, in order. */
  runTo(atMs: number): void;
  /** Time passes, and no timer fires: the process stood still. */
  standStillTo(atMs: number): void;
  nextTimerMs(): number;
  take(): Sent[];
}

export const isRequest = (body: KafkaMessage): body is KafkaRequest =>
  "correlationId" in body && !body.kind.endsWith("Response");

export function fakeHost<State>(
  machine: Machine<State, KafkaMessage, ClientObserver>,
  self: NodeId,
  observer: ClientObserver,
  seed = 1,
): FakeHost<State> {
  let nowMs = 0;
  let state: State | null = null;
  let incarnation = 0;
  const timers = new Map<number, number>();
  const outbox: Sent[] = [];
  const closed: { node: NodeId; channel: number }[] = [];
  const context: Context<KafkaMessage, ClientObserver> = {
    get incarnation() {
      return incarnation;
    },
    nowMs: () => nowMs,
    wallClockMs: () => 1_700_000_000_000 + nowMs,
    disks: [],
    observer,
    send: (to, channel, body) => {
      if (isRequest(body)) outbox.push({ to, channel, atMs: nowMs, body });
    },
    reply: () => {},
    close: (node, channel) => closed.push({ node, channel }),
    closeIncoming: () => {},
    setTimer: (timer, delayMs) => timers.set(timer, nowMs + delayMs),
    cancelTimer: (timer) => timers.delete(timer),
    choose: (name, below) => pick(mix(name, seed), below),
    exit: () => {},
  };
  const live = (): State => {
    if (state === null) throw new Error("not booted");
    return state;
  };
  const nextTimer = (): [number, number] | undefined => [...timers].sort(([a, atA], [b, atB]) => atA - atB || a - b)[0];
  return {
    get state() {
      return live();
    },
    get nowMs() {
      return nowMs;
    },
    outbox,
    closed,
    boot: (again = 0) => {
      incarnation = again;
      timers.clear();
      state = machine.boot(self, context);
    },
    deliver: (from, channel, body) =>
      machine.step(live(), { kind: "message", from, channel, connection: from, body }, context),
    disconnect: (peer, channel) =>
      machine.step(live(), { kind: "disconnect", peer, channel, connection: peer, outgoing: true }, context),
    runTo: (atMs) => {
      for (let steps = 0; ; steps++) {
        const next = nextTimer();
        if (next === undefined || next[1] > atMs) break;
        if (steps > 100_000) throw new Error("the machine never rests");
        timers.delete(next[0]);
        nowMs = Math.max(nowMs, next[1]);
        machine.step(live(), { kind: "timer", timer: next[0] }, context);
      }
      nowMs = atMs;
    },
    standStillTo: (atMs) => {
      nowMs = atMs;
    },
    nextTimerMs: () => nextTimer()?.[1] ?? Number.POSITIVE_INFINITY,
    take: () => outbox.splice(0),
  };
}
