/**
 * Decision points of the controller room: where Kafka's history, or a defect, differs from today's quorum controller.
 * Each names its source; the historical alternative is what an override puts in its place.
 */
import type { Millis } from "../../core/time.ts";
import type { BrokerConfig } from "../config/resolve-broker.ts";
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
  /**
   * KAFKA-17793, K-21: who has a session: each incarnation that was heard of, fenced or not, from the moment its heartbeat
   * arrives. Up to 3.9: unfenced brokers, from the moment their heartbeat or registration is taken.
   */
  readonly sessions: "of-incarnations" | "of-unfenced-brokers";
  /** K-22: sessions are looked at every eighth of their length, one broker an event. Up to 3.9: at the end of each. */
  readonly fencesPeriodically: boolean;
  /** Leaders are balanced, and elected uncleanly, every so often. Up to 3.9: one period after there was something to do. */
  readonly runsTasksPeriodically: boolean;
  /** KAFKA-12670: leaderless partitions of topics that allow it elect uncleanly in time. Up to 3.8 only when a broker comes back. */
  readonly electsUncleanlyByTask: boolean;
  /** KAFKA-19130, K-28: who gets a fresh session when a controller starts: who is not fenced. In 4.0 everybody (KAFKA-18138). */
  readonly getsSessionAtStart: (fenced: boolean) => boolean;
  /**
   * BrokerLifecycleManager: how long after a failure a broker asks the controller again. Up to 3.9.1, and in 4.0.0: 100 ms,
   * doubling up to the session timeout.
   */
  readonly lifecycleRetryMs: (failures: number, config: BrokerConfig) => Millis;
  /** And after how long an attempt has failed that was not answered. Before: half the session timeout (KAFKA-14392). */
  readonly lifecycleAttemptMs: (config: BrokerConfig) => Millis;
  /** R-47, E-10: the preferred replica leads only from the ISR (or the ELR, if the ISR is empty). */
  readonly preferredRequiresIsr: boolean;
  /**
   * KIP-966: who led is noted when a partition loses its leader, unless somebody is noted already. Up to 4.1.0 it was noted when the
   * ISR became empty: not at all where the leader was lost before the ISR.
   */
  readonly notesLastLeader: (change: LeaderLoss) => boolean;
  /** KAFKA-19522: the last known leader must be alive. In 4.0 the check was inverted; E-16: nobody asks. */
  readonly mayElectLastKnownLeader: (isAcceptable: boolean) => boolean;
  /**
   * KIP-966: a replica that gets a log directory leaves the ELR as it is. The builder of that change did not know of the ELR up
   * to 4.2 and emptied it, with the last known leader.
   */
  readonly assigningDirectoryKeepsElr: boolean;
  /** when a move is complete. Other answers: `completeWhenAllAreInSync`, `completeWhenAddedAreInSync`. */
  readonly reassignmentMayComplete: (move: MoveState) => boolean;
  /** KIP-516, E-14: a topic that is created again is another topic. Before: its name was all that was known of it. */
  readonly checksTopicId: boolean;
  /** K-20, K-07: answers wait until the records they tell of are committed. */
  readonly repliesAfterCommit: boolean;
}

interface LeaderLoss {
  readonly losesLeader: boolean;
  readonly isrEmpties: boolean;
  /** Somebody is noted already. */
  readonly isNoted: boolean;
}

interface MoveState {
  /** Without the replicas that are to be removed; not empty. */
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/** As before KAFKA-15665 (3.8): the targets that were replicas already may be out of sync. */
export const completeWhenAddedAreInSync = ({ isr, adding }: MoveState): boolean =>
  adding.every((id) => isr.includes(id));

/** As from 3.8 to 4.2: one target out of sync keeps the move waiting. */
export const completeWhenAllAreInSync = ({ isr, replicas }: MoveState): boolean =>
  replicas.every((id) => isr.includes(id));

/** Since 4.3 (KAFKA-19975): the added ones, and all of the target only if the move leaves fewer replicas than there were. */
const completeWhenSafelyAdded = (move: MoveState): boolean =>
  completeWhenAddedAreInSync(move) && (move.adding.length >= move.removing.length || completeWhenAllAreInSync(move));

/** As up to 3.9.1, and in 4.0.0. */
export const exponentialLifecycleRetry: Pick<ControllerRules, "lifecycleRetryMs" | "lifecycleAttemptMs"> = {
  lifecycleRetryMs: (failures, config) => Math.min(100 * 2 ** Math.min(failures, 20), config.brokerSessionTimeoutMs),
  lifecycleAttemptMs: (config) => Math.floor(config.brokerSessionTimeoutMs / 2),
};

export const kafka4Controller: ControllerRules = {
  alterPartitionChecksBrokerEpoch: true,
  isrEligibility: (broker) => !broker.fenced && !broker.inControlledShutdown,
  isrMustContainLeader: true,
  isrShrinkBumpsLeaderEpoch: false,
  uncleanRestartRemovesFromIsr: true,
  bounceBumpsLeaderEpoch: true,
  refusesDuplicateRegistration: true,
  sessions: "of-incarnations",
  fencesPeriodically: true,
  runsTasksPeriodically: true,
  electsUncleanlyByTask: true,
  getsSessionAtStart: (fenced) => !fenced,
  lifecycleRetryMs: (_failures, config) => config.brokerHeartbeatIntervalMs,
  lifecycleAttemptMs: (config) => config.brokerHeartbeatIntervalMs,
  preferredRequiresIsr: true,
  notesLastLeader: ({ losesLeader, isNoted }) => losesLeader && !isNoted,
  mayElectLastKnownLeader: (isAcceptable) => isAcceptable,
  assigningDirectoryKeepsElr: true,
  reassignmentMayComplete: completeWhenSafelyAdded,
  checksTopicId: true,
  repliesAfterCommit: true,
};
