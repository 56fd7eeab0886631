/** Two simulated brokers as the seat of a client's conversation. */

import type { TopicConfig } from "../../src/kafka/config/resolve-topic.ts";
import type { Rules } from "../../src/kafka/rules/rules.ts";
import type { Deleted, EpochEnd, Fetched, Listed, Produced } from "../conversations/answer.ts";
import type { BatchDraft, ClientSeat, FetchDraft } from "../conversations/client-conversation.ts";
import { FakeClusterSeat, fetched, fetchRequest, produced, produceRequest } from "./fake-cluster-seat.ts";

/** Long enough for recovery, registration and the take-over of leadership. */
const restartMs = 20_000;

export class SimulatedClientSeat implements ClientSeat {
  readonly #seat: FakeClusterSeat;

  constructor(rules: Rules, topic: TopicConfig) {
    this.#seat = new FakeClusterSeat({ brokers: 2, rules, topic });
    this.#seat.cluster.controller.leavesLeaderless = true;
  }

  nowMs(): number {
    return this.#seat.nowMs();
  }

  async createTopic(name: string): Promise<string> {
    this.#seat.create(name, [1]);
    return name;
  }

  async initProducerId() {
    return { producerId: 0, producerEpoch: 0 };
  }

  async produce(
    broker: number,
    topic: string,
    draft: BatchDraft,
    { acks = -1, partition = 0 }: { acks?: number; partition?: number } = {},
  ): Promise<Produced> {
    // No two records of the recorded brokers have the same timestamp.
    this.#seat.cluster.run(5);
    const request = produceRequest(this.#seat.partition(topic, partition), this.#seat.batch(draft), acks);
    return produced(this.#seat.ask(broker, request, "ProduceResponse"));
  }

  async fetch(
    broker: number,
    topic: string,
    offset: number,
    more: FetchDraft = {},
  ): Promise<Fetched | { readonly top: number }> {
    return fetched(
      this.#seat.ask(broker, fetchRequest(this.#seat.partition(topic), offset, more), "FetchResponse"),
      true,
    );
  }

  async listOffset(
    broker: number,
    topic: string,
    timestamp: number,
    { replicaId = -1, cle = -1 }: { replicaId?: number; cle?: number } = {},
  ): Promise<Listed> {
    return this.#seat.listOffset(broker, topic, timestamp, replicaId, cle);
  }

  async epochEnd(broker: number, topic: string, epoch: number, cle = -1): Promise<EpochEnd> {
    return this.#seat.epochEnd(broker, topic, epoch, cle);
  }

  async deleteRecords(broker: number, topic: string, offset: number): Promise<Deleted> {
    const partitions = [{ topicPartition: this.#seat.partition(topic), offset }];
    const response = this.#seat.ask(
      broker,
      { kind: "DeleteRecords", timeoutMs: 5000, partitions },
      "DeleteRecordsResponse",
    );
    const { errorCode, lowWatermark } = response.partitions[0]!;
    return { err: errorCode, low: lowWatermark };
  }

  async crashRestart(broker: number): Promise<void> {
    const { cluster } = this.#seat;
    cluster.crash(broker);
    cluster.run(500);
    cluster.controller.expire(broker);
    cluster.restart(broker);
    cluster.run(restartMs);
  }

  async cleanRestart(broker: number): Promise<void> {
    const { cluster } = this.#seat;
    cluster.ask(broker, { kind: "ControlledShutdown", name: 1 });
    cluster.run(restartMs);
    if (cluster.host(broker).isUp) throw new Error(`broker ${broker} did not stop`);
    cluster.restart(broker);
    cluster.run(restartMs);
  }
}
