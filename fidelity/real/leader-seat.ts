/** A real leader between two scripted followers as the seat of a leader's conversation. */
import type { Listed } from "../conversations/answer.ts";
import type { BatchDraft, FetchDraft } from "../conversations/client-conversation.ts";
import type { FollowerFetch, LeaderSeat, Pending } from "../conversations/leader-conversation.ts";
import { brokersKnownBy, type RealCluster } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import * as requests from "./requests.ts";
import { ScriptedBroker } from "./scripted-broker.ts";
import { sleep, waitFor } from "./waiting.ts";

const leader = 1;
const followers = [7, 8];
/** A request without an answer after so long waits for something. */
const settlingMs = 120;
/** No request overtakes another that was sent so long before it. */
const arrivalMs = 50;
/** Of a broker that no controller knows. */
const strangeEpoch = 5;

export class RealLeaderSeat implements LeaderSeat {
  readonly #cluster: RealCluster;
  readonly #scripts: ReadonlyMap<number, ScriptedBroker>;
  /** A broker answers one request of a connection after the other: what may wait has a connection of its own. */
  #aside: Connection[] = [];
  /** Settled when what may wait has surely reached the broker. */
  #sent: Promise<unknown> = Promise.resolve();
  readonly #topicIds = new Map<string, string>();

  private constructor(cluster: RealCluster, scripts: ReadonlyMap<number, ScriptedBroker>) {
    this.#cluster = cluster;
    this.#scripts = scripts;
  }

  static async open(cluster: RealCluster): Promise<RealLeaderSeat> {
    const scripts = new Map<number, ScriptedBroker>();
    for (const id of followers) scripts.set(id, await ScriptedBroker.start(cluster, id));
    await waitFor("the followers to be known", async () => {
      const known = await brokersKnownBy(await cluster.connection(leader));
      return followers.every((id) => known.includes(id));
    });
    return new RealLeaderSeat(cluster, scripts);
  }

  nowMs(): number {
    return Date.now();
  }

  async createTopic(name: string): Promise<string> {
    const connection = await this.#leader();
    const replicas = [leader, ...followers];
    this.#topicIds.set(name, await requests.createTopic(connection, name, replicas, { "min.insync.replicas": 2 }));
    await this.#leads(name, 0);
    return name;
  }

  async produce(topic: string, batch: BatchDraft, acks: number) {
    return requests.produce(await this.#leader(), topic, batch, { acks });
  }

  produceLater(topic: string, batch: BatchDraft, timeoutMs: number): Pending {
    return this.#pending((connection) => requests.produce(connection, topic, batch, { acks: -1, timeoutMs }));
  }

  deleteLater(topic: string, offset: number): Pending {
    return this.#pending((connection) => requests.deleteRecords(connection, topic, offset));
  }

  async fetch(topic: string, offset: number, more: FetchDraft = {}) {
    return requests.fetchAsClient(await this.#leader(), { topic, topicId: this.#topicIds.get(topic)! }, offset, more);
  }

  async fetchAs(follower: number, topic: string, offset: number, { epoch, ...more }: FollowerFetch) {
    const own = this.#scripts.get(follower)?.brokerEpoch ?? strangeEpoch;
    const replicaEpoch = epoch === "old" ? own - 1 : (epoch ?? own);
    const topicId = this.#topicIds.get(topic)!;
    return requests.fetchAsFollower(await this.#leader(), topicId, follower, replicaEpoch, offset, more);
  }

  async listOffset(
    topic: string,
    timestamp: number,
    more: { readonly replicaId?: number; readonly cle?: number } = {},
  ): Promise<Listed> {
    return requests.listOffset(await this.#leader(), topic, timestamp, more);
  }

  async epochEnd(topic: string, epoch: number, cle = -1) {
    return requests.epochEnd(await this.#leader(), topic, epoch, cle);
  }

  /** By two preferred elections, which leave the ISR as it is. */
  async newEpochs(topic: string): Promise<number> {
    const connection = await this.#leader();
    const before = (await requests.describe(connection, topic)).epoch;
    for (const [first, epoch] of [
      [followers[0]!, before + 1],
      [leader, before + 2],
    ] as const) {
      const replicas = [first, ...[leader, ...followers].filter((id) => id !== first)];
      await requests.reassign(connection, topic, replicas);
      await requests.electLeader(connection, topic, "preferred");
      await waitFor(`${first} to lead`, async () => (await requests.describe(connection, topic)).epoch === epoch);
    }
    await this.#leads(topic, before + 2);
    return before + 2;
  }

  async isr(topic: string): Promise<{ readonly isr: readonly number[]; readonly elr: readonly number[] }> {
    const { isr, elr } = await requests.describe(await this.#leader(), topic);
    return { isr, elr };
  }

  async pass(ms: number): Promise<void> {
    await sleep(ms);
  }

  async until(done: () => Promise<boolean>, ms: number, between: () => Promise<void>): Promise<boolean> {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(60)) {
      if (await done()) return true;
      await between();
    }
    return false;
  }

  /** A follower was silent for so long that the controller may have fenced it: what was answered since says nothing. */
  wasLate(): boolean {
    return [...this.#scripts.values()].map((script) => script.wasLate()).some((late) => late);
  }

  async deleteTopic(topic: string): Promise<void> {
    for (const connection of this.#aside) connection.close();
    this.#aside = [];
    await requests.deleteTopic(await this.#leader(), topic);
  }

  close(): void {
    for (const script of this.#scripts.values()) script.close();
    for (const connection of this.#aside) connection.close();
  }

  #pending(ask: (connection: Connection) => Promise<unknown>): Pending {
    let settled: unknown = "waits";
    const asked = this.#cluster.connect(leader).then((connection) => {
      this.#aside.push(connection);
      // It is closed under what still waits when the conversation is over.
      ask(connection).then(
        (answer) => {
          settled = answer;
        },
        (error) => {
          settled = String(error);
        },
      );
    });
    this.#sent = asked.then(() => sleep(arrivalMs));
    return {
      async settled() {
        await asked;
        await sleep(settlingMs);
        return settled;
      },
    };
  }

  async #leader(): Promise<Connection> {
    await this.#sent;
    return this.#cluster.connection(leader);
  }

  /** The broker itself has taken over: the metadata that it tells may be ahead of that. */
  async #leads(topic: string, epoch: number): Promise<void> {
    await waitFor(`1 to lead ${topic} in epoch ${epoch}`, async () => {
      const { err } = await requests.listOffset(await this.#leader(), topic, -2, { cle: epoch });
      return err === 0;
    });
  }
}
