/**
 * Every unclean.leader.election.interval.ms: partitions without a leader whose topic allows it (also since its settings
 * were altered) elect any live replica.
 */
import { addPartitionChange, type ControllerDecision, concluded, type Draft, partitionIn } from "./decision.ts";
import { onlineTarget, partitionsInOrder } from "./isr-updates.ts";
import { buildPartitionChange } from "./partition-change.ts";

export function decideElectUncleanly(draft: Draft): ControllerDecision {
  for (const tp of partitionsInOrder(draft.image)) {
    const partition = partitionIn(draft, tp);
    if (partition === undefined || partition.leader >= 0) continue;
    const target = onlineTarget(draft, tp, partition);
    if (target.election === "unclean") addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
  }
  return concluded(draft, null);
}
