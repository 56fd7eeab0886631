/** What the controller decides of its own accord, when a timer of it fires. */
import { invariant } from "../../core/invariant.ts";
import type { MetadataImage } from "../metadata/image.ts";
import {
  addPartitionChange,
  type ControllerDecision,
  concluded,
  type Draft,
  fenceAgain,
  partitionIn,
} from "./decision.ts";
import { fenceBroker, onlineTarget, partitionsInOrder } from "./isr-updates.ts";
import { buildPartitionChange } from "./partition-change.ts";

/**
 * No heartbeat within broker.session.timeout.ms: the broker is fenced, which takes it out of every ISR and leadership
 * (K-22; org.apache.kafka.controller.ReplicationControlManager.handleBrokerFenced). One broker per decision, so that each
 * sees what the former did. A broker that was fenced before, as one that stopped, is fenced once more.
 */
export function decideExpireSession(draft: Draft, { brokerId }: { readonly brokerId: number }): ControllerDecision {
  const broker = draft.image.brokers.get(brokerId);
  invariant(broker !== undefined, "a registered broker alone is fenced");
  if (broker.fenced) fenceAgain(draft, broker);
  else fenceBroker(draft, brokerId);
  return concluded(draft, null);
}

/** As Kafka's MAX_ELECTIONS_PER_IMBALANCE: a round elects at most so many. */
export const maxElections = 1000;

/**
 * Every unclean.leader.election.interval.ms: partitions without a leader whose topic allows it (also since its settings
 * were altered) elect any live replica.
 */
export function decideElectUncleanly(draft: Draft): ControllerDecision {
  for (const tp of partitionsInOrder(draft.image)) {
    if (draft.records.length >= maxElections) break;
    const partition = partitionIn(draft, tp);
    if (partition === undefined || partition.leader >= 0) continue;
    const target = onlineTarget(draft, tp, partition);
    if (target.election === "unclean") addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
  }
  return concluded(draft, null);
}

/**
 * auto.leader.rebalance.enable: every leader.imbalance.check.interval.seconds partitions that are led by another than the
 * head of their assignment get it back, if it is in the ISR.
 */
export function decideBalanceLeaders(draft: Draft): ControllerDecision {
  const imbalanced = imbalancedBrokers(draft);
  if (imbalanced.size === 0) return concluded(draft, null);
  for (const tp of partitionsInOrder(draft.image)) {
    if (draft.records.length >= maxElections) break;
    const partition = partitionIn(draft, tp);
    const preferred = partition?.replicas[0] ?? -1;
    if (partition === undefined || partition.leader === preferred || !imbalanced.has(preferred)) continue;
    const target = { ...onlineTarget(draft, tp, partition), election: "preferred" as const };
    addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
  }
  return concluded(draft, null);
}

/**
 * Brokers that do not lead all the partitions that prefer them: the quorum controller ignores
 * leader.imbalance.per.broker.percentage, by which the ZooKeeper controller let a broker fall behind first.
 */
function imbalancedBrokers(draft: Draft): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { leader, replicas } of draft.image.partitions.values()) {
    const head = replicas[0] ?? -1;
    if (leader !== head) found.add(head);
  }
  return found;
}

export function isAnyImbalanced(image: MetadataImage): boolean {
  for (const { leader, replicas } of image.partitions.values()) if (leader !== replicas[0]) return true;
  return false;
}

export function isAnyLeaderless(image: MetadataImage): boolean {
  for (const { leader } of image.partitions.values()) if (leader < 0) return true;
  return false;
}
