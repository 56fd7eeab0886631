/** Brokers on fake hosts, a scripted controller, a network in which each message takes one millisecond. */
import { type ConnectionId, type NodeId, nodeId } from "../../../src/core/ids.ts";
import type { BrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import { resolveBrokerConfig } from "../../../src/kafka/config/resolve-broker.ts";
import type { TopicConfig } from "../../../src/kafka/config/resolve-topic.ts";
import type { IsolationLevel } from "../../../src/kafka/messages/fetch.ts";
import type { KafkaMessage } from "../../../src/kafka/messages/index.ts";
import type { ProduceResponse } from "../../../src/kafka/messages/produce.ts";
import type { KafkaObserver } from "../../../src/kafka/observer.ts";
import type { RecordBatch } from "../../../src/kafka/records.ts";
import { kafka4, type Rules } from "../../../src/kafka/rules/rules.ts";
import { batchOf, plainTopic } from "../log/world.ts";
import { silentObserver } from "../silent-observer.ts";
import { FakeHost, type Outbox } from "./fake-context.ts";
import { ScriptedController } from "./scripted-controller.ts";

const controllerId = nodeId("controller", 0);

export interface ClusterShape {
  readonly brokers?: number;
  readonly disks?: number;
  readonly config?: Partial<BrokerConfig>;
  readonly topic?: Partial<TopicConfig>;
  readonly heard?: Partial<KafkaObserver>;
  readonly rules?: Rules;
}

const client: NodeId = 1000;

interface Letter {
  readonly atMs: number;
  readonly deliver: () => void;
}

interface Link {
  readonly id: ConnectionId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly channel: number;
  open: boolean;
}

export class FakeCluster implements Outbox {
  readonly clock = { nowMs: 0 };
  readonly controller = new ScriptedController();
  readonly hosts = new Map<NodeId, FakeHost>();
  /** What clients were answered, by connection. */
  readonly answers = new Map<ConnectionId, KafkaMessage>();
  readonly closed = new Set<ConnectionId>();
  /** Everything that brokers sent, in order. */
  readonly sent: { from: NodeId; to: NodeId; body: KafkaMessage }[] = [];
  /** Messages between these two are lost, both ways. */
  readonly cuts = new Set<string>();
  readonly #letters: Letter[] = [];
  readonly #links = new Map<string, Link>();
  readonly #byId = new Map<ConnectionId, Link>();
  #lastConnection = 0;
  #lastCorrelation = 0;

  constructor(shape: ClusterShape = {}) {
    const brokerConfig: BrokerConfig = { ...resolveBrokerConfig({}), ...shape.config };
    const topicDefaults: TopicConfig = { ...plainTopic, ...shape.topic };
    for (let brokerId = 1; brokerId <= (shape.brokers ?? 1); brokerId++) {
      const options = {
        brokerId,
        rack: "",
        brokerConfig,
        topicDefaults,
        topicConfigOf: (overrides: Readonly<Record<string, string | null>>): TopicConfig => ({
          ...topicDefaults,
          minInsyncReplicas: Number(overrides["min.insync.replicas"] ?? topicDefaults.minInsyncReplicas),
        }),
        rules: shape.rules ?? kafka4,
        voters: [controllerId],
      };
      this.hosts.set(brokerId, new FakeHost(options, shape.disks ?? 1, this.clock, this, silentObserver(shape.heard)));
    }
  }

  /** Boots every broker and lets them register and be unfenced. */
  start(): this {
    for (const host of this.hosts.values()) host.boot();
    this.run(100);
    return this;
  }

  host(id: NodeId): FakeHost {
    return this.hosts.get(id)!;
  }

  /** Lets virtual time pass: messages and timers in the order of time. */
  run(ms: number): void {
    const until = this.clock.nowMs + ms;
    for (;;) {
      this.#settle();
      const next = this.#nextEventMs();
      if (next > until) break;
      this.clock.nowMs = Math.max(this.clock.nowMs, next);
    }
    this.clock.nowMs = until;
    this.#settle();
  }

  #nextEventMs(): number {
    let next = this.#letters.length > 0 ? this.#letters[0]!.atMs : Number.POSITIVE_INFINITY;
    for (const host of this.hosts.values()) for (const atMs of host.timers.values()) next = Math.min(next, atMs);
    // The controller's long polls end by the clock as well.
    return Math.min(next, this.clock.nowMs + 10);
  }

  #settle(): void {
    for (let busy = true; busy; ) {
      busy = false;
      this.controller.poll(this.clock.nowMs);
      while (this.#letters.length > 0 && this.#letters[0]!.atMs <= this.clock.nowMs) {
        this.#letters.shift()!.deliver();
        busy = true;
      }
      for (const host of this.hosts.values()) busy = host.fireTimers(this.clock.nowMs) || busy;
    }
  }

  /** A client's request on a connection of its own. The broker gets it at once. */
  ask(to: NodeId, body: KafkaMessage): ConnectionId {
    const link = this.#newLink(client, to, 0);
    this.host(to).message(client, 0, link.id, body);
    return link.id;
  }

  answerTo<Kind extends KafkaMessage["kind"]>(
    connection: ConnectionId,
    kind: Kind,
  ): Extract<KafkaMessage, { kind: Kind }> {
    const body = this.answers.get(connection);
    if (!isOfKind(body, kind)) throw new Error(`expected ${kind}, got ${body?.kind ?? "nothing"}`);
    return body;
  }

  produce(
    to: NodeId,
    tp: number,
    acks: number,
    batch: RecordBatch = batchOf(),
    timeoutMs = 30_000,
    topicNames: readonly string[] | null = null,
  ): ConnectionId {
    return this.ask(to, {
      kind: "Produce",
      name: ++this.#lastCorrelation,
      correlationId: this.#lastCorrelation,
      acks,
      timeoutMs,
      partitions: [{ topicPartition: tp, batch }],
      topicNames,
    });
  }

  produced(connection: ConnectionId): ProduceResponse["partitions"][number] {
    return this.answerTo(connection, "ProduceResponse").partitions[0]!;
  }

  /** A consumer's fetch without a session. */
  fetch(
    to: NodeId,
    tp: number,
    fetchOffset: number,
    maxWaitMs = 0,
    minBytes = 1,
    isolationLevel: IsolationLevel = "read_uncommitted",
  ): ConnectionId {
    return this.ask(to, {
      kind: "Fetch",
      name: ++this.#lastCorrelation,
      correlationId: this.#lastCorrelation,
      replicaId: -1,
      replicaEpoch: -1,
      isolationLevel,
      maxWaitMs,
      minBytes,
      maxBytes: 1 << 20,
      sessionId: 0,
      sessionEpoch: -1,
      partitions: [
        {
          topicPartition: tp,
          currentLeaderEpoch: -1,
          fetchOffset,
          lastFetchedEpoch: -1,
          logStartOffset: -1,
          partitionMaxBytes: 1 << 20,
        },
      ],
      forgotten: [],
      rackId: "",
    });
  }

  /** No message passes between the two any more, nor does either hear of it. */
  cut(a: NodeId, b: NodeId): void {
    this.cuts.add(`${a}-${b}`).add(`${b}-${a}`);
  }

  heal(): void {
    this.cuts.clear();
  }

  /** The process dies; its peers hear of it. */
  crash(id: NodeId): void {
    this.host(id).stop();
    for (const link of [...this.#links.values()]) {
      if (link.from !== id && link.to !== id) continue;
      this.#drop(link);
      if (link.to === id) this.#later(() => this.hosts.get(link.from)?.disconnect(id, link.channel, link.id));
    }
  }

  restart(id: NodeId): void {
    this.host(id).boot();
  }

  send(from: NodeId, to: NodeId, channel: number, body: KafkaMessage): void {
    this.sent.push({ from, to, body });
    const link = this.#links.get(keyOf(from, to, channel)) ?? this.#newLink(from, to, channel);
    this.#links.set(keyOf(from, to, channel), link);
    this.#later(() => this.#arrive(link, body));
  }

  #arrive(link: Link, body: KafkaMessage): void {
    if (!link.open || this.cuts.has(`${link.from}-${link.to}`)) return;
    if (link.to === controllerId) {
      this.controller.handle(body, this.clock.nowMs, (answer) => this.reply(controllerId, link.id, answer));
      return;
    }
    const host = this.hosts.get(link.to);
    if (host?.isUp === true) {
      host.message(link.from, link.channel, link.id, body);
      return;
    }
    this.#drop(link);
    this.hosts.get(link.from)?.disconnect(link.to, link.channel, link.id);
  }

  reply(from: NodeId, connection: ConnectionId, body: KafkaMessage): void {
    const link = this.#byId.get(connection);
    if (link === undefined || !link.open) return;
    if (link.from === client) {
      this.answers.set(connection, body);
      return;
    }
    this.#later(() => {
      if (!link.open || this.cuts.has(`${from}-${link.from}`)) return;
      this.hosts.get(link.from)?.message(from, link.channel, connection, body);
    });
  }

  close(from: NodeId, to: NodeId, channel: number): void {
    const link = this.#links.get(keyOf(from, to, channel));
    if (link !== undefined) this.#drop(link);
  }

  closeIncoming(_at: NodeId, connection: ConnectionId): void {
    const link = this.#byId.get(connection);
    if (link === undefined || !link.open) return;
    this.closed.add(connection);
    this.#drop(link);
    this.#later(() => this.hosts.get(link.from)?.disconnect(link.to, link.channel, link.id));
  }

  #newLink(from: NodeId, to: NodeId, channel: number): Link {
    const link: Link = { id: ++this.#lastConnection, from, to, channel, open: true };
    this.#byId.set(link.id, link);
    return link;
  }

  #drop(link: Link): void {
    link.open = false;
    if (this.#links.get(keyOf(link.from, link.to, link.channel)) === link) {
      this.#links.delete(keyOf(link.from, link.to, link.channel));
    }
  }

  #later(deliver: () => void): void {
    this.#letters.push({ atMs: this.clock.nowMs + 1, deliver });
  }
}

const keyOf = (from: NodeId, to: NodeId, channel: number): string => `${from}-${to}-${channel}`;

const isOfKind = <Kind extends KafkaMessage["kind"]>(
  body: KafkaMessage | undefined,
  kind: Kind,
): body is Extract<KafkaMessage, { kind: Kind }> => body?.kind === kind;
