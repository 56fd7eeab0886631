/**
 * Moving replicas (KIP-455, R-50; org.apache.kafka.controller.PartitionReassignmentReplicas and -Revert).
 *
 *   at rest --alter--> moving: replicas := target ∪ leaving, `adding` and `removing` say which are which
 *   moving --what was added is in the ISR--> at rest: `removing` leave replicas and ISR (KAFKA-15665, KAFKA-19975)
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

/** The wanted sets, or, if the move is complete with them, the sets after it (maybeCompleteReassignment). */
export function afterMove(wanted: Move, rules: ControllerRules): Move {
  const { adding, removing } = wanted;
  if (adding.length === 0 && removing.length === 0) return wanted;
  const isr = without(wanted.isr, removing);
  const replicas = without(wanted.replicas, removing);
  if (isr.length === 0 || replicas.length === 0) return wanted;
  if (!rules.reassignmentMayComplete({ isr, replicas, adding, removing })) return wanted;
  invariant(
    adding.every((id) => isr.includes(id) || removing.includes(id)),
    "what was added and stays is in sync when a move ends",
  );
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
  /** Nobody of the former assignment is in sync: the first of it is taken for it, which is an unclean election. */
  readonly unclean: boolean;
}

/** Members of the ELR do not count, as in Kafka's PartitionReassignmentRevert. */
export function revertMove(partition: PartitionRegistration): Revert {
  const { addingReplicas } = partition;
  invariant(isMoving(partition), "only a move is taken back");
  const replicas = without(partition.replicas, addingReplicas);
  const isr = without(partition.isr, addingReplicas);
  invariant(replicas.length > 0, "a move keeps a replica of the former assignment");
  const unclean = isr.length === 0;
  return { isr: unclean ? replicas.slice(0, 1) : isr, replicas, adding: [], removing: [], unclean };
}

const without = (list: readonly number[], gone: readonly number[]): readonly number[] =>
  list.filter((id) => !gone.includes(id));
