/** Two real brokers as the seat of a client's conversation. */
import type { Listed } from "../conversations/answer.ts";
import type { BatchDraft, ClientSeat, FetchDraft } from "../conversations/client-conversation.ts";
import type { RealCluster } from "./cluster.ts";
import * as requests from "./requests.ts";
import { waitFor } from "./waiting.ts";

export class RealClientSeat implements ClientSeat {
  readonly #cluster: RealCluster;
  readonly #topicIds = new Map<string, string>();

  constructor(cluster: RealCluster) {
    this.#cluster = cluster;
  }

  nowMs(): number {
    return Date.now();
  }

  async createTopic(name: string): Promise<string> {
    this.#topicIds.set(name, await requests.createTopic(await this.#cluster.connection(1), name, [1]));
    await this.#serves(1);
    return name;
  }

  async initProducerId(broker: number) {
    return waitFor("a producer id", async () => requests.initProducerId(await this.#cluster.connection(broker)));
  }

  async produce(
    broker: number,
    topic: string,
    batch: BatchDraft,
    more: { readonly acks?: number; readonly partition?: number } = {},
  ) {
    return requests.produce(await this.#cluster.connection(broker), topic, batch, more);
  }

  async fetch(broker: number, topic: string, offset: number, more: FetchDraft = {}) {
    const named = { topic, topicId: this.#topicIds.get(topic)! };
    return requests.fetchAsClient(await this.#cluster.connection(broker), named, offset, more);
  }

  async listOffset(
    broker: number,
    topic: string,
    timestamp: number,
    more: { readonly replicaId?: number; readonly cle?: number } = {},
  ): Promise<Listed> {
    return requests.listOffset(await this.#cluster.connection(broker), topic, timestamp, more);
  }

  async epochEnd(broker: number, topic: string, epoch: number, cle = -1) {
    return requests.epochEnd(await this.#cluster.connection(broker), topic, epoch, cle);
  }

  async deleteRecords(broker: number, topic: string, offset: number) {
    return requests.deleteRecords(await this.#cluster.connection(broker), topic, offset);
  }

  async crashRestart(broker: number): Promise<void> {
    await this.#cluster.kill(broker);
    this.#cluster.start(broker);
    await this.#serves(broker);
  }

  async cleanRestart(broker: number): Promise<void> {
    await this.#cluster.stop(broker);
    this.#cluster.start(broker);
    await this.#serves(broker);
  }

  /** It leads the topics of the conversation, and says so itself. */
  async #serves(broker: number): Promise<void> {
    for (const topic of this.#topicIds.keys())
      await waitFor(
        `broker ${broker} to lead ${topic}`,
        async () => (await this.listOffset(broker, topic, -2)).err === 0,
      );
  }
}
