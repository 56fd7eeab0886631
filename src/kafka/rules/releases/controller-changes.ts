/** What the quorum controller did otherwise in earlier releases, oldest change first. */
import { completeWhenAddedAreInSync } from "../controller-rules.ts";
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
    name: "last-known-leader-while-fenced",
    before: "4.1",
    since: "4.0",
    sentence: "With ISR and ELR empty the last known leader is elected while it is fenced, and not when it is back.",
    source: "KAFKA-19522, PartitionChangeBuilder.canElectLastKnownLeader",
    isBug: true,
    override: { controller: { mayElectLastKnownLeader: (isAcceptable) => !isAcceptable } },
  },
];
