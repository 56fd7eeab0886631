/** What goes through the connections of clients, as the ghost notes it: requests are matched with their answers. */
import type { ClientObserver } from "../../client/observer.ts";
import { linkKey } from "../../core/channels.ts";
import { isClient, type NodeId } from "../../core/ids.ts";
import { removeAt } from "../../core/list.ts";
import { Errors, errorOf } from "../../kafka/errors.ts";
import type { FetchResponse } from "../../kafka/messages/fetch.ts";
import type { KafkaMessage, KafkaRequest, KafkaResponse } from "../../kafka/messages/index.ts";
import type { MetadataResponse, MetadataTopic } from "../../kafka/messages/metadata.ts";
import type { CurrentLeader, ProduceResponse } from "../../kafka/messages/produce.ts";
import { type TopicPartition, topicIdOf, topicPartition } from "../../kafka/topic-partition.ts";
import type { WorldObserver } from "../../sim/world.ts";
import type { WireObserver } from "../wire.ts";
import {
  asksMetadata,
  backoffBounds,
  type ClientConduct,
  type KnownLeader,
  type LinkConduct,
  linkOf,
  metadataChannel,
  newConduct,
  type SentRequest,
} from "./client-conduct.ts";
import type { Ghost } from "./ghost.ts";

type Watched = WireObserver &
  Pick<WorldObserver, "nodeUp" | "nodePaused" | "nodeResumed"> &
  Pick<ClientObserver, "positionSet" | "polled">;

export const wireFacts = (ghost: Ghost): Watched => ({
  nodeUp: (node) => {
    if (isClient(node)) ghost.conducts.delete(node);
  },
  nodePaused: (node) => setPaused(ghost, node, true),
  nodeResumed: (node) => setPaused(ghost, node, false),
  positionSet: (client, tp, offset) => {
    ghost.conducts.get(client)?.positions.set(tp, { offset, offsetEpoch: -1 });
  },
  polled: (client, tp, batch, _fromOffset, toOffset) => {
    ghost.conducts.get(client)?.positions.set(tp, { offset: toOffset, offsetEpoch: batch.partitionLeaderEpoch });
  },
  clientWoke: (client, atMs) => {
    const conduct = ghost.conducts.get(client) ?? begin(ghost, client, atMs);
    if (conduct === null) return;
    if (atMs > conduct.atMs) ghost.facts.instantOver(conduct);
    conduct.atMs = atMs;
    conduct.atMicros = ghost.atMicros;
  },
  requestLeft: (client, node, channel, body, atMs) => {
    const conduct = ghost.conducts.get(client);
    if (conduct === undefined || !isRequest(body)) return;
    const link = linkOf(conduct, node, channel);
    const request = { node, body, atMs, wasConnected: link.isConnected };
    if (body.kind !== "Produce" || body.acks !== 0) link.inFlight.push(request);
    if (conduct.terms.kind === "consumer") noteFollowed(conduct, node, body);
    ghost.facts.requestSent(conduct, request, link);
    conduct.lastCorrelationId = body.correlationId;
  },
  answerCame: (client, node, channel, body) => {
    const conduct = ghost.conducts.get(client);
    if (conduct === undefined || node < 0) return;
    const link = conduct.linkByKey[linkKey(node, channel)];
    const request = link === undefined ? undefined : takeRequest(link, body);
    if (link === undefined || request === undefined) return;
    link.failures = 0;
    link.isConnected = true;
    if (body.kind === "MetadataResponse" && asksMetadata(request.body)) learn(conduct, body);
    else if (body.kind === "ProduceResponse") takeHints(conduct, body);
    else if (body.kind === "FetchResponse") noteHints(conduct, body);
    ghost.facts.requestAnswered(conduct, request, body as KafkaResponse);
  },
  connectionEnded: (client, node, channel, isOwn, atMs) => {
    const conduct = ghost.conducts.get(client);
    if (conduct !== undefined) end(ghost, conduct, linkOf(conduct, node, channel), isOwn, atMs);
  },
});

function begin(ghost: Ghost, client: NodeId, atMs: number): ClientConduct | null {
  const terms = ghost.options.clients?.find((one) => one.client === client);
  if (terms === undefined) return null;
  const conduct = newConduct(terms, atMs, ghost.atMicros);
  ghost.conducts.set(client, conduct);
  return conduct;
}

function setPaused(ghost: Ghost, node: NodeId, isPaused: boolean): void {
  const conduct = ghost.conducts.get(node);
  if (conduct !== undefined) conduct.isPaused = isPaused;
}

const isRequest = (body: KafkaMessage): body is KafkaRequest => "correlationId" in body;

function takeRequest({ inFlight }: LinkConduct, body: KafkaMessage): SentRequest | undefined {
  if (!("correlationId" in body)) return undefined;
  for (let i = 0; i < inFlight.length; i++) {
    const request = inFlight[i]!;
    if (request.body.correlationId !== body.correlationId) continue;
    removeAt(inFlight, i);
    return request;
  }
  return undefined;
}

