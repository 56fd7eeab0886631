/** When racks count in an assignment (KIP-881). */

/** Some member sits in a rack that has replicas, and not every partition has a replica in each rack that has any. */
export function racksMatter(memberRacks: ReadonlySet<string>, partitionRacks: readonly (readonly string[])[]): boolean {
  if (memberRacks.size === 0) return false;
  const all = new Set(partitionRacks.flat());
  if (![...memberRacks].some((rack) => all.has(rack))) return false;
  return partitionRacks.some((racks) => racks.length < all.size);
}

/** "" is no rack. */
export const rackOf = (rackId: string | null): string | null => (rackId === "" ? null : rackId);
