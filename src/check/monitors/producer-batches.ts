/**
 * What a producer sends is as its settings say (acks, request.timeout.ms, batch.size, max.request.size); of an idempotent session each
 * partition gets sequences that follow one another, and what is sent again keeps its own until the epoch changes (P-22). And nothing
 * that can go waits longer than linger.ms: with a leader that can be asked, room on its connection, a producer id, and nothing of
 * that partition open that was sent before.
 */
import { nodeName } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../../kafka/channels.ts";
import type { ResolvedProducer } from "../../kafka/config/resolve-producer.ts";
import { Errors } from "../../kafka/errors.ts";
import type { ProduceRequest } from "../../kafka/messages/produce.ts";
import { addSequence, noSequence, type RecordBatch } from "../../kafka/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import { type ClientConduct, linkOf, perProducer, queueKeyOf } from "../ghost/client-conduct.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { OpenRecords } from "../ghost/open-records.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "producer-batches",
  sentence:
    "A producer's batches are as its settings say, in unbroken sequences, and leave within linger.ms where they can.",
  formula: "size ≤ batch.size; first(b).sequence = last(b-1).sequence + 1; again(b) = b; can go(b) ⇒ age < linger.ms",
  source: "docs/protocol.md P-20, P-22; RecordAccumulator.ready, TransactionManager, Sender.sendProduceRequest",
  kind: "monitor",
  guarantee: "protocol",
};

/** Of one partition, by the name of its topic. */
interface Lane {
  producerId: number;
  producerEpoch: number;
  /** -1: any. */
  nextSequence: number;
  /** Records that were sent and are open. */
  sent: number;
  /** Something was given up that may be in the log: what follows waits until that is settled. */
  isUnsettled: boolean;
}

const newLane = (): Lane => ({
  producerId: -1,
  producerEpoch: -1,
  nextSequence: -1,
  sent: 0,
  isUnsettled: false,
});

/** The batches of one process. */
class Batches {
  readonly conduct: ClientConduct;
  readonly config: ResolvedProducer;
  hasId = false;
  readonly #open = new OpenRecords();
  readonly #lanes = new Map<TopicPartition, Lane>();
  /** The same by partition, as long as no other id of a known name is heard of. */
  readonly #laneByPartition = new Map<TopicPartition, Lane>();
  #namesKnown = 0;

  constructor(conduct: ClientConduct, config: ResolvedProducer) {
    this.conduct = conduct;
    this.config = config;
  }

  onAssigned(record: number, tp: TopicPartition): void {
    this.#open.assign(record, tp, this.conduct.atMs);
  }

  onCompleted(record: number, outcome: string): void {
    const known = this.#open.get(record);
    if (known === undefined) return;
    this.#open.delete(record);
    if (known.isWaiting) {
      known.isWaiting = false;
      return;
    }
    const lane = this.#laneOf(known.tp);
    lane.sent--;
    if (outcome !== "ok" && this.config.enableIdempotence) lane.isUnsettled = true;
  }

  /** What is wrong with it; null: nothing. */
  onProduce({ partitions, acks, timeoutMs }: ProduceRequest): string | null {
    const { config } = this;
    if (acks !== config.acks) return `has acks=${acks}`;
    if (timeoutMs !== config.requestTimeoutMs) return `has a time-out of ${timeoutMs} ms`;
    let bytes = 0;
    let wrong: string | null = null;
    for (const { topicPartition: tp, batch } of partitions) {
      bytes += batch.sizeInBytes;
      if (batch.records.length > 1 && batch.sizeInBytes > config.batchSize) wrong ??= `has a batch above batch.size`;
      wrong ??= this.#onBatch(tp, batch);
    }
    return wrong ?? (partitions.length > 1 && bytes > config.maxRequestSize ? "is above max.request.size" : null);
  }

