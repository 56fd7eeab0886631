/**
 * What a consumer says to a node is one session (KIP-227): after an answer the next epoch of the session that the answer names, after a
 * failure a full fetch that closes it. After each request the session knows of every partition what the consumer wants of it: the
 * offset of its position, and the leader epoch; what it names is not what it takes out. The bounds are those of the settings.
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import type { FetchRequest, FetchResponse } from "../../kafka/messages/fetch.ts";
import { nextOffset } from "../../kafka/records.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import { type ClientConduct, perProcess } from "../ghost/client-conduct.ts";
import { enterPartition, type Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";
import type { ConsumerConduct } from "../options.ts";

const card: CheckCard = {
  name: "fetch-session",
  sentence:
    "A consumer's fetches follow one another in their session, and the session knows each partition's position.",
  formula:
    "(id, epoch) = next of the last answer; ∀ p in the session after a fetch: fetchOffset = position; bounds = settings",
  source: "KIP-227; FetchSessionHandler, docs/protocol.md X-1, X-6",
  kind: "monitor",
  guarantee: "protocol",
};

const largestEpoch = 0x7fffffff;

/** As the node has it. */
interface Session {
  id: number;
  epoch: number;
  readonly offsets: Map<TopicPartition, number>;
  /** Where the last answer ended, if it ended with what no application is given: a control batch, or one that compaction emptied. */
  readonly silentEnds: Map<TopicPartition, number>;
}

/** What a setting or a constant of the protocol would have been instead; null: all as it should be. */
function wrongBound({ config, rack }: ConsumerConduct, request: FetchRequest): string | null {
  if (request.replicaId !== -1) return "replica id";
  if (request.maxWaitMs !== config.fetchMaxWaitMs) return "fetch.max.wait.ms";
  if (request.minBytes !== config.fetchMinBytes) return "fetch.min.bytes";
  if (request.maxBytes !== config.fetchMaxBytes) return "fetch.max.bytes";
  if (request.isolationLevel !== config.isolationLevel) return "isolation.level";
  if (request.rackId !== rack) return "client.rack";
  for (let i = 0; i < request.partitions.length; i++) {
    const { partitionMaxBytes, lastFetchedEpoch, logStartOffset } = request.partitions[i]!;
    if (partitionMaxBytes !== config.maxPartitionFetchBytes) return "max.partition.fetch.bytes";
    if (lastFetchedEpoch !== -1 || logStartOffset !== -1) return "fields of a replica";
  }
  return null;
}

/** Brings the session to what the request makes of it; what is wrong with the request on the way. */
function apply(session: Session, request: FetchRequest): string | null {
  const { offsets } = session;
  if (request.sessionId !== session.id || request.sessionEpoch !== session.epoch)
    return `names session ${request.sessionId} in epoch ${request.sessionEpoch} and not ${session.id} in ${session.epoch}`;
  if (request.sessionEpoch === 0) {
    offsets.clear();
    if (request.forgotten.length > 0) return "takes partitions out of a session that it begins";
  }
  for (const tp of request.forgotten)
    if (!offsets.delete(tp)) return "takes a partition out of its session that is not in it";
  for (let i = 0; i < request.partitions.length; i++) {
    const { topicPartition: tp, fetchOffset } = request.partitions[i]!;
    if (request.forgotten.includes(tp)) return "takes a partition out of its session and into it at once";
    offsets.set(tp, fetchOffset);
  }
  return null;
}

function onFetch(
  ghost: Ghost,
  { terms, positions }: ClientConduct,
  sessions: Map<number, Session>,
  node: number,
  request: FetchRequest,
): void {
  const { client } = terms;
  const complain = (role: string, sentence: string, tp: TopicPartition | -1 = -1): void =>
    found(ghost, card, tp === -1 ? null : enterPartition(ghost, tp), {
      role,
      sentence: `${nodeName(client)}: its fetch from ${nodeName(node)} ${sentence}`,
      subject: { kind: "request", client, broker: node },
    });
  const session = sessions.get(node) ?? { id: 0, epoch: 0, offsets: new Map(), silentEnds: new Map() };
  sessions.set(node, session);
  const bound = terms.kind === "consumer" ? wrongBound(terms, request) : null;
  if (bound !== null) complain("other-than-set", `is not as ${bound} says`);
  const wrong = apply(session, request);
  if (wrong !== null) complain("out-of-session", wrong);
  for (const [tp, offset] of session.offsets) {
    const position = positions.get(tp)?.offset ?? -1;
    if (position !== offset && session.silentEnds.get(tp) !== offset)
      complain("not-at-position", `is at offset ${offset}, its position at ${position}`, tp);
  }
}

function onAnswer(session: Session, { errorCode, sessionId, partitions }: FetchResponse): void {
  for (let i = 0; i < partitions.length; i++) {
    const { topicPartition: tp, batches } = partitions[i]!;
    const last = batches.at(-1);
    if (last === undefined) continue;
    if (last.isControl || last.records.length === 0) session.silentEnds.set(tp, nextOffset(last));
    else session.silentEnds.delete(tp);
  }
  if (errorCode !== Errors.NONE) {
    if (errorCode === Errors.FETCH_SESSION_ID_NOT_FOUND) session.id = 0;
    session.epoch = 0;
    return;
  }
  const next = session.epoch === largestEpoch ? 1 : session.epoch + 1;
  session.epoch = sessionId === 0 ? 0 : next;
  session.id = sessionId;
}

export const fetchSession: Check = {
  card,
  watch: (ghost) => {
    const sessionsOf = perProcess(() => new Map<number, Session>());
    return {
      requestSent: (conduct, { node, body }) => {
        if (body.kind === "Fetch") onFetch(ghost, conduct, sessionsOf(conduct), node, body);
      },
      requestAnswered: (conduct, { node }, answer) => {
        if (answer.kind === "FetchResponse") onAnswer(sessionsOf(conduct).get(node)!, answer);
      },
      requestLost: (conduct, { node, body }) => {
        if (body.kind === "Fetch") sessionsOf(conduct).get(node)!.epoch = 0;
      },
    };
  },
};
