/** A replica as leader or follower, and the fetch sessions that read it, field by field. */
import { byNode, list, mapOf, nullable, record, shared } from "../../explorer/compound.ts";
import { allUntold, derived, type Field, node, nodeSet, plain, untold, upTo, word } from "../../explorer/shape.ts";
import type { FetchContext, FetchSession, FetchSessionCache } from "../../kafka/replication/fetch-session.ts";
import { FetchSlot } from "../../kafka/replication/fetch-slot.ts";
import type { Partition, PendingIsr, ReplicaRole } from "../../kafka/replication/partition.ts";
import type { RemoteReplica } from "../../kafka/replication/remote-replica.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { log } from "./log-fields.ts";
import { alterPartition, fetch, fetched, fetchPartition } from "./message-fields.ts";
import { bySessionId, sessionId } from "./session-id.ts";

const pending: Field<PendingIsr> = record<PendingIsr>({
  kind: word(),
  isr: nodeSet,
  request: alterPartition,
  retry: alterPartition,
  // Never sent, sent once, sent again: nobody asks further.
  attempts: upTo(2),
});

/** The marks follow from the ISRs of the partition. */
const remote: Field<RemoteReplica> = shared<RemoteReplica>(() => ({
  brokerId: node,
  logEndOffset: plain,
  logStartOffset: plain,
  lastFetchLeaderLogEndOffset: plain,
  lastFetchTimeMs: plain,
  lastCaughtUpTimeMs: plain,
  brokerEpoch: plain,
  ...allUntold("inIsr", "inMaximalIsr", "inProposedIsr"),
  // Nobody else leaves fetches unrecorded.
  unrecorded: nullable(slot) as unknown as Field<RemoteReplica["unrecorded"]>,
}));

const session: Field<FetchSession> = shared<FetchSession>(() => ({
  id: sessionId,
  replicaId: node,
  epoch: plain,
  replicaEpoch: plain,
  createdAtMs: untold(),
  lastUsedMs: plain,
  slots: mapOf<TopicPartition, FetchSlot>(slot),
  dirtySlots: list(slot),
  parked: nullable(fetchContext),
  found: list(slot),
  closed: plain,
}));

const slot: Field<FetchSlot> = shared<FetchSlot>(
  () => ({
    session: session as unknown as Field<FetchSlot["session"]>,
    request: fetchPartition,
    partition: nullable(partition),
    remote: nullable(remote),
    dirty: plain,
    held: plain,
    forgotten: plain,
    toldHighWatermark: plain,
    toldLogStartOffset: plain,
    found: nullable(fetched),
  }),
  ({ session, request }) => new FetchSlot(session, request),
);

const slotsByNode: Field<FetchSlot[]> = byNode<FetchSlot>(slot, ({ remote }) => remote?.brokerId ?? 0);

export const fetchContext: Field<FetchContext> = shared<FetchContext>(() => ({
  request: fetch,
  errorCode: plain,
  session,
  isFull: plain,
  isFirstRead: plain,
  bytesFound: plain,
  mustAnswer: plain,
  closed: plain,
}));

export const sessions: Field<FetchSessionCache> = record<FetchSessionCache>({
  maxSessions: untold(),
  sessions: bySessionId(session),
  // Counted anew in each step: see ModelPort.sessionId.
  created: untold(),
});

export const partition: Field<Partition> = shared(() => ({
  ...allUntold("topicPartition", "topicName", "config", "effectiveMinIsr"),
  log,
  role: word<ReplicaRole>(),
  leader: node,
  leaderEpoch: plain,
  partitionEpoch: plain,
  leaderEpochStartOffset: plain,
  replicas: nodeSet,
  isr: nodeSet,
  maximalIsr: derived(nodeSet),
  pending: nullable(pending),
  remotes: byNode<RemoteReplica>(remote, (one) => one.brokerId),
  // Nobody else watches.
  watchers: slotsByNode as unknown as Field<Partition["watchers"]>,
}));
