/**
 * auto.leader.rebalance.enable: every leader.imbalance.check.interval.seconds partitions that are led by another than the
 * head of their assignment get it back, if it is in the ISR.
 */
import { addPartitionChange, type ControllerDecision, concluded, type Draft, partitionIn } from "./decision.ts";
import { onlineTarget, partitionsInOrder } from "./isr-updates.ts";
import { buildPartitionChange } from "./partition-change.ts";

/** As Kafka's MAX_ELECTIONS_PER_IMBALANCE: a check elects at most so many. */
const maxElections = 1000;

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
