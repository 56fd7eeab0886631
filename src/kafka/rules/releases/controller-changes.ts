/** What the quorum controller did otherwise in earlier releases, oldest change first. */
import {
  completeWhenAddedAreInSync,
  completeWhenAllAreInSync,
  exponentialLifecycleRetry,
} from "../controller-rules.ts";
import type { ReleaseChange } from "./change.ts";

export const controllerChanges: readonly ReleaseChange[] = [
  {
    name: "isr-of-any-incarnation",
    before: "3.5",
    since: "3.3",
    sentence: "An ISR proposal does not say which incarnations of its members are meant, so the controller takes any.",
    source: "KIP-903, KAFKA-14617",
    override: { controller: { alterPartitionChecksBrokerEpoch: false } },
  },
  {
    name: "isr-shrink-bumps-leader-epoch",
    before: "3.6",
    since: "3.3",
    sentence: "A smaller ISR makes a new leader epoch, so that clients and followers must learn of it first.",
    source: "KAFKA-15021, PartitionChangeBuilder",
    override: { controller: { isrShrinkBumpsLeaderEpoch: true } },
  },
  {
    name: "reassignment-complete-when-added-in-sync",
    before: "3.8",
    since: "3.3",
    sentence: "A reassignment is complete when the added replicas are in sync, though others of the target may not be.",
    source: "KAFKA-15665, PartitionReassignmentReplicas",
    override: { controller: { reassignmentMayComplete: completeWhenAddedAreInSync } },
  },
  {
    name: "lifecycle-retry-doubles",
    before: ["3.9.2", "4.0.1"],
    since: "3.3",
    sentence:
      "A broker that the controller refuses or does not answer asks again after 100 ms, then twice as long each time, and waits half a session for an answer.",
    source: "KAFKA-19294, BrokerLifecycleManager",
    override: { controller: exponentialLifecycleRetry },
  },
  {
    name: "no-unclean-election-task",
    before: "3.9",
    since: "3.3",
    sentence:
      "A partition without a leader whose topic comes to allow it elects uncleanly only when a broker is unfenced.",
    source: "KAFKA-12670, QuorumController",
    override: { controller: { electsUncleanlyByTask: false } },
  },
  {
    name: "tasks-on-demand",
    before: "4.0",
    since: "3.3",
    sentence: "Leaders are balanced a whole interval after the first imbalance, not at the next multiple of it.",
    source: "KAFKA-17793, QuorumController.maybeScheduleNextBalancePartitionLeaders",
    override: { controller: { runsTasksPeriodically: false } },
  },
  {
    name: "sessions-of-unfenced-brokers",
    before: "4.0",
    since: "3.3",
    sentence: "Only an unfenced broker has a session, so one that stopped cleanly comes back at once.",
    source: "KAFKA-17793, BrokerHeartbeatManager",
    override: { controller: { sessions: "of-unfenced-brokers" } },
  },
  {
    name: "fenced-at-session-end",
    before: "4.0",
    since: "3.3",
    sentence: "A broker is fenced at the very end of its session, and several at once.",
    source: "KAFKA-17793, QuorumController",
    override: { controller: { fencesPeriodically: false } },
  },
  {
    name: "incarnation-keeps-places",
    before: "4.0",
    since: "3.3",
    sentence:
      "A new incarnation of a broker keeps the leaderships and ISR places that the old one was not fenced from.",
    source: "KIP-966, ReplicationControlManager.handleBrokerShutdown",
    override: { controller: { bounceBumpsLeaderEpoch: false } },
  },
  {
    name: "session-for-all-at-start",
    before: "4.1",
    since: "4.0",
    sentence:
      "A controller that starts gives fenced brokers a session too, so that their next incarnations wait for its end.",
    source: "KAFKA-18138, KAFKA-19130, ClusterControlManager.activate",
    isBug: true,
    override: { controller: { getsSessionAtStart: () => true } },
  },
  {
    name: "reassignment-complete-when-all-in-sync",
    before: "4.3",
    since: "3.8",
    sentence:
      "A reassignment waits for every replica of its target, also for one that was a replica before and is out of sync.",
    source: "KAFKA-19975, PartitionReassignmentReplicas",
    override: { controller: { reassignmentMayComplete: completeWhenAllAreInSync } },
  },
  {
    name: "last-known-leader-while-fenced",
    before: "4.1",
    since: "4.0",
    sentence: "With ISR and ELR empty the last known leader is elected while it is fenced, and not when it is back.",
    source: "KAFKA-19522, PartitionChangeBuilder.canElectLastKnownLeader",
    isBug: true,
    override: { controller: { mayElectLastKnownLeader: (isAcceptable) => !isAcceptable } },
  },
  {
    name: "last-leader-noted-with-empty-isr",
    before: "4.1.1",
    since: "4.0",
    sentence: "The last known leader is noted when the ISR becomes empty, not when the partition loses its leader.",
    source: "KIP-966, PartitionChangeBuilder.maybeUpdateLastKnownLeader",
    override: { controller: { notesLastLeader: ({ isrEmpties }) => isrEmpties } },
  },
  {
    name: "elr-wiped-by-directory",
    before: "4.3",
    since: "4.0",
    sentence: "A replica that gets a log directory, on a broker with several, empties the ELR of its partition.",
    source: "KIP-966; apache/kafka#20716, ReplicationControlManager.handleAssignReplicasToDirs",
    isBug: true,
    notFound:
      "9,000 runs with two log directories (profiles all, disk-loss and power-loss) broke no promise by it: below min.insync.replicas a broker must make a replica anew, and the leader's machine lose power before that replica is in sync",
    override: { controller: { assigningDirectoryKeepsElr: false } },
  },
];
