/**
 * Lossy events: after which of them may committed records of a partition be gone, and until when.
 *
 * - An unclean election, unless the setting was planted as a defect and a safe one is expected.
 * - The election of the last known leader, if that replica is torn. If it is not, nothing is lost: it led, so it was in
 *   the ISR, and nobody committed anything since (KIP-966).
 * - The election of a replica that ended above its last batch: truncated to a place below which compaction had left nothing, it was level with its
 *   leader by its log end, but a log that is opened again ends after its last batch (UnifiedLog, LogSegment.readNextOffset).
 * - The next election when a leader that missed another one's reign has committed by what its followers had before it.
 * - After an unclean or last-known election, any torn replica of the ISR, until ISR and ELR are complete again.
 * - A torn replica (power lost, or a disk wiped, and not caught up since) on which committed records rest, beyond what
 *   `toleratesTorn` (guarantees.ts) says that the configuration survives. Replication factor 1 is a case of that.
 *
 * From then on a loss is legal. It is whole again when a true leader takes office (its log is then the truth),
 * or when the replicas have caught up, that is, joined the ISR in their new incarnation.
 */
import { invariant } from "../../core/invariant.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ElectionKind } from "../../kafka/observer.ts";
import { type AnomalyName, excuse } from "../anomaly.ts";
import { noteHappened, toleratesTorn } from "../guarantees.ts";
import { type Ghost, touchPartition } from "./ghost.ts";
import { isCandidate, type PartitionGhost, type ReplicaGhost, Torn, wasMinIsrRaised } from "./partition-ghost.ts";

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
  invariant(power + disk <= partition.replicaList.length, "a replica is damaged once");
  // What ELR survives rests on min.insync.replicas complete replicas in ISR and ELR.
  const copies = partition.belowProtectingCopies ? 1 : protectingCopies(partition);
  const isTolerated = toleratesTorn(ghost.elr, copies, power + disk, unclean);
  const before = partition.legalLoss;
  partition.legalLoss =
    partition.riskyElection >= 0 ? partition.riskyBy : isTolerated ? null : "too-many-damaged-replicas";
  if ((before === null) !== (partition.legalLoss === null)) touchPartition(ghost, partition);
  noteHappened(ghost.happened, power, disk, unclean);
}

/** To be asked where a loss would be reported. */
export const isLossLegal = (ghost: Ghost, { legalLoss }: PartitionGhost): boolean =>
  legalLoss !== null && excuse(ghost.excuses, legalLoss);

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
  const isUnclean = election === "unclean" && ghost.options.expectations?.uncleanLeaderElectionEnable !== false;
  const risk = isUnclean ? "unclean-election" : riskOf(partition, partition.replicas[after.leader], election);
  if (risk !== null) expectLoss(ghost, partition, after.leaderEpoch, risk);
  // Fewer replicas keep fewer copies (P-6), and those that come back later have to fetch them first.
  const isWidened = before !== null && after.replicas.length > before.replicas.length;
  // A move may end with fewer in sync than min.insync.replicas (KAFKA-19975).
  const isMoved = before?.replicas.some((broker) => !after.replicas.includes(broker)) === true;
  const members = after.isr.length + after.eligibleLeaderReplicas.length;
  if (members >= protectingCopies(partition)) partition.belowProtectingCopies = false;
  else if (isUnclean || election === "last-known" || isWidened || isMoved) partition.belowProtectingCopies = true;
  for (const replica of partition.replicaList) {
    if (replica.torn === Torn.no && !replica.unclean && !replica.holdsCommitted && !replica.endedAboveLastBatch)
      continue;
    const isMember = after.isr.includes(replica.broker);
    const isNew = isMember && !(before?.isr.includes(replica.broker) ?? false);
    const lives = ghost.brokers[replica.broker]?.registeredSinceDown === true;
    // The join was proposed for an earlier incarnation; it clears that incarnation's unclean flag only.
    if (isNew && !lives && replica.unclean && excuse(ghost.excuses, "joins-for-earlier-process"))
      replica.unclean = false;
    if (isNew && lives) clearDamage(replica);
    else if (isMember || after.eligibleLeaderReplicas.includes(replica.broker))
      replica.holdsCommitted ||= replica.torn !== Torn.no;
  }
  updateLegalLoss(ghost, partition);
}

/** Until somebody takes office in this leader epoch, or a later one, a loss is legal. */
export function expectLoss(ghost: Ghost, partition: PartitionGhost, leaderEpoch: number, by: AnomalyName): void {
  partition.riskyElection = leaderEpoch;
  partition.riskyBy = by;
  ghost.happened.lossyElection = true;
  updateLegalLoss(ghost, partition);
}

function riskOf(
  partition: PartitionGhost,
  elected: ReplicaGhost | undefined,
  election: ElectionKind,
): AnomalyName | null {
  if (election === "eligible" && wasMinIsrRaised(partition)) return "changed-min-insync-replicas";
  if (election === "none" || elected === undefined) return null;
  if (election === "eligible" && elected.leftEligible) return "eligible-after-move";
  if (election === "last-known" && elected.torn !== Torn.no) return "torn-last-known-leader";
  return elected.endedAboveLastBatch ? "log-end-forgotten" : null;
}

/** It has caught up, or its log is the truth now. */
export function clearDamage(replica: ReplicaGhost): void {
  replica.endedAboveLastBatch = false;
  replica.torn = Torn.no;
  replica.unclean = false;
  replica.holdsCommitted = false;
}
