/**
 * What a producer tells its application follows from the answers (Sender.completeBatch, ProducerBatch.done), per record:
 *
 *   answered without error           -> ok, at baseOffset and its place in the batch; a known duplicate: ok, without offset
 *   error that allows a retry        -> still open, until delivery.timeout.ms or `retries` are over
 *   another error                    -> over: fail if every attempt was refused for certain, else info
 *   max.block.ms, delivery.timeout.ms -> nothing is open for longer, but what waits behind a younger batch of its partition
 */
import { nodeName } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import type { ResolvedProducer } from "../../kafka/config/resolve-producer.ts";
import { type ErrorCode, Errors, errorOf } from "../../kafka/errors.ts";
import type { ProduceResponse } from "../../kafka/messages/produce.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import { type ClientConduct, perProducer, queueKeyOf, type SentRequest } from "../ghost/client-conduct.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "send-outcome",
  sentence: "What an application is told of its send is what the answers said, and within its time.",
  formula:
    "told(r) = f(answers to r); open(r) ⇒ age < delivery.timeout.ms, and < max.block.ms before it has a partition",
  source: "docs/protocol.md P-20, Y-1; KIP-91; Sender.completeBatch, KafkaProducer.doSend",
  kind: "monitor",
  guarantee: "protocol",
};

/** A send that the application was told nothing of. */
interface OpenSend {
  readonly invokedMs: Millis;
  /** When its batch was begun, as far as one can tell; infinity: it has no partition yet. */
  batchMs: Millis;
  /** How often it was answered with an error. */
  failures: number;
  /** An attempt may have been appended. */
  mayHaveArrived: boolean;
  isInFlight: boolean;
  /** What it was sent to last, as a producer keeps its queues; -1: never sent. */
  queueKey: TopicPartition;
  /** Grows with each sending and each answer. */
  turn: number;
}

interface Told {
  readonly outcome: "ok" | "fail" | "info";
  readonly offset: number;
}

/** What the answer at hand demands of a record; null: that it stays open. */
type Demand = Told | null;

/** The sends of one process. */
class Sends {
  readonly conduct: ClientConduct;
  readonly config: ResolvedProducer;
  readonly open = new Map<number, OpenSend>();
  /** As they were sent: up to 4.1.1 what is in flight may be overwritten (KAFKA-19012). */
  readonly batchesOf = new WeakMap<SentRequest, readonly RecordBatch[]>();
  /** By record, what the answers of this instant demand. */
  readonly demands = new Map<number, Demand>();
  #turns = 0;

  constructor(conduct: ClientConduct, config: ResolvedProducer) {
    this.conduct = conduct;
    this.config = config;
  }

  onInvoked(record: number): void {
    this.open.set(record, {
      invokedMs: this.conduct.atMs,
      batchMs: Number.POSITIVE_INFINITY,
      failures: 0,
      mayHaveArrived: false,
      isInFlight: false,
      queueKey: -1,
      turn: -1,
    });
  }

  onAssigned(record: number): void {
    const send = this.open.get(record);
    if (send !== undefined && send.batchMs === Number.POSITIVE_INFINITY) send.batchMs = this.conduct.atMs;
  }

  onSent(tp: TopicPartition, { records }: RecordBatch): void {
    const turn = ++this.#turns;
    const queueKey = queueKeyOf(this.conduct, tp);
    const batchMs = this.open.get(records[0]!.id)?.batchMs ?? this.conduct.atMs;
    for (const { id } of records) {
      const send = this.open.get(id);
      if (send === undefined) continue;
      send.batchMs = batchMs;
      send.isInFlight = true;
      send.queueKey = queueKey;
      send.turn = turn;
    }
  }

  onAnswer({ records }: RecordBatch, errorCode: ErrorCode, baseOffset: number): void {
    const turn = ++this.#turns;
    for (let i = 0; i < records.length; i++) {
      const { id } = records[i]!;
      const send = this.open.get(id);
      if (send === undefined) continue;
      send.isInFlight = false;
      send.turn = turn;
      if (!errorOf(errorCode).definite) send.mayHaveArrived = true;
      this.demands.set(id, this.#demandOf(send, errorCode, records.length, baseOffset === -1 ? -1 : baseOffset + i));
      if (errorCode !== Errors.NONE) send.failures = errorCode === Errors.MESSAGE_TOO_LARGE ? 0 : send.failures + 1;
    }
  }

  #demandOf(send: OpenSend, errorCode: ErrorCode, records: number, offset: number): Demand {
    if (errorCode === Errors.NONE) return { outcome: "ok", offset };
    if (errorCode === Errors.MESSAGE_TOO_LARGE && records > 1) return null;
    if (this.#mayRetry(send, errorCode)) return null;
    if (errorCode === Errors.DUPLICATE_SEQUENCE_NUMBER) return { outcome: "ok", offset: -1 };
    return { outcome: send.mayHaveArrived ? "info" : "fail", offset: -1 };
  }

  #mayRetry({ failures, batchMs }: OpenSend, errorCode: ErrorCode): boolean {
    const { retries, deliveryTimeoutMs, enableIdempotence } = this.config;
    if (failures >= retries || this.conduct.atMs - batchMs >= deliveryTimeoutMs) return false;
    const isOfSession = errorCode === Errors.UNKNOWN_PRODUCER_ID || errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
    return errorOf(errorCode).retriable || (enableIdempotence && isOfSession);
  }

