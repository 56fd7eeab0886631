/** The racks of a sticky assignment (AbstractStickyAssignor.RackInfo, KIP-881). */
import { rackOf, racksMatter } from "../rack-match.ts";
import type { NumberedGroup } from "./numbered-group.ts";

export interface Racks {
  readonly areUsed: boolean;
  /** By member; null: none, or racks are not used. */
  readonly rackOf: readonly (string | null)[];
  /** By partition. */
  readonly racksOf: readonly (readonly string[])[];
}

export function racksOf({ members, racksOf }: NumberedGroup): Racks {
  const named = members.map(({ metadata }) => rackOf(metadata.rackId));
  const areUsed = racksMatter(new Set(named.filter((rack) => rack !== null)), racksOf);
  return { areUsed, rackOf: areUsed ? named : members.map(() => null), racksOf };
}

/** A replica of this partition is in the member's rack. */
export function isNear(racks: Racks, member: number, partition: number): boolean {
  const rack = racks.rackOf[member]!;
  return rack !== null && racks.racksOf[partition]!.includes(rack);
}

/** The member has a rack, and no replica is there. */
export const isFar = (racks: Racks, member: number, partition: number): boolean =>
  racks.rackOf[member] !== null && !isNear(racks, member, partition);

/** Those with the fewest members near them first, else as they stand. */
export function fewestNearFirst(racks: Racks, partitions: readonly number[]): number[] {
  if (!racks.areUsed) return [...partitions];
  const membersIn = new Map<string, number>();
  for (const rack of racks.rackOf) if (rack !== null) membersIn.set(rack, (membersIn.get(rack) ?? 0) + 1);
  const near = new Map<number, number>();
  for (const partition of partitions) {
    near.set(
      partition,
      racks.racksOf[partition]!.reduce((sum, rack) => sum + (membersIn.get(rack) ?? 0), 0),
    );
  }
  return [...partitions].sort((a, b) => near.get(a)! - near.get(b)!);
}
