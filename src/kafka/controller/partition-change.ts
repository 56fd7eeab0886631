/**
 * The change record of a partition (org.apache.kafka.controller.PartitionChangeBuilder): what a caller wants, completed by
 * everything that must follow from it, in this order:
 *
 *   1. a reassignment that is now complete ends
 *   2. the ELR follows the ISR
 *   3. the leader is kept or elected (K-25); an election from outside the ISR makes a new ISR of one
 *   4. the leader epoch grows if the leader changed or replicas left the assignment
 *   5. the last known leader is remembered while there is none
 *
 * A record holds only what changed; a change of nothing is no record.
 */
import { invariant } from "../../core/invariant.ts";
import type { PartitionChange, PartitionRegistration } from "../metadata/records.ts";
import type { ElectionKind } from "../observer.ts";
import { type Elected, type ElectionType, electLeader } from "./election.ts";
import type { Policy } from "./policy.ts";
import { afterMove, type Move } from "./reassignment.ts";

export interface PartitionTarget extends Move {
  readonly partition: PartitionRegistration;
  readonly election: ElectionType;
  /** As the controller counts it for every partition of a topic, see `countedMinIsr`. */
  readonly minIsr: number;
  readonly isAcceptable: (brokerId: number) => boolean;
  /** A broker that lost what it had not flushed; -1: none. */
  readonly restartedUncleanly: number;
  readonly leaderRecoveryState: "RECOVERED" | "RECOVERING";
}

export interface PartitionChanges {
  readonly changes: PartitionChange;
  readonly election: ElectionKind;
}

