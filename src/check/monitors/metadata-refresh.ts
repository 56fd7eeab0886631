/**
 * A client asks for metadata when it has to, and then at the pace of its back-off: after an error that says it is stale, after a
 * connection ended, while a topic or a leader was missing in the last answer, and when that is metadata.max.age.ms old. Answers
 * without news back off like failures do (KIP-580, Metadata.timeToAllowUpdate); a connection that never stood costs nothing.
 *
 * It owes nothing while the nodes that it can ask are left alone for their reconnect back-off. After all of them failed, or after a
 * long time without an answer, it goes back to bootstrap.servers (KIP-899, KIP-1102): so only a node that stands in both lists counts.
 */
import { nodeName } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import { Errors, errorOf } from "../../kafka/errors.ts";
import type { FetchResponse } from "../../kafka/messages/fetch.ts";
import type { KafkaResponse } from "../../kafka/messages/index.ts";
import type { MetadataResponse } from "../../kafka/messages/metadata.ts";
import type { ProduceResponse } from "../../kafka/messages/produce.ts";
import { type TopicId, type TopicPartition, topicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import {
  asksMetadata,
  backoffBounds,
  type ClientConduct,
  metadataChannel,
  perProcess,
  type SentRequest,
} from "../ghost/client-conduct.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "metadata-refresh",
  sentence:
    "A client asks for new metadata after what shows that it is stale and when it is too old, at the pace of its back-off.",
  formula:
    "(stale ∨ age ≥ metadata.max.age.ms) ∧ back-off over ∧ ∃ node to ask ⇒ Metadata in flight; sent ⇒ back-off over",
  source: "docs/protocol.md P-26, X-1; org.apache.kafka.clients.Metadata, KIP-580, KIP-899",
  kind: "monitor",
  guarantee: "protocol",
};

/** By this much, and a twentieth, may the clock of a host that stopped stepping have been wrong. */
const spareMs = 2000;

/** What one process owes. */
class Refresh {
  readonly conduct: ClientConduct;
  /** It has asked: nothing is owed before its application needs it. */
  #hasBegun = false;
  #isAsking = false;
  #isWanted = true;
  /** Failed requests or answers without news, in a row: at least, and at most, as nobody sees whether a hint was news before. */
  #fewest = 0;
  #most = 0;
  #readyAtMs = Number.NEGATIVE_INFINITY;
  #readyByMs = Number.NEGATIVE_INFINITY;
  /** Partitions and the leader epochs that were heard of, before the answer at hand. */
  readonly #newest = new Map<number, number>();
  readonly #hinted = new Map<number, number>();
  readonly #topicIds = new Map<string, TopicId>();

  constructor(conduct: ClientConduct) {
    this.conduct = conduct;
  }

