/** A replica as leader or follower, field by field. */
import { byNode, nullable, record, shared } from "../../explorer/compound.ts";
import { absent, derived, type Field, node, nodeSet, plain, untold, upTo, vacant, word } from "../../explorer/shape.ts";
import type { AlterPartition } from "../../kafka/messages/controller.ts";
import type { Partition, PendingIsr, ReplicaRole } from "../../kafka/replication/partition.ts";
import type { RemoteReplica } from "../../kafka/replication/remote-replica.ts";
import { log } from "./log-fields.ts";

type IsrMember = AlterPartition["newIsr"][number];

export const alterPartition: Field<AlterPartition> = record<AlterPartition>({
  topicPartition: untold(),
  leaderEpoch: plain,
  partitionEpoch: plain,
  newIsr: byNode<IsrMember>(record<IsrMember>({ brokerId: node, brokerEpoch: plain }), (member) => member.brokerId),
  leaderRecoveryState: untold(),
});

const pending: Field<PendingIsr> = record<PendingIsr>({
  kind: word(),
  isr: nodeSet,
  request: alterPartition,
  retry: alterPartition,
  // Never sent, sent once, sent again: nobody asks further.
  attempts: upTo(2),
});

/** The marks follow from the ISRs of the partition. */
const remote: Field<RemoteReplica> = record<RemoteReplica>({
  brokerId: node,
  logEndOffset: plain,
  logStartOffset: plain,
  lastFetchLeaderLogEndOffset: plain,
  lastFetchTimeMs: plain,
  lastCaughtUpTimeMs: plain,
  brokerEpoch: plain,
  inIsr: untold(),
  inMaximalIsr: untold(),
  inProposedIsr: untold(),
  unrecorded: absent("a fetch session"),
});

export const partition: Field<Partition> = shared(() => ({
  topicPartition: untold(),
  topicName: untold(),
  log,
  config: untold(),
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
  effectiveMinIsr: untold(),
  watchers: vacant("fetch slots"),
}));
