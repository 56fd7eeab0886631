/**
 * What a producer tells its application follows from the answers (Sender.completeBatch, ProducerBatch.done), per record:
 *
 *   answered without error           -> ok, at baseOffset and its place in the batch; a known duplicate: ok, without offset
 *   error that allows a retry        -> still open, until delivery.timeout.ms or `retries` are over
 *   another error                    -> over: fail if every attempt was refused for certain, else info
 *   max.block.ms, delivery.timeout.ms -> nothing is open for longer, but what waits behind a younger batch of its partition
 */
import { nodeName } from "../../core/ids.ts";
import { cutTo } from "../../core/list.ts";
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
  /** What the answers of this instant demand; null: nothing, or that it stays open. */
  demanded: Outcome | null;
  demandedOffset: number;
}

type Outcome = "ok" | "fail" | "info";

/** The sends of one process. */
class Sends {
  readonly conduct: ClientConduct;
  readonly config: ResolvedProducer;
  readonly open = new Map<number, OpenSend>();
  /** As they were sent: up to 4.1.1 what is in flight may be overwritten (KAFKA-19012). */
  readonly batchesOf = new Map<SentRequest, readonly RecordBatch[]>();
  /** Records of which the answers of this instant demand something. */
  readonly #demanded: number[] = [];
  #turns = 0;
  /** No open send was invoked before. */
  #oldestMs: Millis = 0;

  constructor(conduct: ClientConduct, config: ResolvedProducer) {
    this.conduct = conduct;
    this.config = config;
  }

  onInvoked(record: number): void {
    if (this.open.size === 0) this.#oldestMs = this.conduct.atMs;
    this.open.set(record, {
      invokedMs: this.conduct.atMs,
      batchMs: Number.POSITIVE_INFINITY,
      failures: 0,
      mayHaveArrived: false,
      isInFlight: false,
      queueKey: -1,
      turn: -1,
      demanded: null,
      demandedOffset: -1,
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
      send.demanded = this.#demandOf(send, errorCode, records.length);
      send.demandedOffset = errorCode === Errors.NONE && baseOffset !== -1 ? baseOffset + i : -1;
      if (send.demanded !== null) this.#demanded.push(id);
      if (errorCode !== Errors.NONE) send.failures = errorCode === Errors.MESSAGE_TOO_LARGE ? 0 : send.failures + 1;
    }
  }

  #demandOf(send: OpenSend, errorCode: ErrorCode, records: number): Outcome | null {
    if (errorCode === Errors.NONE) return "ok";
    if (errorCode === Errors.MESSAGE_TOO_LARGE && records > 1) return null;
    if (this.#mayRetry(send, errorCode)) return null;
    if (errorCode === Errors.DUPLICATE_SEQUENCE_NUMBER) return "ok";
    return send.mayHaveArrived ? "info" : "fail";
  }

  #mayRetry({ failures, batchMs }: OpenSend, errorCode: ErrorCode): boolean {
    const { retries, deliveryTimeoutMs, enableIdempotence } = this.config;
    if (failures >= retries || this.conduct.atMs - batchMs >= deliveryTimeoutMs) return false;
    const isOfSession = errorCode === Errors.UNKNOWN_PRODUCER_ID || errorCode === Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
    return errorOf(errorCode).retriable || (enableIdempotence && isOfSession);
  }

  /** What is wrong with what the application is told; null: nothing. */
  onCompleted(record: number, outcome: Outcome, offset: number, hasPartition: boolean): string | null {
    const send = this.open.get(record);
    if (send === undefined) return "of which it had been told already";
    this.open.delete(record);
    const { demanded, demandedOffset } = send;
    if (demanded !== null) {
      if (demanded !== outcome) return `though the answer means ${demanded}`;
      return demandedOffset === offset ? null : `at offset ${offset}, though the answer says ${demandedOffset}`;
    }
    if (outcome === "ok") return this.config.acks === 0 ? null : "though no answer says so";
    return this.#wrongEnd(send, outcome, hasPartition);
  }

  /** It was given up without an answer that ends it: then its time must be over. */
  #wrongEnd(send: OpenSend, outcome: Outcome, hasPartition: boolean): string | null {
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
    for (const record of this.#demanded) {
      const demanded = this.open.get(record)?.demanded ?? null;
      if (demanded !== null) return [record, `is open though the answer means ${demanded}`];
    }
    cutTo(this.#demanded, 0);
    const { atMs } = this.conduct;
    // Sends are in the order of their calls, and only those of long ago can be late.
    const shortestMs = Math.min(this.config.maxBlockMs, this.config.deliveryTimeoutMs);
    if (atMs - this.#oldestMs < shortestMs) return null;
    this.#oldestMs = atMs;
    for (const [record, send] of this.open) {
      const { invokedMs, batchMs } = send;
      this.#oldestMs = Math.min(this.#oldestMs, invokedMs);
      if (batchMs === Number.POSITIVE_INFINITY) {
        if (atMs - invokedMs >= this.config.maxBlockMs) return [record, `has waited ${atMs - invokedMs} ms to be sent`];
      } else if (this.#isOver(send) && !this.#isBehindYounger(send))
        return [record, `is open after ${atMs - batchMs} ms`];
      if (atMs - invokedMs < shortestMs) break;
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
  sends.batchesOf.delete(request);
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
        const { partitions, acks } = request.body;
        // What is sent with acks=0 is neither answered nor lost.
        if (acks !== 0)
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
        const wrong = sends?.onCompleted(record, outcome, offset, tp >= 0) ?? null;
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
