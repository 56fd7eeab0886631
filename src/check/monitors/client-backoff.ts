/**
 * A client leaves alone what has just failed: a node whose connection ended for reconnect.backoff.ms, a request for metadata or for
 * a producer id, and a batch, for retry.backoff.ms; each failure in a row doubles it up to the bound, with 20 % of jitter (KIP-580).
 * At once goes: a request for metadata after a connection that never stood (the reconnect back-off keeps the pace), and a batch whose
 * leader has changed since its last attempt (KAFKA-15415).
 */
import { nodeName } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import { Errors } from "../../kafka/errors.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import { backoffBounds, type ClientConduct, perProcess, type SentRequest } from "../ghost/client-conduct.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "client-backoff",
  sentence: "A client asks again no sooner than its back-off times allow, which double with each failure in a row.",
  formula: "again(t) ⇒ t - failed ≥ min(max, 0.8 · initial · 2^(failures in a row - 1))",
  source: "KIP-580; ClusterConnectionStates, Metadata.timeToAllowUpdate, RecordAccumulator.ready",
  kind: "monitor",
  guarantee: "protocol",
};

interface Batch {
  attempts: number;
  records: number;
  allowedAtMs: Millis;
  /** Of its leader, as known when it was sent last. */
  leaderEpoch: number;
}

/** Of one process of a client. */
class Pace {
  readonly conduct: ClientConduct;
  idFailures = 0;
  idAllowedAtMs = Number.NEGATIVE_INFINITY;
  /** Batches that are open, by their first record. */
  readonly batches = new Map<number, Batch>();

  constructor(conduct: ClientConduct) {
    this.conduct = conduct;
  }

  /** From when on this may be asked. */
  allowedAtMs({ body }: SentRequest): Millis {
    if (body.kind === "InitProducerId") return this.idAllowedAtMs;
    if (body.kind !== "Produce") return Number.NEGATIVE_INFINITY;
    let latest = Number.NEGATIVE_INFINITY;
    for (const { topicPartition: tp, batch } of body.partitions) {
      const failed = this.batches.get(batch.records[0]!.id);
      if (failed === undefined || failed.records !== batch.records.length) continue;
      const epoch = this.conduct.known.leaders.get(tp)?.leaderEpoch ?? -1;
      if (epoch <= failed.leaderEpoch && failed.allowedAtMs > latest) latest = failed.allowedAtMs;
    }
    return latest;
  }

  /** What came of a split has attempts of its own. */
  onSent({ body }: SentRequest): void {
    if (body.kind !== "Produce" || body.acks === 0) return;
    for (const { topicPartition: tp, batch } of body.partitions) {
      const first = batch.records[0]!.id;
      const records = batch.records.length;
      const leaderEpoch = this.conduct.known.leaders.get(tp)?.leaderEpoch ?? -1;
      const known = this.batches.get(first);
      if (known === undefined || known.records !== records)
        this.batches.set(first, { attempts: 0, records, allowedAtMs: Number.NEGATIVE_INFINITY, leaderEpoch });
      else known.leaderEpoch = leaderEpoch;
    }
  }

  onAnswer({ body }: SentRequest, errorOfPartition: (index: number) => number): void {
    if (body.kind === "InitProducerId") this.#onId(errorOfPartition(0) !== Errors.NONE);
    if (body.kind !== "Produce") return;
    for (let i = 0; i < body.partitions.length; i++) {
      const first = body.partitions[i]!.batch.records[0]!.id;
      const known = this.batches.get(first);
      if (errorOfPartition(i) === Errors.NONE) this.batches.delete(first);
      else if (known !== undefined) known.allowedAtMs = this.conduct.atMs + this.#least(known.attempts++);
    }
  }

  #onId(failed: boolean): void {
    this.idAllowedAtMs = failed ? this.conduct.atMs + this.#least(this.idFailures) : Number.NEGATIVE_INFINITY;
    this.idFailures = failed ? this.idFailures + 1 : 0;
  }

  #least(attempt: number): Millis {
    const { retryBackoffMs, retryBackoffMaxMs } = this.conduct.terms.config;
    return backoffBounds(retryBackoffMs, retryBackoffMaxMs, attempt)[0];
  }
}

function complain(
  ghost: Ghost,
  { terms, atMs }: ClientConduct,
  { node, body }: SentRequest,
  allowedAtMs: Millis,
): void {
  const { client } = terms;
  found(ghost, card, null, {
    role: `${body.kind.toLowerCase()}-too-soon`,
    sentence: `${nodeName(client)} sends ${body.kind} to ${nodeName(node)} ${allowedAtMs - atMs} ms before its back-off ends`,
    subject: { kind: "request", client, broker: node },
  });
}

export const clientBackoff: Check = {
  card,
  watch: (ghost) => {
    const paceOf = perProcess((conduct) => new Pace(conduct));
    return {
      requestSent: (conduct, request, link) => {
        const allowedAtMs = Math.max(link.readyAtMs, paceOf(conduct).allowedAtMs(request));
        if (conduct.atMs < allowedAtMs) complain(ghost, conduct, request, allowedAtMs);
        paceOf(conduct).onSent(request);
      },
      requestAnswered: (conduct, request, answer) => {
        if (answer.kind === "ProduceResponse")
          paceOf(conduct).onAnswer(request, (i) => answer.partitions[i]?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR);
        else if (answer.kind === "InitProducerIdResponse") paceOf(conduct).onAnswer(request, () => answer.errorCode);
      },
      requestLost: (conduct, request) => paceOf(conduct).onAnswer(request, () => Errors.NETWORK_EXCEPTION),
    };
  },
};
