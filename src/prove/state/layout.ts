/**
 * Where everything stands in the row of integers that is a state of a cluster model:
 *
 *   replicas 1..n | controller | ghost | links (follower, leader) | proposals 1..n | lags 1..n | news | late | budgets
 *   and with a producer: producer | clients 1..n | late clients 1..n
 *
 * A link holds the one request or answer between a follower's fetcher and a leader; a proposal slot the AlterPartition of a
 * broker or its answer; a client slot what is on the producer's connection to a broker. `lags` say how many versions of the
 * metadata a broker has not applied, `news` lists those that somebody has not, `late` and the late clients the requests of
 * dead connections that may still arrive.
 */
import { type Renaming, renamed } from "../../explorer/renaming.ts";

export type SlotKind =
  | "replica"
  | "controller"
  | "ghost"
  | "message"
  | "lag"
  | "news"
  | "late"
  | "budgets"
  | "producer"
  | "client";

export class Layout {
  readonly replicas: number;
  readonly controller: number;
  readonly ghost: number;
  readonly news: number;
  readonly late: number;
  readonly budgets: number;
  /** -1: there is none. */
  readonly producer: number;
  readonly width: number;
  readonly #links: number;
  readonly #proposals: number;
  readonly #lags: number;

  constructor(replicas: number, hasProducer: boolean) {
    const n = replicas;
    this.replicas = n;
    this.controller = n;
    this.ghost = n + 1;
    this.#links = n + 2;
    this.#proposals = this.#links + n * (n - 1);
    this.#lags = this.#proposals + n;
    this.news = this.#lags + n;
    this.late = this.news + 1;
    this.budgets = this.news + 2;
    this.producer = hasProducer ? this.budgets + 1 : -1;
    this.width = this.budgets + 1 + (hasProducer ? 1 + 2 * n : 0);
  }

  replica(id: number): number {
    return id - 1;
  }

  link(follower: number, leader: number): number {
    return this.#links + (follower - 1) * (this.replicas - 1) + (leader < follower ? leader - 1 : leader - 2);
  }

  proposal(id: number): number {
    return this.#proposals + id - 1;
  }

  lag(id: number): number {
    return this.#lags + id - 1;
  }

  client(id: number): number {
    return this.producer + id;
  }

  lateClient(id: number): number {
    return this.producer + this.replicas + id;
  }

  kindOf(slot: number): SlotKind {
    if (slot < this.replicas) return "replica";
    if (slot === this.controller) return "controller";
    if (slot === this.ghost) return "ghost";
    if (slot < this.#lags) return "message";
    if (slot < this.news) return "lag";
    if (slot === this.news) return "news";
    if (slot === this.late) return "late";
    if (slot === this.budgets) return "budgets";
    return slot === this.producer ? "producer" : "client";
  }

  /** Where a slot stands under a renaming. */
  moved(slot: number, renaming: Renaming): number {
    const n = this.replicas;
    const to = (first: number, slotOf: (id: number) => number): number => slotOf(renamed(renaming, slot - first + 1));
    if (slot < n) return to(0, (id) => this.replica(id));
    if (slot >= this.#links && slot < this.#proposals) {
      const follower = Math.floor((slot - this.#links) / (n - 1)) + 1;
      const place = ((slot - this.#links) % (n - 1)) + 1;
      return this.link(renamed(renaming, follower), renamed(renaming, place < follower ? place : place + 1));
    }
    if (slot >= this.#proposals && slot < this.#lags) return to(this.#proposals, (id) => this.proposal(id));
    if (slot >= this.#lags && slot < this.news) return to(this.#lags, (id) => this.lag(id));
    if (this.producer < 0 || slot <= this.producer) return slot;
    if (slot <= this.producer + n) return to(this.client(1), (id) => this.client(id));
    return to(this.lateClient(1), (id) => this.lateClient(id));
  }
}
