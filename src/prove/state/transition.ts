/** One step of a cluster model in the making: the state it starts from, the one it leads to, and what every step does. */
import { invariant } from "../../core/invariant.ts";
import type { Successors } from "../../explorer/system.ts";
import { type ActionKind, actionNumber, actionOf } from "../action.ts";
import type { ReplicaInput } from "../machines/replica-steps.ts";
import { type Budget, left, spent } from "../scope.ts";
import { Bookkeeping } from "./bookkeeping.ts";
import type { Families } from "./families.ts";
import type { Layout } from "./layout.ts";
import type { ControllerOutcome, LocalSteps, ProducerOutcome } from "./local-steps.ts";
import type { ImageView, ReplicaView } from "./views.ts";

/** First part of the code of a local step's input. */
export const Code = {
  metadata: 0,
  message: 1,
  late: 2,
  append: 3,
  lag: 4,
  retry: 5,
  disconnect: 6,
  crash: 7,
  boot: 8,
  closed: 9,
  waitOver: 10,
} as const;

export const codeOf = (kind: number, of: number): number => (kind << 24) | of;

export class Transition {
  readonly layout: Layout;
  readonly families: Families;
  readonly steps: LocalSteps;
  readonly books: Bookkeeping;
  readonly minInsyncReplicas: number;
  /** To be read. */
  state: Int32Array = new Int32Array(0);
  /** To be written, after `begin`. */
  next: Int32Array = new Int32Array(0);
  #successors: Successors | null = null;
  #action = 0;
  #only = -1;

  constructor(layout: Layout, families: Families, steps: LocalSteps, minInsyncReplicas: number) {
    this.layout = layout;
    this.families = families;
    this.steps = steps;
    this.books = new Bookkeeping(families);
    this.minInsyncReplicas = minInsyncReplicas;
  }

  /** `only`: the one step that is asked for; -1: all. */
  open(state: Int32Array, successors: Successors, only: number): void {
    this.state = state;
    this.next = successors.next;
    this.#successors = successors;
    this.#only = only;
  }

  replicaView(id: number): ReplicaView {
    return this.families.replicaViews.at(this.state[id - 1]!);
  }

  imageView(): ImageView {
    return this.families.imageViews.at(this.state[this.layout.controller]!);
  }

  /** The last part of the only step that is asked for. */
  get onlyB(): number {
    return this.#only < 0 ? -1 : actionOf(this.#only).b;
  }

  /** Is this step asked for? To be asked before anything of it is done. */
  wants(kind: ActionKind, a: number, b: number): boolean {
    this.#action = actionNumber(kind, a, b);
    return this.#only < 0 || this.#only === this.#action;
  }

  begin(): Int32Array {
    const { next, state } = this;
    for (let i = 0; i < state.length; i++) next[i] = state[i]!;
    return next;
  }

  offer(): void {
    this.#successors!.offer(this.#action);
  }

  /** A step that is left out: see `Successors`. */
  excuse(): void {
    this.#successors!.excuse();
  }

  has(budget: Budget): boolean {
    return left(this.state[this.layout.budgets]!, budget) > 0;
  }

  spend(budget: Budget): void {
    const { budgets } = this.layout;
    this.next[budgets] = spent(this.next[budgets]!, budget);
  }

  /** A local step of a broker: its messages are on their way, and what it committed is remembered. */
  stepReplica(id: number, code: number, input: ReplicaInput): void {
    const { next } = this;
    const { ghost } = this.layout;
    const outcome = this.steps.replica(next[id - 1]!, code, input);
    next[id - 1] = outcome.next;
    this.#sendAll(outcome.sent);
    next[ghost] = this.books.ghost(next[ghost]!, outcome.next);
  }

  /** A local step of the producer, in one of the ways in which its choices can go. */
  takeProduced({ next: producer, sent, acked }: ProducerOutcome): void {
    const { next, layout } = this;
    next[layout.producer] = producer;
    this.#sendAll(sent);
    next[layout.ghost] = this.books.acked(next[layout.ghost]!, acked);
  }

  #sendAll(sent: readonly number[]): void {
    const { next } = this;
    for (let i = 0; i < sent.length; i++) {
      const { slot, isQueued } = this.families.places.at(sent[i]!);
      if (isQueued) {
        next[slot] = this.books.pushed(next[slot]!, sent[i]!);
        continue;
      }
      invariant(next[slot] === 0, "one request is in flight on a connection");
      next[slot] = sent[i]!;
    }
  }

  /** The controller has decided: everybody has news, if something changed. */
  takeDecision({ next: image, version }: ControllerOutcome): void {
    const { next, layout } = this;
    next[layout.controller] = image;
    if (version < 0) return;
    next[layout.news] = this.books.announced(next[layout.news]!, version);
    for (let id = 1; id <= layout.replicas; id++) next[layout.lag(id)]!++;
  }

  /** Forgets the versions that every broker has applied. */
  trimNews(): void {
    const { next, layout } = this;
    let most = 0;
    for (let id = 1; id <= layout.replicas; id++) most = Math.max(most, next[layout.lag(id)]!);
    const news = next[layout.news]!;
    if (this.families.versionsOf.at(news).length > most) next[layout.news] = this.books.trimmed(news, most);
  }

  /** The connection from a broker to a leader is gone, with what is on it and what the leader has not answered. */
  loseConnection(id: number, leader: number): void {
    this.orphan(this.layout.link(id, leader));
    if (this.replicaView(leader).holdsFetches)
      this.stepReplica(leader, codeOf(Code.closed, id), { kind: "closed", peer: id });
  }

  /** Takes a message off its connection: a request may still arrive (its answer will not), an answer is gone. */
  orphan(slot: number): void {
    const { next, layout } = this;
    const message = next[slot]!;
    next[slot] = 0;
    if (message !== 0 && this.families.places.at(message).isRequest) {
      next[layout.late] = this.books.later(next[layout.late]!, message);
    }
  }
}
