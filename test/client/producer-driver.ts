/** A producer with its first metadata and producer id, and short ways to answer it. */

import type { ProducerState } from "../../src/client/producer/producer-state.ts";
import { producerMachine } from "../../src/client/producer.ts";
import type { ProducerOptions } from "../../src/client/producer-config.ts";
import { Errors } from "../../src/kafka/errors.ts";
import type { CurrentLeader, ProduceRequest } from "../../src/kafka/messages/produce.ts";
import { kafka4 } from "../../src/kafka/rules/rules.ts";
import { ClientFacts } from "./client-facts.ts";
import { type Leader, metadataOf, producerConfig } from "./client-settings.ts";
import { type FakeHost, fakeHost, type Sent } from "./fake-host.ts";

export interface Driver {
  readonly host: FakeHost<ProducerState>;
  readonly facts: ClientFacts;
  leaders: readonly Leader[];
  /** Answers what is no Produce; returns the Produces sent since, which stay unanswered. */
  produces(): SentProduce[];
}

export interface SentProduce extends Omit<Sent, "body"> {
  readonly body: ProduceRequest;
}

export const producerId = 77;

export function startProducer(
  options: Pick<ProducerOptions, "workload"> & Partial<ProducerOptions>,
  leaders: readonly Leader[] = [{ leaderId: 1, leaderEpoch: 0 }],
): Driver {
  const facts = new ClientFacts();
  const machine = producerMachine({ config: producerConfig(), bootstrap: [1, 2, 3], rules: kafka4, ...options });
  const host = fakeHost(machine, 1000, facts.observer);
  const driver: Driver = {
    host,
    facts,
    leaders,
    produces: () => {
      const produces: SentProduce[] = [];
      for (let sent = host.outbox.shift(); sent !== undefined; sent = host.outbox.shift()) {
        if (sent.body.kind === "Produce") produces.push({ ...sent, body: sent.body });
        else answerOther(driver, sent);
      }
      return produces;
    },
  };
  host.boot();
  return driver;
}

function answerOther({ host, leaders }: Driver, { to, channel, body }: Sent): void {
  const { correlationId } = body;
  if (body.kind === "Metadata") host.deliver(to, channel, metadataOf(correlationId, leaders));
  if (body.kind === "InitProducerId") {
    const producerEpoch = 0;
    host.deliver(to, channel, {
      kind: "InitProducerIdResponse",
      name: 0,
      correlationId,
      errorCode: 0,
      producerId,
      producerEpoch,
    });
  }
}

export interface Answer {
  readonly errorCode?: number;
  readonly baseOffset?: number;
  readonly logStartOffset?: number;
  readonly currentLeader?: CurrentLeader | null;
}

/** The same answer for each partition of a Produce. */
export function answer(driver: Driver, sent: SentProduce, with_: Answer = {}): void {
  const { errorCode = Errors.NONE, logStartOffset = 0, currentLeader = null } = with_;
  driver.host.deliver(sent.to, sent.channel, {
    kind: "ProduceResponse",
    name: 0,
    correlationId: sent.body.correlationId,
    partitions: sent.body.partitions.map(({ topicPartition }) => ({
      topicPartition,
      errorCode,
      baseOffset: errorCode === Errors.NONE ? (with_.baseOffset ?? 0) : -1,
      logAppendTimeMs: -1,
      logStartOffset,
      currentLeader,
    })),
  });
}

export const idsOf = (sent: SentProduce, partition = 0): number[] =>
  sent.body.partitions[partition]!.batch.records.map((record) => record.id);
export const sequenceOf = (sent: SentProduce, partition = 0): number =>
  sent.body.partitions[partition]!.batch.baseSequence;
export const epochOf = (sent: SentProduce, partition = 0): number =>
  sent.body.partitions[partition]!.batch.producerEpoch;
