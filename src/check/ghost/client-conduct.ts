/**
 * What an onlooker knows of a client that sees its connections and its settings: what it has asked and not been told yet, which
 * nodes it has to leave alone, what the answers said of the cluster. Times are those of the client's own monotonic clock, in ms.
 */
import { linkKey } from "../../core/channels.ts";
import type { NodeId } from "../../core/ids.ts";
import type { Millis } from "../../core/time.ts";
import { Channel } from "../../kafka/channels.ts";
import type { ResolvedProducer } from "../../kafka/config/resolve-producer.ts";
import type { KafkaRequest } from "../../kafka/messages/index.ts";
import {
  partitionOf,
  type TopicId,
  type TopicPartition,
  topicIdOf,
  topicPartition,
} from "../../kafka/topic-partition.ts";
import type { ClientTerms } from "../options.ts";

export interface ClientConduct {
  readonly terms: ClientTerms;
  /** Of its last step, and the virtual time of that in microseconds. */
  atMs: Millis;
  atMicros: number;
  readonly startedMs: Millis;
  isPaused: boolean;
  readonly links: LinkConduct[];
  /** By `linkKey`; sparse. */
  readonly linkByKey: (LinkConduct | undefined)[];
  lastCorrelationId: number;
  readonly known: KnownCluster;
  /** Of a reader. */
  readonly positions: Map<TopicPartition, Position>;
}

/** The next offset to be returned, and the epoch of the record before it; -1 unknown. */
interface Position {
  readonly offset: number;
  readonly offsetEpoch: number;
}

export interface LinkConduct {
  readonly node: NodeId;
  readonly channel: number;
  /** Not answered, oldest first. */
  readonly inFlight: SentRequest[];
  /** An answer came on the present connection. */
  isConnected: boolean;
  /** How often it ended in a row since the last answer. */
  failures: number;
  /** The node is left alone at least until then, and at most. */
  readyAtMs: Millis;
  readyByMs: Millis;
}

export interface SentRequest {
  readonly node: NodeId;
  readonly body: KafkaRequest;
  readonly atMs: Millis;
  /** Its connection had worked before. */
  readonly wasConnected: boolean;
}

/** What the answers said of the cluster. */
interface KnownCluster {
  nodes: readonly NodeId[];
  /** When an answer to Metadata came last; the start before the first. */
  heardMs: Millis;
  /** All that it can ask were left alone since then: it may have gone back to bootstrap.servers and forgotten the leaders. */
  mayBeForgotten: boolean;
  readonly topicIds: Map<string, TopicId>;
  /** By topic id, the first one that was heard of under its name. */
  readonly firstIds: Map<TopicId, TopicId>;
  readonly leaders: Map<TopicPartition, KnownLeader>;
}

export interface KnownLeader {
  /** -1: none. */
  leaderId: NodeId;
  leaderEpoch: number;
  /** The last one that was not none. */
  servedBy: NodeId;
  servedEpoch: number;
  /** A broker that is not the leader said so (KIP-951); a consumer takes it if it still fetches there. -1: nobody. */
  hintedId: NodeId;
  hintedEpoch: number;
}

export const newConduct = (terms: ClientTerms, atMs: Millis, atMicros: number): ClientConduct => ({
  terms,
  atMs,
  atMicros,
  startedMs: atMs,
  isPaused: false,
  links: [],
  linkByKey: [],
  lastCorrelationId: 0,
  known: {
    nodes: terms.bootstrap,
    heardMs: atMs,
    mayBeForgotten: false,
    topicIds: new Map(),
    firstIds: new Map(),
    leaders: new Map(),
  },
  positions: new Map(),
});

/** What a check keeps of each process. */
export function perProcess<Kept>(make: (conduct: ClientConduct) => Kept): (conduct: ClientConduct) => Kept {
  /** By node: of a node only its last process goes on. */
  const all = new Map<NodeId, { readonly conduct: ClientConduct; readonly kept: Kept }>();
  return (conduct) => {
    const known = all.get(conduct.terms.client);
    if (known?.conduct === conduct) return known.kept;
    const kept = make(conduct);
    all.set(conduct.terms.client, { conduct, kept });
    return kept;
  };
}

interface OfProducers<Kept> {
  /** Null: the client is none. */
  of(conduct: ClientConduct): Kept | null;
  /** By its node: what applications are told names no conduct. */
  at(client: NodeId): Kept | null;
}

/** The same of producers alone. */
export function perProducer<Kept>(
  conducts: ReadonlyMap<NodeId, ClientConduct>,
  make: (conduct: ClientConduct, config: ResolvedProducer) => Kept,
): OfProducers<Kept> {
  const of = perProcess((conduct) => (conduct.terms.kind === "producer" ? make(conduct, conduct.terms.config) : null));
  return {
    of,
    at: (client) => {
      const conduct = conducts.get(client);
      return conduct === undefined ? null : of(conduct);
    },
  };
}

export function linkOf(conduct: ClientConduct, node: NodeId, channel: number): LinkConduct {
  const key = linkKey(node, channel);
  const known = conduct.linkByKey[key];
  if (known !== undefined) return known;
  const link: LinkConduct = {
    node,
    channel,
    inFlight: [],
    isConnected: false,
    failures: 0,
    readyAtMs: 0,
    readyByMs: 0,
  };
  conduct.links.push(link);
  conduct.linkByKey[key] = link;
  return link;
}

/** A producer keeps its queues by name and number: they go on when the topic is made anew. One partition stands for all of the name. */
export function queueKeyOf({ known }: ClientConduct, tp: TopicPartition): TopicPartition {
  const topicId = topicIdOf(tp);
  return topicPartition(known.firstIds.get(topicId) ?? topicId, partitionOf(tp));
}

/** The connections by which a client of this kind asks for what any broker can answer. */
export const metadataChannel = ({ kind }: ClientTerms): Channel =>
  kind === "consumer" ? Channel.requests : Channel.main;

/** A handshake asks for no topic, and tells nothing of any. */
export const asksMetadata = (body: KafkaRequest): boolean => body.kind === "Metadata" && body.topics?.length !== 0;

/** Exponential back-off (KIP-580): the least and the most of 20 % up or down, never above the bound. `attempt` from 0. */
export function backoffBounds(initialMs: Millis, maxMs: Millis, attempt: number): readonly [Millis, Millis] {
  const termMs = initialMs < maxMs ? initialMs * 2 ** Math.min(attempt, 30) : initialMs;
  return [Math.min(maxMs, Math.floor(termMs * 0.8)), Math.min(maxMs, Math.ceil(termMs * 1.2))];
}
