/**
 * How much a client asks at a time: on a connection at most max.in.flight.requests.per.connection requests when another Produce
 * goes, one Fetch per node, one request for metadata and one for a producer id, one look-up of a partition. Requests are
 * numbered upwards, as answers come in the order of the requests (NetworkClient, InFlightRequests, AbstractFetch).
 */
import { nodeName } from "../../core/ids.ts";
import type { KafkaRequest } from "../../kafka/messages/index.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import { asksMetadata, type ClientConduct, type LinkConduct, type SentRequest } from "../ghost/client-conduct.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "in-flight-limit",
  sentence: "A client keeps within max.in.flight.requests.per.connection, and asks nothing twice at a time.",
  formula: "Produce sent ⇒ #in flight(link) ≤ max.in.flight; other kinds: ≤ 1 in flight; correlation ids grow",
  source: "docs/protocol.md §8, §9; InFlightRequests.canSendMore, AbstractFetch.nodesWithPendingFetchRequests",
  kind: "monitor",
  guarantee: "protocol",
};

function countOf({ links }: ClientConduct, isSuch: (body: KafkaRequest) => boolean): number {
  let count = 0;
  for (const { inFlight } of links) for (const { body } of inFlight) if (isSuch(body)) count++;
  return count;
}

type Lookup = Extract<KafkaRequest, { readonly kind: "ListOffsets" | "OffsetForLeaderEpoch" }>;

const isLookup = (body: KafkaRequest): body is Lookup =>
  body.kind === "ListOffsets" || body.kind === "OffsetForLeaderEpoch";

/** What it says of the request that it is one too many; null: it is not. */
function excess(conduct: ClientConduct, { body, node }: SentRequest, { inFlight }: LinkConduct): string | null {
  const { terms } = conduct;
  if (body.kind === "Produce") {
    const most = terms.kind === "producer" ? terms.config.maxInFlightRequestsPerConnection : 0;
    return body.acks !== 0 && inFlight.length > most ? `has ${inFlight.length} requests in flight to` : null;
  }
  if (body.kind === "Fetch")
    return inFlight.filter((one) => one.body.kind === "Fetch").length > 1 ? "has two fetches in flight to" : null;
  if (asksMetadata(body)) return countOf(conduct, asksMetadata) > 1 ? "asks twice for metadata, now" : null;
  if (body.kind === "InitProducerId")
    return countOf(conduct, ({ kind }) => kind === "InitProducerId") > 1 ? "asks twice for a producer id, now" : null;
  if (!isLookup(body)) return null;
  const isAsked = (one: KafkaRequest): boolean =>
    isLookup(one) &&
    one !== body &&
    one.partitions.some((other) => body.partitions.some((mine) => mine.topicPartition === other.topicPartition));
  return node >= 0 && countOf(conduct, isAsked) > 0 ? "looks a partition up twice at a time, now at" : null;
}

function judge(ghost: Ghost, conduct: ClientConduct, request: SentRequest, link: LinkConduct): void {
  const { client } = conduct.terms;
  const more = excess(conduct, request, link);
  const isNumbered = request.body.correlationId > conduct.lastCorrelationId;
  if (more === null && isNumbered) return;
  found(ghost, card, null, {
    role: more === null ? "number-again" : `too-many-${request.body.kind.toLowerCase()}`,
    sentence: `${nodeName(client)} ${more ?? `gives the number ${request.body.correlationId} again to`} ${nodeName(link.node)}`,
    subject: { kind: "request", client, broker: link.node },
  });
}

export const inFlightLimit: Check = {
  card,
  watch: (ghost) => ({ requestSent: (conduct, request, link) => judge(ghost, conduct, request, link) }),
};