  #onBatch(tp: TopicPartition, { records, producerId, producerEpoch, baseSequence }: RecordBatch): string | null {
    if (this.config.enableIdempotence !== (baseSequence !== noSequence))
      return "has sequences, or lacks them, against its settings";
    const lane = this.#laneOf(tp);
    const isOfEpoch = lane.producerId === producerId && lane.producerEpoch === producerEpoch;
    const known = this.#open.get(records[0]!.id);
    const first = known?.isWaiting === false ? known : undefined;
    const wrong = first === undefined ? this.#gap(lane, isOfEpoch, baseSequence) : null;
    const isChanged =
      first?.producerId === producerId && first.producerEpoch === producerEpoch && first.sequence !== baseSequence;
    for (let i = 0; i < records.length; i++) {
      const { id } = records[i]!;
      const record = this.#open.get(id) ?? this.#open.enter(id, tp, this.conduct.atMs);
      if (record.isWaiting) record.isWaiting = false;
      else this.#laneOf(record.tp).sent--;
      lane.sent++;
      record.tp = tp;
      record.producerId = producerId;
      record.producerEpoch = producerEpoch;
      record.sequence = baseSequence === noSequence ? noSequence : addSequence(baseSequence, i);
    }
    if (!isOfEpoch) lane.isUnsettled = false;
    if (first === undefined || !isOfEpoch)
      lane.nextSequence = this.#next(lane, baseSequence, records.length, isOfEpoch);
    else if (lane.nextSequence !== -1) lane.nextSequence = Math.max(lane.nextSequence, baseSequence + records.length);
    lane.producerId = producerId;
    lane.producerEpoch = producerEpoch;
    return isChanged ? `sends record ${records[0]!.id} again with another sequence` : wrong;
  }

  /** What else is open was numbered anew with the epoch, and may be acknowledged under its old number. */
  #next({ sent }: Lane, baseSequence: number, records: number, isOfEpoch: boolean): number {
    if (baseSequence === noSequence || (!isOfEpoch && sent > records)) return -1;
    return addSequence(baseSequence, records);
  }

  #gap({ nextSequence }: Lane, isOfEpoch: boolean, baseSequence: number): string | null {
    if (!isOfEpoch || nextSequence === -1 || baseSequence === nextSequence) return null;
    return `has sequence ${baseSequence}; the next one is ${nextSequence}`;
  }

  /** The leader knows nothing of the producer, or asks for another epoch: sequences may begin anew. */
  forget(tp: TopicPartition): void {
    this.#laneOf(tp).nextSequence = -1;
  }

  /** A record that could have gone, and since when it has waited; null: none. */
  overdue(): readonly [record: number, waitedMs: Millis] | null {
    const { config, conduct } = this;
    if (config.enableIdempotence && !this.hasId) return null;
    if (conduct.known.mayBeForgotten) return null;
    const late = this.#open.overdue(conduct.atMs, config.lingerMs, this.#canGo);
    return late === null ? null : [late.id, conduct.atMs - late.atMs];
  }

  /** Made once: it is asked at every instant. */
  readonly #canGo = (tp: TopicPartition): boolean => {
    const { config, conduct } = this;
    const { sent, isUnsettled } = this.#laneOf(tp);
    if (sent > 0 || isUnsettled) return false;
    const leaderId = conduct.known.leaders.get(tp)?.leaderId ?? -1;
    if (leaderId === -1) return false;
    const link = linkOf(conduct, leaderId, Channel.main);
    if (link.readyByMs > conduct.atMs || link.inFlight.length >= config.maxInFlightRequestsPerConnection) return false;
    return config.acks !== 0 || link.isConnected;
  };

  #laneOf(tp: TopicPartition): Lane {
    const names = this.conduct.known.firstIds.size;
    if (names !== this.#namesKnown) this.#laneByPartition.clear();
    this.#namesKnown = names;
    const known = this.#laneByPartition.get(tp);
    if (known !== undefined) return known;
    const key = queueKeyOf(this.conduct, tp);
    const lane = this.#lanes.get(key) ?? newLane();
    this.#lanes.set(key, lane);
    this.#laneByPartition.set(tp, lane);
    return lane;
  }
}

function complain(ghost: Ghost, { terms }: ClientConduct, role: string, broker: number, what: string): void {
  found(ghost, card, null, {
    role,
    sentence: `${nodeName(terms.client)}: ${what}`,
    subject: { kind: "request", client: terms.client, broker },
  });
}

const mayRestart: readonly number[] = [Errors.UNKNOWN_PRODUCER_ID, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER];

export const producerBatches: Check = {
  card,
  watch: (ghost) => {
    const producers = perProducer(ghost.conducts, (conduct, config) => new Batches(conduct, config));
    return {
      sendAssigned: (client, record, tp) => producers.at(client)?.onAssigned(record, tp),
      sendCompleted: (client, record, _tp, outcome) => producers.at(client)?.onCompleted(record, outcome),
      requestSent: (conduct, { node, body }) => {
        const wrong = body.kind === "Produce" ? (producers.of(conduct)?.onProduce(body) ?? null) : null;
        if (wrong !== null)
          complain(ghost, conduct, "other-than-owed", node, `a Produce to ${nodeName(node)} ${wrong}`);
      },
      requestAnswered: (conduct, _request, answer) => {
        const batches = producers.of(conduct);
        if (batches === null) return;
        if (answer.kind === "InitProducerIdResponse" && answer.errorCode === Errors.NONE) batches.hasId = true;
        if (answer.kind !== "ProduceResponse") return;
        for (const { topicPartition: tp, errorCode } of answer.partitions)
          if (mayRestart.includes(errorCode)) batches.forget(tp);
      },
      instantOver: (conduct) => {
        const late = producers.of(conduct)?.overdue() ?? null;
        if (late !== null)
          complain(
            ghost,
            conduct,
            "left-waiting",
            -1,
            `record ${late[0]} has waited ${late[1]} ms and could have gone`,
          );
      },
    };
  },
};
