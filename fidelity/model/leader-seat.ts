/** A simulated leader between two scripted followers as the seat of a leader's conversation. */

import type { KafkaMessage } from "../../src/kafka/messages/index.ts";
import type { Rules } from "../../src/kafka/rules/rules.ts";
import type { EpochEnd, Fetched, Listed, Produced } from "../conversations/answer.ts";
import type { BatchDraft, FetchDraft } from "../conversations/client-conversation.ts";
import type { FollowerFetch, LeaderSeat, Pending } from "../conversations/leader-conversation.ts";
import { FakeClusterSeat, fetched, fetchRequest, produced, produceRequest } from "./fake-cluster-seat.ts";

const leader = 1;
const followers = [7, 8];

export class SimulatedLeaderSeat implements LeaderSeat {
  readonly #seat: FakeClusterSeat;
  readonly #brokerEpochs = new Map<number, number>();

  constructor(rules: Rules, replicaLagTimeMaxMs: number) {
    this.#seat = new FakeClusterSeat({ brokers: 1, rules, config: { replicaLagTimeMaxMs } });
    for (const follower of followers) this.#register(follower);
    this.#seat.cluster.run(100);
  }

  #register(brokerId: number): void {
    const { controller } = this.#seat.cluster;
    const brokerEpoch = controller.records.length;
    this.#brokerEpochs.set(brokerId, brokerEpoch);
    controller.append({
      type: "RegisterBrokerRecord",
      brokerId,
      incarnationId: brokerId,
      brokerEpoch,
      rack: "",
      logDirs: [brokerId * 10],
      fenced: false,
      inControlledShutdown: false,
    });
  }

  nowMs(): number {
    return this.#seat.nowMs();
  }

  async createTopic(name: string): Promise<string> {
    this.#seat.create(name, [leader, ...followers], { "min.insync.replicas": "2" });
    return name;
  }

  async produce(topic: string, draft: BatchDraft, acks: number): Promise<Produced> {
    const request = produceRequest(this.#seat.partition(topic), this.#seat.batch(draft), acks);
    return produced(this.#seat.ask(leader, request, "ProduceResponse"));
  }

  produceLater(topic: string, draft: BatchDraft, timeoutMs: number): Pending {
    const request = produceRequest(this.#seat.partition(topic), this.#seat.batch(draft), -1, timeoutMs);
    return this.#pending(this.#seat.start(leader, request), (body) =>
      body.kind === "ProduceResponse" ? produced(body) : body,
    );
  }

  deleteLater(topic: string, offset: number): Pending {
    const partitions = [{ topicPartition: this.#seat.partition(topic), offset }];
    const connection = this.#seat.start(leader, { kind: "DeleteRecords", timeoutMs: 5000, partitions });
    return this.#pending(connection, (body) => {
      if (body.kind !== "DeleteRecordsResponse") return body;
      const { errorCode, lowWatermark } = body.partitions[0]!;
      return { err: errorCode, low: lowWatermark };
    });
  }

  #pending(connection: number, answerOf: (body: KafkaMessage) => unknown): Pending {
    const { cluster } = this.#seat;
    return {
      async settled() {
        cluster.run(120);
        const body = cluster.answers.get(connection);
        return body === undefined ? "waits" : answerOf(body);
      },
    };
  }

  async fetch(topic: string, offset: number, more: FetchDraft = {}): Promise<Fetched | { readonly top: number }> {
    return fetched(
      this.#seat.ask(leader, fetchRequest(this.#seat.partition(topic), offset, more), "FetchResponse"),
      true,
    );
  }

  async fetchAs(follower: number, topic: string, offset: number, more: FollowerFetch): Promise<unknown> {
    const own = this.#brokerEpochs.get(follower) ?? 5;
    const replicaEpoch = more.epoch === "old" ? own - 1 : (more.epoch ?? own);
    const fields = { replicaId: follower, replicaEpoch, start: 0, ...more };
    return fetched(
      this.#seat.ask(leader, fetchRequest(this.#seat.partition(topic), offset, fields), "FetchResponse"),
      false,
    );
  }

  async listOffset(
    topic: string,
    timestamp: number,
    { replicaId = -1, cle = -1 }: { readonly replicaId?: number; readonly cle?: number } = {},
  ): Promise<Listed> {
    return this.#seat.listOffset(leader, topic, timestamp, replicaId, cle);
  }

  async epochEnd(topic: string, epoch: number, cle = -1): Promise<EpochEnd> {
    return this.#seat.epochEnd(leader, topic, epoch, cle);
  }

  async newEpochs(topic: string): Promise<number> {
    const { cluster } = this.#seat;
    const partition = this.#seat.partition(topic);
    for (const next of [followers[0]!, leader]) {
      cluster.controller.change(partition, { leader: next });
      cluster.run(1200);
    }
    return cluster.controller.image.partitions.get(partition)!.leaderEpoch;
  }

  /** The scripted controller has no ELR: the conversation says where each release had one. */
  async isr(topic: string): Promise<{ readonly isr: readonly number[]; readonly elr: readonly number[] }> {
    const partition = this.#seat.cluster.controller.image.partitions.get(this.#seat.partition(topic))!;
    return { isr: [...partition.isr], elr: [...partition.eligibleLeaderReplicas] };
  }

  async pass(ms: number): Promise<void> {
    this.#seat.cluster.run(ms);
  }

  async until(done: () => Promise<boolean>, ms: number, between: () => Promise<void>): Promise<boolean> {
    const { clock } = this.#seat.cluster;
    for (const end = clock.nowMs + ms; clock.nowMs < end; this.#seat.cluster.run(60)) {
      if (await done()) return true;
      await between();
    }
    return false;
  }
}
