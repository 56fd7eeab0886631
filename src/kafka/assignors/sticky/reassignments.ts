/** Partitions move from members that have more to members that have less, until a pass over all of them moves none. */
import { type Balance, isBalanced, leastLoaded, place } from "./balance.ts";
import { type Movements, noteMovement, partitionToMove } from "./movements.ts";

/**
 * True if something moved. A member that owned a partition in an older generation gets it back before anyone else, if that helps,
 * whether or not it subscribes to the topic still, as in Kafka.
 */
export function performReassignments(
  balance: Balance,
  movements: Movements,
  partitions: readonly number[],
  previousOwner: Int32Array,
): boolean {
  let hasMoved = false;
  for (let moves = 1; moves > 0; ) {
    moves = 0;
    let isSettled = isBalanced(balance);
    for (let i = 0; i < partitions.length && !isSettled; i++) {
      const to = betterOwner(balance, partitions[i]!, previousOwner[partitions[i]!]!);
      if (to === -1) continue;
      move(balance, movements, partitions[i]!, to);
      moves++;
      isSettled = isBalanced(balance);
    }
    hasMoved ||= moves > 0;
  }
  return hasMoved;
}

/** A member with at least two less; -1: none. */
function betterOwner(balance: Balance, partition: number, previous: number): number {
  const { group, owners, sizes, isFixed } = balance;
  const size = sizes[owners[partition]!]!;
  if (previous !== -1 && !isFixed[previous]! && sizes[previous]! + 1 < size) return previous;
  const least = leastLoaded(balance, group.topicOf[partition]!, anyone);
  return sizes[least]! + 1 < size ? least : -1;
}

const anyone = (): boolean => true;

function move(balance: Balance, movements: Movements, partition: number, to: number): void {
  const moved = partitionToMove(movements, partition, balance.owners[partition]!, to);
  const from = balance.owners[moved]!;
  noteMovement(movements, moved, from, to);
  place(balance, moved, to);
}
