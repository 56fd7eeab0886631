/**
 * Decision points of the controller room: where Kafka's history, or a defect, differs from today's quorum controller.
 * Each names its source; the historical alternative is what an override puts in its place.
 */
import type { BrokerRegistration } from "../metadata/image.ts";

export interface ControllerRules {
  /** KIP-903, I-02: each proposed ISR member must be the incarnation that the leader saw fetching. Before: not checked. */
  readonly alterPartitionChecksBrokerEpoch: boolean;
  /** KIP-841, I-03: who may join an ISR. Before: any registered broker. */
  readonly isrEligibility: (broker: BrokerRegistration) => boolean;
  /** I-06: a proposed ISR must hold the leader (and so cannot be empty). */
  readonly isrMustContainLeader: boolean;
  /** KAFKA-15021: before 3.6 a smaller ISR made a new leader epoch. */
  readonly isrShrinkBumpsLeaderEpoch: boolean;
  /** KIP-966, E-03, R-45: an unclean restart takes the broker out of every ISR and ELR. */
  readonly uncleanRestartRemovesFromIsr: boolean;
  /** E-08: a new incarnation gives up the leaderships and ISR places of the old one, which makes new leader epochs. */
  readonly bounceBumpsLeaderEpoch: boolean;
  /** KIP-631, K-21, E-08: a second incarnation is refused while the session of the first one lasts. */
  readonly refusesDuplicateRegistration: boolean;
  /** R-47, E-10: the preferred replica leads only from the ISR (or the ELR, if the ISR is empty). */
  readonly preferredRequiresIsr: boolean;
  /** KAFKA-19522: the last known leader must be alive. In 4.0 the check was inverted; E-16: nobody asks. */
  readonly mayElectLastKnownLeader: (isAcceptable: boolean) => boolean;
  /** KAFKA-15665, R-50: when a move is complete. Before: when the added replicas were in the ISR. */
  readonly reassignmentMayComplete: (move: MoveState) => boolean;
  /** KIP-516, E-14: a topic that is created again is another topic. Before: its name was all that was known of it. */
  readonly checksTopicId: boolean;
  /** K-20, K-07: answers wait until the records they tell of are committed. */
  readonly repliesAfterCommit: boolean;
}

export interface MoveState {
  /** Without the replicas that are to be removed. */
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  /** Effective for `replicas`. */
  readonly minIsr: number;
}

const completeWhenAllAreInSync = (move: MoveState): boolean =>
  move.isr.length >= move.minIsr && move.replicas.every((id) => move.isr.includes(id));

/** As before KAFKA-15665: the targets that were replicas already may be out of sync. */
export const completeWhenAddedAreInSync = (move: MoveState): boolean =>
  move.isr.length > 0 && move.adding.every((id) => move.isr.includes(id));

export const kafka4Controller: ControllerRules = {
  alterPartitionChecksBrokerEpoch: true,
  isrEligibility: (broker) => !broker.fenced && !broker.inControlledShutdown,
  isrMustContainLeader: true,
  isrShrinkBumpsLeaderEpoch: false,
  uncleanRestartRemovesFromIsr: true,
  bounceBumpsLeaderEpoch: true,
  refusesDuplicateRegistration: true,
  preferredRequiresIsr: true,
  mayElectLastKnownLeader: (isAcceptable) => isAcceptable,
  reassignmentMayComplete: completeWhenAllAreInSync,
  checksTopicId: true,
  repliesAfterCommit: true,
};
