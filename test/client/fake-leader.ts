/** A leader of every partition with the broker's rules for producers (P-10 .. P-14) and nothing else. */
import { Errors } from "../../src/kafka/errors.ts";
import type { ProducePartitionResponse, ProduceRequest } from "../../src/kafka/messages/produce.ts";
import { addSequence, lastSequence, noProducerId, type RecordBatch } from "../../src/kafka/records.ts";

interface Appended {
  readonly first: number;
  readonly last: number;
  readonly baseOffset: number;
}

interface ProducerEntry {
  epoch: number;
  batches: Appended[];
}

const window = 5;

export class FakeLeader {
  readonly logs = new Map<number, number[]>();
  readonly #producers = new Map<string, ProducerEntry>();

  /** Appends what is to be appended. */
  handle(request: ProduceRequest): ProducePartitionResponse[] {
    return request.partitions.map(({ topicPartition, batch }) => ({
      topicPartition,
      logAppendTimeMs: -1,
      logStartOffset: 0,
      currentLeader: null,
      ...this.#append(topicPartition, batch),
    }));
  }

  #append(tp: number, batch: RecordBatch): { errorCode: number; baseOffset: number } {
    const log = this.logs.get(tp) ?? [];
    this.logs.set(tp, log);
    if (batch.producerId !== noProducerId) {
      const refused = this.#judge(`${tp}/${batch.producerId}`, batch, log.length);
      if (refused !== null) return refused;
    }
    const baseOffset = log.length;
    for (const record of batch.records) log.push(record.id);
    return { errorCode: Errors.NONE, baseOffset };
  }

  #judge(key: string, batch: RecordBatch, baseOffset: number): { errorCode: number; baseOffset: number } | null {
    const first = batch.baseSequence;
    const last = lastSequence(batch);
    const known = this.#producers.get(key);
    if (known !== undefined && batch.producerEpoch < known.epoch)
      return { errorCode: Errors.INVALID_PRODUCER_EPOCH, baseOffset: -1 };
    if (known !== undefined && batch.producerEpoch === known.epoch) {
      const same = known.batches.find((appended) => appended.first === first && appended.last === last);
      if (same !== undefined) return { errorCode: Errors.NONE, baseOffset: same.baseOffset };
      if (first !== addSequence(known.batches.at(-1)!.last, 1))
        return { errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, baseOffset: -1 };
      known.batches = [...known.batches, { first, last, baseOffset }].slice(-window);
      return null;
    }
    if (known !== undefined && first !== 0) return { errorCode: Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, baseOffset: -1 };
    this.#producers.set(key, { epoch: batch.producerEpoch, batches: [{ first, last, baseOffset }] });
    return null;
  }
}