/** A target that wants nothing new: what follows from the circumstances alone. */
export function targetOf(
  partition: PartitionRegistration,
  minIsr: number,
  election: ElectionType,
  isAcceptable: (brokerId: number) => boolean,
): PartitionTarget {
  return {
    partition,
    election,
    minIsr,
    isAcceptable,
    restartedUncleanly: -1,
    leaderRecoveryState: partition.leaderRecoveryState,
    isr: partition.isr,
    replicas: partition.replicas,
    adding: partition.addingReplicas,
    removing: partition.removingReplicas,
  };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function buildPartitionChange(target: PartitionTarget, policy: Policy): PartitionChanges | null {
  const { partition, minIsr, restartedUncleanly } = target;
  const { rules, elrEnabled } = policy;
  const move = afterMove(target, rules);
  const eligibleLeaderReplicas = elrEnabled ? eligibleAfter(partition, move, minIsr, restartedUncleanly) : none;
  const elected = electLeader(
    {
      election: target.election,
      leader: partition.leader,
      replicas: move.replicas,
      isr: move.isr,
      eligibleLeaderReplicas,
      lastKnownElr: partition.lastKnownElr,
      elrEnabled,
      isAcceptable: target.isAcceptable,
    },
    rules,
  );
  const after = afterElection(move.isr, eligibleLeaderReplicas, elected);
  const isr = after.isr.length === 0 && !elrEnabled ? lastMembers(partition.isr, move.replicas) : after.isr;

  invariant(isr.length > 0 || elrEnabled, "without ELR an ISR is never empty");
  invariant(
    elected.leader === partition.leader || elected.leader === -1 || isr.includes(elected.leader),
    "whoever is elected is in the ISR",
  );
  const changes: Writable<PartitionChange> = {};
  if (!sameList(isr, partition.isr)) changes.isr = isr;
  if (!sameList(after.eligibleLeaderReplicas, partition.eligibleLeaderReplicas)) {
    changes.eligibleLeaderReplicas = after.eligibleLeaderReplicas;
  }
  if (elected.leader !== partition.leader || bumpsLeaderEpoch(partition, move, isr, policy))
    changes.leader = elected.leader;
  const lastKnownElr = elrEnabled ? lastKnown(partition, elected.leader, isr, policy) : partition.lastKnownElr;
  if (!sameList(lastKnownElr, partition.lastKnownElr)) changes.lastKnownElr = lastKnownElr;
  if (!sameList(move.replicas, partition.replicas)) changes.replicas = move.replicas;
  if (!sameList(move.adding, partition.addingReplicas)) changes.addingReplicas = move.adding;
  if (!sameList(move.removing, partition.removingReplicas)) changes.removingReplicas = move.removing;
  const recovery = isUnclean(elected.kind) ? "RECOVERING" : target.leaderRecoveryState;
  if (recovery !== partition.leaderRecoveryState) changes.leaderRecoveryState = recovery;
  return Object.keys(changes).length === 0 ? null : { changes, election: elected.kind };
}

const none: readonly number[] = [];

/** An election that may lose committed records: the ISR becomes the leader alone. */
const isUnclean = (kind: ElectionKind): boolean => kind === "unclean" || kind === "last-known";

/**
 * (ELR ∪ ISR before) − ISR after − the uncleanly restarted one, empty as soon as the ISR reaches min ISR: whoever left
 * while the high watermark could still move with fewer has not seen it all (KIP-966, R-44). Who has left the assignment stays
 * in it, as in every release of Kafka (maybePopulateTargetElr): elections walk the assignment, so it is elected if it comes
 * back to it, with whatever it then holds.
 */
function eligibleAfter(
  before: PartitionRegistration,
  { isr }: Move,
  minIsr: number,
  restartedUncleanly: number,
): readonly number[] {
  if (isr.length >= minIsr) return none;
  const candidates = new Set([...before.eligibleLeaderReplicas, ...before.isr]);
  return [...candidates].filter((id) => !isr.includes(id) && id !== restartedUncleanly);
}

interface Members {
  readonly isr: readonly number[];
  readonly eligibleLeaderReplicas: readonly number[];
}

/** A leader from outside the ISR is its first member; the others of the ELR stay there, unless the election was unclean. */
function afterElection(isr: readonly number[], eligibleLeaderReplicas: readonly number[], elected: Elected): Members {
  const { leader, kind } = elected;
  if (kind === "none" || kind === "leaderless" || isr.includes(leader)) return { isr, eligibleLeaderReplicas };
  if (isUnclean(kind)) return { isr: [leader], eligibleLeaderReplicas: none };
  if (!eligibleLeaderReplicas.includes(leader)) return { isr: [...isr, leader], eligibleLeaderReplicas };
  return { isr: [leader], eligibleLeaderReplicas: eligibleLeaderReplicas.filter((id) => id !== leader) };
}

/** Without ELR the last member stays in the ISR: nothing else says who holds the data. */
function lastMembers(isr: readonly number[], replicas: readonly number[]): readonly number[] {
  const staying = isr.filter((id) => replicas.includes(id));
  return staying.length > 0 ? staying : replicas.slice(0, 1);
}

/** A new epoch of the same leader: fences the fetches of replicas that left (R-48; before 3.6 also of ISR members). */
function bumpsLeaderEpoch(before: PartitionRegistration, move: Move, isr: readonly number[], policy: Policy): boolean {
  if (!isSubset(before.replicas, move.replicas)) return true;
  return policy.rules.isrShrinkBumpsLeaderEpoch && !isSubset(before.isr, isr);
}

/** The last leader, kept until there is a leader again. */
function lastKnown(
  before: PartitionRegistration,
  leader: number,
  isr: readonly number[],
  { rules }: Policy,
): readonly number[] {
  if (leader >= 0) return none;
  const losesLeader = before.leader >= 0;
  const isrEmpties = isr.length === 0 && before.isr.length > 0;
  const isNoted = before.lastKnownElr.length > 0;
  return losesLeader && rules.notesLastLeader({ losesLeader, isrEmpties, isNoted })
    ? [before.leader]
    : before.lastKnownElr;
}

const isSubset = (part: readonly number[], whole: readonly number[]): boolean => part.every((id) => whole.includes(id));

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