  /** How many ms it asks too soon; 0: it may. */
  onSent(): Millis {
    const early = Math.max(0, this.#readyAtMs - this.conduct.atMs);
    // What is asked because it is old begins anew; not all that a client has reason to doubt shows from outside.
    if (!this.#isWanted) this.#fewest = 0;
    this.#hasBegun = true;
    this.#isAsking = true;
    return early;
  }

  want(): void {
    this.#isWanted = true;
  }

  /** Of brokers that do not lead. */
  onHints({ partitions }: ProduceResponse | FetchResponse): void {
    for (let i = 0; i < partitions.length; i++) {
      const { topicPartition: tp, currentLeader } = partitions[i]!;
      if (currentLeader !== null) this.#hinted.set(tp, Math.max(this.#hinted.get(tp) ?? -1, currentLeader.leaderEpoch));
    }
  }

  onAnswer(answer: MetadataResponse): void {
    this.#isAsking = false;
    if (answer.brokers.length === 0) {
      this.#fail();
      return;
    }
    const { isNews, mayBeNews, isIncomplete } = this.#read(answer);
    this.#isWanted = isIncomplete;
    this.#fewest = isNews || mayBeNews ? 0 : this.#fewest + 1;
    this.#most = isNews ? 0 : this.#most + 1;
    this.#backOff();
  }

  onLost({ wasConnected }: SentRequest): void {
    this.#isAsking = false;
    if (wasConnected) {
      this.#fail();
      return;
    }
    this.#isWanted = true;
    this.#readyAtMs = this.conduct.atMs;
    this.#readyByMs = this.conduct.atMs;
  }

  /** Why it should have asked by then; null: it owes nothing. */
  debt(atMs: Millis): string | null {
    if (!this.#hasBegun || this.#isAsking || atMs < this.#readyByMs) return null;
    const { known, terms } = this.conduct;
    const isOld = atMs - known.heardMs >= terms.config.metadataMaxAgeMs;
    if ((!this.#isWanted && !isOld) || !this.#canAsk(atMs)) return null;
    return this.#isWanted ? "has reason to doubt its metadata" : `heard no metadata for ${atMs - known.heardMs} ms`;
  }

  #fail(): void {
    this.#isWanted = true;
    this.#fewest++;
    this.#most++;
    this.#backOff();
  }

  #backOff(): void {
    const { retryBackoffMs, retryBackoffMaxMs } = this.conduct.terms.config;
    const boundsOf = (fruitless: number): readonly [Millis, Millis] =>
      backoffBounds(retryBackoffMs, retryBackoffMaxMs, Math.max(0, fruitless - 1));
    this.#readyAtMs = this.conduct.atMs + boundsOf(this.#fewest)[0];
    this.#readyByMs = this.conduct.atMs + boundsOf(this.#most)[1];
  }

  #canAsk(atMs: Millis): boolean {
    const { known, terms, links } = this.conduct;
    const channel = metadataChannel(terms);
    return known.nodes.some(
      (node) =>
        terms.bootstrap.includes(node) &&
        !links.some((link) => link.node === node && link.channel === channel && link.readyByMs > atMs),
    );
  }

  #forget(tp: TopicPartition): void {
    this.#newest.delete(tp);
    this.#hinted.delete(tp);
  }

  #read({ topics }: MetadataResponse): Said {
    const said = { isNews: false, mayBeNews: false, isIncomplete: false };
    for (const { name, topicId, errorCode, partitions } of topics) {
      if (errorCode !== Errors.NONE && errorOf(errorCode).refreshes) said.isIncomplete = true;
      if (errorCode !== Errors.NONE) continue;
      // All of another id is news, even if the name had it before (Metadata.updateLatestMetadata).
      const isAnother = this.#topicIds.get(name) !== topicId;
      this.#topicIds.set(name, topicId);
      for (const { partition, leaderEpoch } of partitions) {
        const tp = topicPartition(topicId, partition);
        if (isAnother) this.#forget(tp);
        if (leaderEpoch > (this.#newest.get(tp) ?? Number.NEGATIVE_INFINITY)) {
          if (leaderEpoch <= (this.#hinted.get(tp) ?? -1)) said.mayBeNews = true;
          else said.isNews = true;
          this.#newest.set(tp, leaderEpoch);
        }
        if (this.conduct.known.leaders.get(tp)?.leaderId === -1) said.isIncomplete = true;
      }
    }
    return said;
  }
}

interface Said {
  readonly isNews: boolean;
  readonly mayBeNews: boolean;
  /** A topic or a leader was missing. */
  readonly isIncomplete: boolean;
}

/** An answer that says: what you know is old. Of a fetch it does so only if nothing has moved since; so it is not counted. */
function saysStale(answer: KafkaResponse): boolean {
  if (answer.kind === "ProduceResponse") return answer.partitions.some(({ errorCode }) => errorOf(errorCode).refreshes);
  return answer.kind === "FetchResponse" && answer.errorCode === Errors.FETCH_SESSION_TOPIC_ID_ERROR;
}

function complain(ghost: Ghost, { terms }: ClientConduct, role: string, what: string): void {
  const { client } = terms;
  found(ghost, card, null, {
    role,
    sentence: `${nodeName(client)} ${what}`,
    subject: { kind: "request", client, broker: -1 },
  });
}

export const metadataRefresh: Check = {
  card,
  watch: (ghost) => {
    const refreshOf = perProcess((conduct) => new Refresh(conduct));
    return {
      requestSent: (conduct, { body }) => {
        if (!asksMetadata(body)) return;
        const early = refreshOf(conduct).onSent();
        if (early > 0) complain(ghost, conduct, "too-soon", `asks for metadata ${early} ms before its back-off ends`);
      },
      requestAnswered: (conduct, { body }, answer) => {
        if (answer.kind === "MetadataResponse" && asksMetadata(body)) refreshOf(conduct).onAnswer(answer);
        else if (saysStale(answer)) refreshOf(conduct).want();
        if (answer.kind === "ProduceResponse" || answer.kind === "FetchResponse") refreshOf(conduct).onHints(answer);
      },
      linkEnded: (conduct) => {
        if (conduct.terms.kind !== "admin") refreshOf(conduct).want();
      },
      requestLost: (conduct, request) => {
        if (asksMetadata(request.body)) refreshOf(conduct).onLost(request);
      },
      instantOver: (conduct) => {
        const debt = refreshOf(conduct).debt(conduct.atMs);
        if (debt !== null) complain(ghost, conduct, "not-asked", `${debt} and does not ask for any`);
      },
      finish: ({ atMicros, clients }) => {
        for (const conduct of ghost.conducts.values()) {
          const { terms, atMs, atMicros: sinceMicros } = conduct;
          if (clients.find((one) => one.client === terms.client)?.healthy !== true) continue;
          const debt = refreshOf(conduct).debt(atMs + ((atMicros - sinceMicros) / 1000) * 0.95 - spareMs);
          if (debt !== null) complain(ghost, conduct, "never-asked", `${debt} and never asks for any again`);
        }
      },
    };
  },
};