/** What was in flight on it is told before the next one can leave. */
function end(ghost: Ghost, conduct: ClientConduct, link: LinkConduct, isOwn: boolean, atMs: number): void {
  const { reconnectBackoffMs, reconnectBackoffMaxMs } = conduct.terms.config;
  const [leastMs, mostMs] = backoffBounds(reconnectBackoffMs, reconnectBackoffMaxMs, link.failures);
  ghost.facts.linkEnded(conduct, link, isOwn);
  link.readyAtMs = atMs + leastMs;
  link.readyByMs = atMs + mostMs;
  link.failures++;
  link.isConnected = false;
  noteForgotten(conduct);
  for (const request of link.inFlight.splice(0)) ghost.facts.requestLost(conduct, request);
}

function noteForgotten({ known, terms, links, atMs }: ClientConduct): void {
  const channel = metadataChannel(terms);
  const isLeftAlone = (node: NodeId): boolean =>
    links.some((link) => link.node === node && link.channel === channel && link.readyByMs > atMs);
  const isTooOld = atMs - known.heardMs > terms.config.metadataRecoveryRebootstrapTriggerMs;
  if (isTooOld || known.nodes.every(isLeftAlone)) known.mayBeForgotten = true;
}

/** An answer without brokers is that of one that has not heard of the cluster yet. */
function learn({ known, atMs }: ClientConduct, { brokers, topics }: MetadataResponse): void {
  if (brokers.length === 0) return;
  known.nodes = brokers.map(({ nodeId }) => nodeId);
  known.heardMs = atMs;
  known.mayBeForgotten = false;
  for (const topic of topics) {
    const id = known.topicIds.get(topic.name);
    if (topic.errorCode === Errors.NONE) {
      const isAnother = id !== undefined && id !== topic.topicId;
      if (isAnother) forgetLeaders(known.leaders, id);
      known.topicIds.set(topic.name, topic.topicId);
      if (!known.firstIds.has(topic.topicId))
        known.firstIds.set(topic.topicId, id === undefined ? topic.topicId : (known.firstIds.get(id) ?? id));
      learnTopic(known.leaders, topic, isAnother);
    } else if (id !== undefined) forgetLeaders(known.leaders, id);
  }
}

/** A producer takes every newer one. */
function takeHints({ known }: ClientConduct, { partitions }: ProduceResponse): void {
  for (const { topicPartition: tp, errorCode, currentLeader } of partitions) {
    if (currentLeader === null || currentLeader.leaderId < 0 || !errorOf(errorCode).refreshes) continue;
    if (currentLeader.leaderEpoch > (known.leaders.get(tp)?.leaderEpoch ?? -1))
      noteLeader(known.leaders, tp, currentLeader);
  }
}

function noteHints({ known }: ClientConduct, { partitions }: FetchResponse): void {
  for (let i = 0; i < partitions.length; i++) {
    const { topicPartition: tp, currentLeader } = partitions[i]!;
    const leader = currentLeader === null ? undefined : known.leaders.get(tp);
    if (leader === undefined || currentLeader!.leaderEpoch <= leader.leaderEpoch) continue;
    leader.hintedId = currentLeader!.leaderId;
    leader.hintedEpoch = currentLeader!.leaderEpoch;
  }
}

/** Whoever asks where a hint pointed has taken it. */
function noteFollowed({ known }: ClientConduct, node: NodeId, body: KafkaRequest): void {
  if (body.kind !== "Fetch" && body.kind !== "ListOffsets" && body.kind !== "OffsetForLeaderEpoch") return;
  for (let i = 0; i < body.partitions.length; i++) {
    const { topicPartition: tp, currentLeaderEpoch } = body.partitions[i]!;
    const leader = known.leaders.get(tp);
    if (leader?.hintedId === node && leader.hintedEpoch === currentLeaderEpoch)
      noteLeader(known.leaders, tp, { leaderId: node, leaderEpoch: currentLeaderEpoch });
  }
}

/** Epochs start over with another id, even with one that the name had before: brokers may differ about it (Metadata.updateLatestMetadata). */
function learnTopic(
  leaders: Map<TopicPartition, KnownLeader>,
  { topicId, partitions }: MetadataTopic,
  isAnother: boolean,
): void {
  for (const { partition, leaderId, leaderEpoch } of partitions) {
    const tp = topicPartition(topicId, partition);
    if (isAnother) leaders.delete(tp);
    noteLeader(leaders, tp, { leaderId, leaderEpoch });
  }
}

function forgetLeaders(leaders: Map<TopicPartition, KnownLeader>, topicId: number): void {
  for (const [tp, known] of leaders) if (topicIdOf(tp) === topicId) known.leaderId = -1;
}

/** One of an older epoch is old news (P-26). */
function noteLeader(
  leaders: Map<TopicPartition, KnownLeader>,
  tp: TopicPartition,
  { leaderId, leaderEpoch }: CurrentLeader,
): void {
  let known = leaders.get(tp);
  if (known === undefined) {
    known = { leaderId: -1, leaderEpoch: -1, servedBy: -1, servedEpoch: -1, hintedId: -1, hintedEpoch: -1 };
    leaders.set(tp, known);
  }
  if (leaderEpoch < known.leaderEpoch) return;
  known.leaderId = leaderId;
  known.leaderEpoch = leaderEpoch;
  if (leaderId === -1) return;
  known.servedBy = leaderId;
  known.servedEpoch = leaderEpoch;
  if (known.hintedEpoch <= leaderEpoch) known.hintedId = -1;
}