  /** What is wrong with what the application is told; null: nothing. */
  onCompleted(record: number, told: Told, hasPartition: boolean): string | null {
    const send = this.open.get(record);
    if (send === undefined) return "of which it had been told already";
    this.open.delete(record);
    const demand = this.demands.get(record);
    this.demands.delete(record);
    if (demand != null) {
      if (demand.outcome !== told.outcome) return `though the answer means ${demand.outcome}`;
      return demand.offset === told.offset ? null : `at offset ${told.offset}, though the answer says ${demand.offset}`;
    }
    if (told.outcome === "ok") return this.config.acks === 0 ? null : "though no answer says so";
    return this.#wrongEnd(send, told, hasPartition);
  }

  /** It was given up without an answer that ends it: then its time must be over. */
  #wrongEnd(send: OpenSend, { outcome }: Told, hasPartition: boolean): string | null {
    if (!hasPartition) return outcome === "fail" ? null : "though it never left the producer";
    const mayBeThere = send.mayHaveArrived || send.isInFlight;
    if (mayBeThere !== (outcome === "info"))
      return mayBeThere ? "though it may have arrived" : "though it never arrived";
    // Of what was sent it is known when its batch was begun.
    const ageMs = this.conduct.atMs - send.batchMs;
    const isEarly = ageMs < this.config.deliveryTimeoutMs && (send.failures > 0 || send.isInFlight);
    return isEarly ? `after ${ageMs} ms` : null;
  }

  /** A record that should not be open any more, and why; null: none. */
  overdue(): readonly [record: number, why: string] | null {
    for (const [record, demand] of this.demands)
      if (demand !== null && this.open.has(record))
        return [record, `is open though the answer means ${demand.outcome}`];
    this.demands.clear();
    const { atMs } = this.conduct;
    for (const [record, send] of this.open) {
      const { invokedMs, batchMs } = send;
      if (batchMs === Number.POSITIVE_INFINITY) {
        if (atMs - invokedMs >= this.config.maxBlockMs) return [record, `has waited ${atMs - invokedMs} ms to be sent`];
      } else if (this.#isOver(send) && !this.#isBehindYounger(send))
        return [record, `is open after ${atMs - batchMs} ms`];
      // Sends are in the order of their calls, and only those of long ago can be late.
      if (atMs - invokedMs < Math.min(this.config.maxBlockMs, this.config.deliveryTimeoutMs)) break;
    }
    return null;
  }

  #isOver({ batchMs }: OpenSend): boolean {
    return this.conduct.atMs - batchMs >= this.config.deliveryTimeoutMs;
  }

  /**
   * Batches in flight are given up in the order in which they were sent, those that wait in that of their queue, each up to the
   * first whose time is not over (Sender.getExpiredInflightBatches, RecordAccumulator.expiredBatches): an older one that was sent
   * again after a younger one waits for that. Without idempotence the last that came back is the first of its queue.
   */
  #isBehindYounger(send: OpenSend): boolean {
    if (send.turn === -1 || (!send.isInFlight && this.config.enableIdempotence)) return false;
    for (const other of this.open.values()) {
      if (other.queueKey !== send.queueKey || other.isInFlight !== send.isInFlight || this.#isOver(other)) continue;
      if (send.isInFlight ? other.turn < send.turn : other.turn > send.turn) return true;
    }
    return false;
  }
}

function complain(ghost: Ghost, { terms }: ClientConduct, role: string, record: number, what: string): void {
  found(ghost, card, null, {
    role,
    sentence: `${nodeName(terms.client)}: record ${record} ${what}`,
    subject: { kind: "send", client: terms.client, record },
  });
}

function onAnswers(sends: Sends, request: SentRequest, answer: ProduceResponse | null): void {
  const batches = sends.batchesOf.get(request) ?? [];
  for (let i = 0; i < batches.length; i++) {
    const said = answer?.partitions[i];
    const errorCode = answer === null ? Errors.NETWORK_EXCEPTION : (said?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR);
    sends.onAnswer(batches[i]!, errorCode, said?.baseOffset ?? -1);
  }
}

export const sendOutcome: Check = {
  card,
  watch: (ghost) => {
    const producers = perProducer(ghost.conducts, (conduct, config) => new Sends(conduct, config));
    return {
      sendInvoked: (client, record) => producers.at(client)?.onInvoked(record),
      sendAssigned: (client, record) => producers.at(client)?.onAssigned(record),
      requestSent: (conduct, request) => {
        const sends = producers.of(conduct);
        if (sends === null || request.body.kind !== "Produce") return;
        const { partitions } = request.body;
        sends.batchesOf.set(
          request,
          partitions.map(({ batch }) => batch),
        );
        for (const { topicPartition, batch } of partitions) sends.onSent(topicPartition, batch);
      },
      requestAnswered: (conduct, request, answer) => {
        const sends = producers.of(conduct);
        if (sends !== null && answer.kind === "ProduceResponse") onAnswers(sends, request, answer);
      },
      requestLost: (conduct, request) => {
        const sends = producers.of(conduct);
        if (sends !== null) onAnswers(sends, request, null);
      },
      sendCompleted: (client, record, tp, outcome, _errorCode, offset) => {
        const sends = producers.at(client);
        const wrong = sends?.onCompleted(record, { outcome, offset }, tp >= 0) ?? null;
        if (sends !== null && wrong !== null)
          complain(ghost, sends.conduct, "wrong-end", record, `is ${outcome} ${wrong}`);
      },
      instantOver: (conduct) => {
        const late = producers.of(conduct)?.overdue() ?? null;
        if (late !== null) complain(ghost, conduct, "left-open", late[0], late[1]);
      },
    };
  },
};
