/**
 * Lossy events: after which of them may committed records of a partition be gone, and until when.
 *
 * - An unclean election, unless the setting was planted as a defect and a safe one is expected.
 * - The election of the last known leader, if that replica is torn. If it is not, nothing is lost: it led, so it was in
 *   the ISR, and nobody committed anything since (KIP-966).
 * - The election of a endedAboveLastBatch replica: truncated to a place below which compaction had left nothing, it was level with its
 *   leader by its log end, but a log that is opened again ends after its last batch (UnifiedLog, LogSegment.readNextOffset).
 * - After an unclean or last-known election, any torn replica of the ISR, until ISR and ELR are complete again.
 * - A torn replica (power lost, or a disk wiped, and not caught up since) on which committed records rest, beyond what
 *   `toleratesTorn` (guarantees.ts) says that the configuration survives. Replication factor 1 is a case of that.
 *
 * From then on the partition is doubtful. It is whole again when a true leader takes office (its log is then the truth),
 * or when the replicas have caught up, that is, joined the ISR in their new incarnation.
 */
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ElectionKind } from "../../kafka/observer.ts";
import { noteHappened, toleratesTorn } from "../guarantees.ts";
import { wasMinIsrRaised } from "./completeness.ts";
import { type Ghost, touchPartition } from "./ghost.ts";
import { isCandidate, type PartitionGhost, type ReplicaGhost, Torn } from "./partition-ghost.ts";

/** A replica whose process ended: is it one on which committed records rest? */
export function noteHoldsCommitted(replica: ReplicaGhost): void {
  const { partition, broker } = replica;
  const rests = isCandidate(partition, broker) || partition.leader?.proposedIsr?.includes(broker) === true;
  replica.holdsCommitted = rests || ((replica.torn !== Torn.no || replica.unclean) && replica.holdsCommitted);
}

export function tear(ghost: Ghost, replica: ReplicaGhost, by: Torn): void {
  if (by > replica.torn) replica.torn = by;
  noteHoldsCommitted(replica);
  updateLegalLoss(ghost, replica.partition);
}

export function updateLegalLoss(ghost: Ghost, partition: PartitionGhost): void {
  let power = 0;
  let disk = 0;
  let unclean = 0;
  for (const replica of partition.replicaList) {
    if (!replica.holdsCommitted) continue;
    if (replica.torn === Torn.power) power++;
    else if (replica.torn === Torn.disk) disk++;
    if (replica.unclean) unclean++;
  }
  // What ELR survives rests on min.insync.replicas complete replicas in ISR and ELR.
  const copies = partition.belowProtectingCopies ? 1 : protectingCopies(partition);
  const doubtful = partition.riskyElection >= 0 || !toleratesTorn(ghost.elr, copies, power + disk, unclean);
  if (doubtful !== partition.doubtful) touchPartition(ghost, partition);
  partition.doubtful = doubtful;
  noteHappened(ghost.happened, power, disk, unclean);
}

/** How many replicas ISR and ELR have together at least, unless an election or a new replica has thinned them out. */
function protectingCopies(partition: PartitionGhost): number {
  const { leastMinIsr, replicationFactor } = partition.topic.terms;
  const replicas = partition.registration?.replicas.length ?? replicationFactor;
  return Math.min(leastMinIsr, replicationFactor, replicas);
}

/** After a change of the controller's view: who was let in, and was the election risky? */
export function judgeChange(
  ghost: Ghost,
  partition: PartitionGhost,
  before: PartitionRegistration | null,
  after: PartitionRegistration,
  election: ElectionKind,
): void {
  const elected = partition.replicas[after.leader];
  const isExcused = ghost.options.expectations?.uncleanLeaderElectionEnable !== false;
  if (
    (election === "unclean" && isExcused) ||
    (election === "eligible" && wasMinIsrRaised(partition)) ||
    (election === "last-known" && elected !== undefined && elected.torn !== Torn.no) ||
    (election !== "none" && elected?.endedAboveLastBatch === true)
  ) {
    partition.riskyElection = after.leaderEpoch;
    ghost.happened.lossyElection = true;
  }
  // Fewer replicas keep fewer copies (P-6), and those that come back later have to fetch them first.
  const isWidened = before !== null && after.replicas.length > before.replicas.length;
  const members = after.isr.length + after.eligibleLeaderReplicas.length;
  if (members >= protectingCopies(partition)) partition.belowProtectingCopies = false;
  else if ((election === "unclean" && isExcused) || election === "last-known" || isWidened)
    partition.belowProtectingCopies = true;
  for (const replica of partition.replicaList) {
    if (replica.torn === Torn.no && !replica.unclean && !replica.holdsCommitted && !replica.endedAboveLastBatch)
      continue;
    const isMember = after.isr.includes(replica.broker);
    const isNew = isMember && !(before?.isr.includes(replica.broker) ?? false);
    const lives = ghost.brokers[replica.broker]?.registeredSinceDown === true;
    // Let in for what it had done before its process ended again: that it restarted uncleanly before is forgiven.
    if (isNew && !lives) replica.unclean = false;
    if (isNew && lives) clearDamage(replica);
    else if (isMember || after.eligibleLeaderReplicas.includes(replica.broker))
      replica.holdsCommitted ||= replica.torn !== Torn.no;
  }
  updateLegalLoss(ghost, partition);
}

/** It has caught up, or its log is the truth now. */
export function clearDamage(replica: ReplicaGhost): void {
  replica.endedAboveLastBatch = false;
  replica.torn = Torn.no;
  replica.unclean = false;
  replica.holdsCommitted = false;
}
