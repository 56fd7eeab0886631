/**
 * The contract between a protocol and its host.
 *
 * A machine owns its state and changes it only inside `boot` and `step`. The context is its only door to the world.
 * Effects are calls on the context. The same machine runs under the simulator and the explorer.
 */
import type { Disk } from "./disk.ts";
import type { ConnectionId, NodeId } from "./ids.ts";
import type { Millis } from "./time.ts";

/** Every message carries a structural name: the integer mix of what it is about, never a count of what went before. */
export interface Named {
  readonly kind: string;
  /** Names the decisions about this message (latency, late delivery). Equal messages may share a name. */
  readonly name: number;
}

/** Hosts may reuse one input object: a machine must not keep it. */
export type Input<Message> =
  | { kind: "message"; from: NodeId; channel: number; connection: ConnectionId; body: Message }
  /** A connection is gone. `outgoing`: this node had opened it; what was in flight on it has an unknown outcome. */
  | { kind: "disconnect"; peer: NodeId; channel: number; connection: ConnectionId; outgoing: boolean }
  | { kind: "timer"; timer: TimerKey }
  | { kind: "flushed"; disk: number; file: string; count: number };

/** A timer is a small integer of the machine's own: see timer.ts. Printed by `Machine.timerName`. */
export type TimerKey = number;

export interface Machine<State, Message extends Named, Observer> {
  /** Also after a crash: reads the disks, sets the first timers. */
  boot(self: NodeId, context: Context<Message, Observer>): State;
  step(state: State, input: Input<Message>, context: Context<Message, Observer>): void;
  timerName(timer: TimerKey): string;
}

export interface Context<Message extends Named, Observer> {
  /** Counts the boots of this node: 0 for the first process. */
  readonly incarnation: number;
  /** Monotonic clock of the host in ms (deadlines, lag times); starts at any value, drifts with the host. */
  nowMs(): Millis;
  /** Wall clock of the host in ms (record timestamps); may jump. */
  wallClockMs(): Millis;
  readonly disks: readonly Disk[];
  readonly observer: Observer;
  /** Sends on this node's own connection to `to`, opening one if there is none. Channels are separate connections. */
  send(to: NodeId, channel: number, body: Message): void;
  /** Answers on the connection on which a message came; dropped silently when that connection is gone. */
  reply(connection: ConnectionId, body: Message): void;
  /** Closes this node's own connection to `to` (as a client does after a request timeout). No `disconnect` input follows here. */
  close(to: NodeId, channel: number): void;
  /**
   * Closes a connection that a peer opened: answers sent on it before still arrive, then the peer gets a `disconnect`.
   * A broker does so when an acks=0 produce fails, or when it is not serving yet. Nothing happens if it is gone.
   */
  closeIncoming(connection: ConnectionId): void;
  /** Replaces a timer of the same key. */
  setTimer(timer: TimerKey, delayMs: Millis): void;
  cancelTimer(timer: TimerKey): void;
  /** All chance of a protocol passes here: an integer in [0, below), named by structural integers. */
  choose(name: number, below: number): number;
  /** Ends this process (a broker halts when its last log directory failed, or after a controlled shutdown). */
  exit(reason: string): void;
}
