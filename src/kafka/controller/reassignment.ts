/**
 * Moving replicas (KIP-455, R-50; org.apache.kafka.controller.PartitionReassignmentReplicas and -Revert).
 *
 *   at rest --alter--> moving: replicas := target ∪ leaving, `adding` and `removing` say which are which
 *   moving --all of the target in the ISR--> at rest: `removing` leave replicas and ISR (KAFKA-15665)
 *   moving --cancel--> at rest: `adding` leave replicas and ISR
 *   moving --alter--> moving to another target
 */
import { invariant } from "../../core/invariant.ts";
import type { PartitionRegistration } from "../metadata/records.ts";
import type { ControllerRules } from "../rules/controller-rules.ts";

export interface Move {
  readonly isr: readonly number[];
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

export const isMoving = (partition: PartitionRegistration): boolean =>
  partition.addingReplicas.length > 0 || partition.removingReplicas.length > 0;

/** The wanted sets, or, if the move is complete with them, the sets after it. */
export function afterMove(wanted: Move, minInsyncReplicas: number, rules: ControllerRules): Move {
  if (wanted.adding.length === 0 && wanted.removing.length === 0) return wanted;
  const isr = without(wanted.isr, wanted.removing);
  const replicas = without(wanted.replicas, wanted.removing);
  if (isr.length === 0 || replicas.length === 0) return wanted;
  const minIsr = Math.min(minInsyncReplicas, replicas.length);
  if (!rules.reassignmentMayComplete({ isr, replicas, adding: wanted.adding, minIsr })) return wanted;
  return { isr, replicas, adding: [], removing: [] };
}

/**
 * What a partition is to be while it moves to `target`. Counted from all replicas of now, those of a former move among
 * them; a move that adds (or removes) nobody keeps what the former one was adding (or removing), so that cancelling goes
 * back behind both (ReplicationControlManager.changePartitionReassignment).
 */
export function moveTo(partition: PartitionRegistration, target: readonly number[]): Move {
  const removing = ascending(without(partition.replicas, target));
  const adding = ascending(without(target, partition.replicas));
  invariant(target.length > 0, "a partition keeps a replica");
  return {
    isr: partition.isr,
    replicas: [...target, ...removing],
    adding: adding.length > 0 ? adding : partition.addingReplicas,
    removing: removing.length > 0 ? removing : partition.removingReplicas,
  };
}

const ascending = (list: readonly number[]): readonly number[] => [...list].sort((a, b) => a - b);

interface Revert extends Move {
  /** No replica of the former assignment is known to hold everything: going back means an unclean election. */
  readonly unclean: boolean;
}

export function revertMove(partition: PartitionRegistration): Revert {
  const { addingReplicas, isr, eligibleLeaderReplicas } = partition;
  invariant(isMoving(partition), "only a move is taken back");
  const holders = [...isr, ...eligibleLeaderReplicas];
  return {
    isr: without(isr, addingReplicas),
    replicas: without(partition.replicas, addingReplicas),
    adding: [],
    removing: [],
    unclean: holders.length > 0 && without(holders, addingReplicas).length === 0,
  };
}

const without = (list: readonly number[], gone: readonly number[]): readonly number[] =>
  list.filter((id) => !gone.includes(id));
