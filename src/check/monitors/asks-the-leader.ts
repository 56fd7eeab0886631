/**
 * A client asks whom the newest answer names: a partition's leader by its leader epoch (P-26, KIP-320), for a fetch also the replica
 * that the leader recommends (KIP-392), and for what any broker can answer the least loaded of those that it knows
 * (NetworkClient.leastLoadedNode). An older epoch is old news; a hint of a broker that does not lead counts if it is newer (KIP-951).
 */
import { nodeName } from "../../core/ids.ts";
import type { FetchRequest } from "../../kafka/messages/fetch.ts";
import type { KafkaRequest } from "../../kafka/messages/index.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import {
  asksMetadata,
  type ClientConduct,
  type KnownLeader,
  type LinkConduct,
  metadataChannel,
  perProcess,
  type SentRequest,
} from "../ghost/client-conduct.ts";
import { enterPartition, type Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "asks-the-leader",
  sentence:
    "A client asks the leader that the newest answer names, in its epoch; what anybody can answer, the least loaded.",
  formula: "∀ request for p to n in epoch e: (n, e) = newest leader of p heard of, or n is its recommended replica",
  source: "docs/protocol.md P-26, X-3, X-4; KIP-320, KIP-392, KIP-951; NetworkClient.leastLoadedNode",
  kind: "monitor",
  guarantee: "protocol",
};

/** -1: none is owed, as nobody led since the topic was made. */
const isServing = (leader: KnownLeader | undefined, node: number, epoch: number): boolean =>
  leader === undefined || leader.servedBy === -1
    ? epoch === -1
    : (leader.servedBy === node && leader.servedEpoch === epoch) || isHinted(leader, node, epoch);

const isHinted = ({ hintedId, hintedEpoch }: KnownLeader, node: number, epoch: number): boolean =>
  hintedId === node && hintedEpoch === epoch;

/** By (client, partition): the replica that the leader recommended last. */
type Recommended = Map<TopicPartition, number>;

/** The partition that is asked about at the wrong node, or in the wrong epoch; -1: none. */
function misdirected(
  { known }: ClientConduct,
  { node, body }: SentRequest,
  recommended: Recommended,
): TopicPartition | -1 {
  switch (body.kind) {
    case "Produce":
      for (const { topicPartition: tp } of body.partitions) if (known.leaders.get(tp)?.leaderId !== node) return tp;
      return -1;
    case "Fetch":
      return misdirectedFetch(known.leaders, node, body, recommended);
    case "ListOffsets":
      for (const { topicPartition: tp, currentLeaderEpoch: epoch } of body.partitions) {
        const leader = known.leaders.get(tp);
        const isLeader = leader?.leaderId === node && leader.leaderEpoch === epoch;
        if (leader === undefined || (!isLeader && !isHinted(leader, node, epoch))) return tp;
      }
      return -1;
    case "OffsetForLeaderEpoch":
      for (const { topicPartition: tp, currentLeaderEpoch: epoch } of body.partitions)
        if (!isServing(known.leaders.get(tp), node, epoch)) return tp;
      return -1;
    default:
      return -1;
  }
}

function misdirectedFetch(
  leaders: ReadonlyMap<TopicPartition, KnownLeader>,
  node: number,
  { partitions }: FetchRequest,
  recommended: Recommended,
): TopicPartition | -1 {
  for (let i = 0; i < partitions.length; i++) {
    const { topicPartition: tp, currentLeaderEpoch: epoch } = partitions[i]!;
    const leader = leaders.get(tp);
    if (isServing(leader, node, epoch)) continue;
    const isKnownEpoch = leader?.servedEpoch === epoch || leader?.hintedEpoch === epoch;
    if (recommended.get(tp) !== node || !isKnownEpoch) return tp;
  }
  return -1;
}

const isForAnybody = (body: KafkaRequest): boolean => asksMetadata(body) || body.kind === "InitProducerId";

/** A node that would have been the better choice; -1: none for certain. */
function betterNode({ known, terms, atMs, links }: ClientConduct, chosen: LinkConduct): number {
  for (const link of links) {
    const isKnown = known.nodes.includes(link.node) && terms.bootstrap.includes(link.node);
    if (link === chosen || link.channel !== chosen.channel || !isKnown) continue;
    if (!link.isConnected || link.readyByMs > atMs) continue;
    // The request at hand is in flight already.
    if (!chosen.isConnected || link.inFlight.length < chosen.inFlight.length - 1) return link.node;
  }
  return -1;
}

function judge(
  ghost: Ghost,
  conduct: ClientConduct,
  request: SentRequest,
  link: LinkConduct,
  recommended: Recommended,
): void {
  const { node, body } = request;
  const { client } = conduct.terms;
  const tp = misdirected(conduct, request, recommended);
  if (tp !== -1) {
    const partition = enterPartition(ghost, tp);
    const known = conduct.known.leaders.get(tp);
    found(ghost, card, partition, {
      role: `${body.kind.toLowerCase()}-to-another`,
      sentence: `${nodeName(client)} sends ${body.kind} to ${nodeName(node)}; it has heard of leader ${known?.servedBy ?? -1} in epoch ${known?.servedEpoch ?? -1}`,
      subject: { kind: "request", client, broker: node },
    });
  }
  if (!isForAnybody(body)) return;
  const better = betterNode(conduct, link);
  const isStranger = !conduct.known.nodes.includes(node) && !conduct.terms.bootstrap.includes(node);
  const isOther = link.channel !== metadataChannel(conduct.terms);
  if (better === -1 && !isStranger && !isOther) return;
  found(ghost, card, null, {
    role: isStranger ? "stranger-asked" : isOther ? "wrong-connection" : "busy-node-asked",
    sentence: `${nodeName(client)} sends ${body.kind} to ${nodeName(node)}, ${better === -1 ? "which it does not know" : `though ${nodeName(better)} has less to do`}`,
    subject: { kind: "request", client, broker: node },
  });
}

export const asksTheLeader: Check = {
  card,
  watch: (ghost) => {
    const recommendedOf = perProcess((): Recommended => new Map());
    return {
      requestSent: (conduct, request, link) => judge(ghost, conduct, request, link, recommendedOf(conduct)),
      requestAnswered: (conduct, _request, answer) => {
        if (answer.kind !== "FetchResponse") return;
        for (let i = 0; i < answer.partitions.length; i++) {
          const { topicPartition: tp, preferredReadReplica } = answer.partitions[i]!;
          if (preferredReadReplica >= 0) recommendedOf(conduct).set(tp, preferredReadReplica);
        }
      },
    };
  },
};
