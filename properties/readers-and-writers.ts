/** What the applications of a run saw: which writes were acknowledged, in which order they were called, what was read. */
import type { KafkaRecord, RecordBatch } from "../src/kafka/records.ts";
import type { TopicPartition } from "../src/kafka/topic-partition.ts";
import { type RunOptions, run } from "../src/run/run.ts";
import type { Outcome } from "../src/scenario/outcome.ts";
import type { Scenario } from "../src/scenario/scenario.ts";

export interface Sent {
  readonly key: string | null;
  /** Place among all calls of send. */
  readonly order: number;
  readonly client: number;
  isAcked: boolean;
  tp: TopicPartition;
}

export interface Read {
  readonly client: number;
  readonly tp: TopicPartition;
  readonly offset: number;
  readonly record: KafkaRecord;
}

export interface Application {
  readonly outcome: Outcome;
  readonly sent: ReadonlyMap<number, Sent>;
  /** In the order of the readers' polls. */
  readonly reads: readonly Read[];
  /** As the clients sent it, as each broker stored it, as readers were given it. */
  readonly batches: readonly {
    readonly where: "sent" | "leader" | "follower" | "read";
    readonly tp: TopicPartition;
    readonly batch: RecordBatch;
  }[];
}

/** Runs the scenario and writes down what its applications did. */
export function application(scenario: Scenario, options: RunOptions = {}): Application {
  const sent = new Map<number, Sent>();
  const reads: Read[] = [];
  const batches: { where: "sent" | "leader" | "follower" | "read"; tp: TopicPartition; batch: RecordBatch }[] = [];
  const outcome = run(scenario, {
    ...options,
    listener: () => ({
      sendInvoked: (client, record, key) => {
        sent.set(record, { key, order: sent.size, client, isAcked: false, tp: -1 });
      },
      sendAssigned: (_client, record, tp) => {
        sent.get(record)!.tp = tp;
      },
      sendCompleted: (_client, record, _tp, result) => {
        if (result === "ok") sent.get(record)!.isAcked = true;
      },
      sendAttempted: (_client, tp, batch) => batches.push({ where: "sent", tp, batch }),
      appended: (_broker, tp, batch, asLeader) => batches.push({ where: asLeader ? "leader" : "follower", tp, batch }),
      polled: (client, tp, batch, fromOffset, toOffset) => {
        batches.push({ where: "read", tp, batch });
        for (const record of batch.records) {
          const offset = batch.baseOffset + record.offsetDelta;
          if (offset >= fromOffset && offset < toOffset) reads.push({ client, tp, offset, record });
        }
      },
    }),
  });
  return { outcome, sent, reads, batches };
}
