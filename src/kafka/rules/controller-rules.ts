/**
 * Decision points of the controller room: where Kafka's history, or a defect, differs from today's quorum controller.
 * Each names its source; the historical alternative is what an override puts in its place.
 */
import type { BrokerRegistration } from "../metadata/image.ts";
import type { PartitionRegistration } from "../metadata/records.ts";

export interface ControllerRules {
  /** KIP-903, I-02: each proposed ISR member must be the incarnation that the leader saw fetching. Before: not checked. */
  readonly alterPartitionChecksBrokerEpoch: boolean;
  /** KIP-631: the proposer itself must be the registered incarnation. */
  readonly alterPartitionChecksSenderEpoch: boolean;
  /** KIP-497, R-25: a proposal made under another leader epoch is refused. */
  readonly alterPartitionChecksLeaderEpoch: boolean;
  /** KIP-497, R-25: a proposal against another version of the partition is refused. */
  readonly alterPartitionChecksPartitionEpoch: boolean;
  /** KIP-841, I-03: who may join an ISR. Before: any registered broker. */
  readonly isrEligibility: (broker: BrokerRegistration) => boolean;
  /** I-06: a proposed ISR must hold the leader (and so cannot be empty). */
  readonly isrMustContainLeader: boolean;
  /** KAFKA-15021: before 3.6 a smaller ISR made a new leader epoch. */
  readonly isrShrinkBumpsLeaderEpoch: boolean;
  /** replicas that leave the assignment make a new leader epoch, so that their fetches are fenced. */
  readonly replicaRemovalBumpsLeaderEpoch: boolean;
  /** KIP-966, E-03, R-45: an unclean restart takes the broker out of every ISR and ELR. */
  readonly uncleanRestartRemovesFromIsr: boolean;
  /** E-08: a new incarnation gives up the leaderships and ISR places of the old one, which makes new leader epochs. */
  readonly bounceBumpsLeaderEpoch: boolean;
  /** KIP-631, K-21: a second incarnation is refused while the session of the first one lasts. */
  readonly refusesDuplicateRegistration: boolean;
  /** KIP-966, R-44: the ELR after an ISR change. Only asked if ELR is on. */
  readonly eligibleLeaderReplicas: (change: ElrChange) => readonly number[];
  /**
   * The ELR is looked at again after an election that took its leader from it: 2.2 wants it empty once the ISR reaches
   * min ISR, also when min.insync.replicas was lowered while there was no leader. Kafka's builder looks once, before.
   */
  readonly elrEmptiesAfterElection: boolean;
  /** R-47, E-10: the preferred replica leads only from the ISR (or the ELR, if the ISR is empty). */
  readonly preferredRequiresIsr: boolean;
  /** KAFKA-19522: the last known leader must be alive. In 4.0 the check was inverted, so that any was elected. */
  readonly mayElectLastKnownLeader: (isAcceptable: boolean) => boolean;
  /** KAFKA-15665, R-50: when a move is complete. Before: when the added replicas were in the ISR. */
  readonly reassignmentMayComplete: (move: MoveState) => boolean;
  /** KAFKA-15583, P-6: min ISR never exceeds the number of replicas. */
  readonly effectiveMinIsr: (minInsyncReplicas: number, replicas: number) => number;
  /**
   * When preferred leaders are restored. The quorum controller ignores leader.imbalance.per.broker.percentage; the
   * ZooKeeper controller let a broker fall behind by that share first (`imbalanceAbovePercentage`).
   */
  readonly isImbalanced: (notLed: number, preferred: number, percentage: number) => boolean;
  /** KAFKA-14292: the offset that all must have seen before a broker stops is fixed once. Before: it moved with each heartbeat. */
  readonly controlledShutdownOffset: (fixed: number, endOffset: number) => number;
  /** KAFKA-13959, K-23: a broker is unfenced once it has seen its own registration. Before: the end of the log. */
  readonly unfenceOffset: (registrationOffset: number, endOffset: number) => number;
  /** KIP-516, E-14: a topic that is created again is another topic. Before: its name was all that was known of it. */
  readonly checksTopicId: boolean;
  /** K-20, K-07: answers wait until the records they tell of are committed. */
  readonly repliesAfterCommit: boolean;
}

export interface ElrChange {
  readonly before: PartitionRegistration;
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  /** Effective (P-6). */
  readonly minIsr: number;
  /** The broker that restarted uncleanly; -1: none. */
  readonly restartedUncleanly: number;
}

export interface MoveState {
  /** Without the replicas that are to be removed. */
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  /** Effective for `replicas`. */
  readonly minIsr: number;
}

/**
 * (ELR ∪ ISR before) − ISR after − the uncleanly restarted one, empty as soon as the ISR reaches min ISR: whoever left
 * while the high watermark could still move with fewer has not seen it all. Replicas that leave the assignment leave it too.
 */
export function eligibleLeaderReplicas(change: ElrChange): readonly number[] {
  const { before, isr, replicas, minIsr, restartedUncleanly } = change;
  if (isr.length >= minIsr) return [];
  const candidates = new Set([...before.eligibleLeaderReplicas, ...before.isr]);
  return [...candidates].filter((id) => !isr.includes(id) && replicas.includes(id) && id !== restartedUncleanly);
}

const completeWhenAllAreInSync = (move: MoveState): boolean =>
  move.isr.length >= move.minIsr && move.replicas.every((id) => move.isr.includes(id));

/** As before KAFKA-15665: the targets that were replicas already may be out of sync. */
export const completeWhenAddedAreInSync = (move: MoveState): boolean =>
  move.isr.length > 0 && move.adding.every((id) => move.isr.includes(id));

/** As the ZooKeeper controller reads leader.imbalance.per.broker.percentage. */
export const imbalanceAbovePercentage = (notLed: number, preferred: number, percentage: number): boolean =>
  preferred > 0 && (100 * notLed) / preferred > percentage;

export const kafka4Controller: ControllerRules = {
  alterPartitionChecksBrokerEpoch: true,
  alterPartitionChecksSenderEpoch: true,
  alterPartitionChecksLeaderEpoch: true,
  alterPartitionChecksPartitionEpoch: true,
  isrEligibility: (broker) => !broker.fenced && !broker.inControlledShutdown,
  isrMustContainLeader: true,
  isrShrinkBumpsLeaderEpoch: false,
  replicaRemovalBumpsLeaderEpoch: true,
  uncleanRestartRemovesFromIsr: true,
  bounceBumpsLeaderEpoch: true,
  refusesDuplicateRegistration: true,
  eligibleLeaderReplicas,
  elrEmptiesAfterElection: true,
  preferredRequiresIsr: true,
  mayElectLastKnownLeader: (isAcceptable) => isAcceptable,
  reassignmentMayComplete: completeWhenAllAreInSync,
  effectiveMinIsr: Math.min,
  isImbalanced: (notLed) => notLed > 0,
  controlledShutdownOffset: (fixed, endOffset) => (fixed >= 0 ? fixed : endOffset),
  unfenceOffset: (registrationOffset) => registrationOffset,
  checksTopicId: true,
  repliesAfterCommit: true,
};
