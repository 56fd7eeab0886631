/**
 * Sticky assignment where all members subscribe to the same topics (AbstractStickyAssignor.ConstrainedAssignmentBuilder).
 *
 *   ten partitions, three members: two get three (the minimum), one gets four
 *   1. members keep what they own, up to three, or four while that is still to be had
 *   2. what is left goes to members near to it, if racks count
 *   3. the rest goes round those that have too few, then to those that have exactly three and may have one more
 */
import { invariant } from "../../../core/invariant.ts";
import type { Claims } from "./claims.ts";
import type { NumberedGroup } from "./numbered-group.ts";
import { fewestNearFirst, isFar, isNear, type Racks } from "./racks.ts";

interface Filling {
  readonly group: NumberedGroup;
  readonly racks: Racks;
  readonly claims: Claims;
  readonly minQuota: number;
  readonly maxQuota: number;
  /** How many members get one more than the minimum, and how many have it; both 0 if the partitions divide evenly. */
  readonly overQuotaExpected: number;
  overQuota: number;
  readonly owners: Int32Array;
  readonly sizes: Int32Array;
  /** By partition: the member that owned it and did not keep it; -1: nobody. */
  readonly revokedFrom: Int32Array;
  readonly transferring: number[];
  /** Members with too few, and with just enough while one more may be had. */
  under: number[];
  exact: number[];
}

interface ConstrainedAssignment {
  /** By partition. */
  readonly owners: Int32Array;
  /** Partitions that go from one member to another, or that two believe to own. */
  readonly transferring: readonly number[];
}

export function assignConstrained(group: NumberedGroup, racks: Racks, claims: Claims): ConstrainedAssignment {
  const filling = newFilling(group, racks, claims);
  for (let member = 0; member < group.members.length; member++) keepOwned(filling, member);
  const { owners, transferring } = filling;
  const unassigned: number[] = [];
  for (let partition = 0; partition < owners.length; partition++) {
    if (owners[partition] === -1) unassigned.push(partition);
  }
  const byId = (a: number, b: number): number => group.rank[a]! - group.rank[b]!;
  filling.under.sort(byId);
  filling.exact.sort(byId);
  assignRoundRobin(filling, assignNear(filling, fewestNearFirst(racks, unassigned)));
  invariant(
    filling.under.every((member) => filling.sizes[member] === filling.minQuota),
    "every member has its quota",
  );
  return { owners, transferring };
}

function newFilling(group: NumberedGroup, racks: Racks, claims: Claims): Filling {
  const { partitionCount, members } = group;
  return {
    group,
    racks,
    claims,
    minQuota: Math.floor(partitionCount / members.length),
    maxQuota: Math.ceil(partitionCount / members.length),
    overQuotaExpected: partitionCount % members.length,
    overQuota: 0,
    owners: new Int32Array(partitionCount).fill(-1),
    sizes: new Int32Array(members.length),
    revokedFrom: new Int32Array(partitionCount).fill(-1),
    transferring: [],
    under: [],
    exact: [],
  };
}

function keepOwned(filling: Filling, member: number): void {
  const { claims, racks, revokedFrom, minQuota, maxQuota, overQuotaExpected } = filling;
  const owned: number[] = [];
  for (const partition of claims.owned[member]!) {
    if (isFar(racks, member, partition)) revokedFrom[partition] = member;
    else if (claims.isContested[partition] === 0) owned.push(partition);
  }
  if (owned.length < minQuota) {
    filling.under.push(member);
    keep(filling, member, owned, owned.length);
  } else if (owned.length >= maxQuota && filling.overQuota < overQuotaExpected) {
    countOverQuota(filling);
    keep(filling, member, owned, maxQuota);
  } else {
    if (filling.overQuota < overQuotaExpected) filling.exact.push(member);
    keep(filling, member, owned, minQuota);
  }
}

/** The lowest partition numbers stay, topic by topic (KAFKA-16277). */
function keep(filling: Filling, member: number, owned: number[], count: number): void {
  const { group, owners, sizes, revokedFrom } = filling;
  const { topicOf, firstOf } = group;
  if (count < owned.length) {
    const numberOf = (partition: number): number => partition - firstOf[topicOf[partition]!]!;
    owned.sort((a, b) => numberOf(a) - numberOf(b) || a - b);
  }
  for (let i = 0; i < owned.length; i++) {
    if (i < count) owners[owned[i]!] = member;
    else revokedFrom[owned[i]!] = member;
  }
  sizes[member] = count;
}

/** With the last of them those that have just enough are full. */
function countOverQuota(filling: Filling): void {
  filling.overQuota++;
  invariant(filling.overQuota <= filling.overQuotaExpected, "no more members are over the minimum than must be");
  if (filling.overQuota === filling.overQuotaExpected) filling.exact.length = 0;
}

function give(filling: Filling, partition: number, member: number): void {
  const { owners, sizes, revokedFrom, claims, transferring } = filling;
  invariant(owners[partition] === -1, "a partition that is given has no owner");
  owners[partition] = member;
  sizes[member]!++;
  const from = revokedFrom[partition]!;
  if ((from !== -1 && from !== member) || claims.isContested[partition] === 1) transferring.push(partition);
}

/** Round those near a partition; what nobody near can take is returned. */
function assignNear(filling: Filling, unassigned: readonly number[]): readonly number[] {
  if (!filling.racks.areUsed) return unassigned;
  let turn = 0;
  return unassigned.filter((partition) => {
    const next = nearestTo(filling, partition, filling.under, turn);
    if (next === -1) return !giveToExact(filling, partition);
    turn = giveToUnder(filling, partition, next);
    return false;
  });
}

function nearestTo({ racks }: Filling, partition: number, members: readonly number[], from: number): number {
  for (let i = 0; i < members.length; i++) {
    const place = (from + i) % members.length;
    if (isNear(racks, members[place]!, partition)) return place;
  }
  return -1;
}

/** Returns whose turn it is next. */
function giveToUnder(filling: Filling, partition: number, place: number): number {
  const { under, exact, sizes, minQuota, maxQuota } = filling;
  const member = under[place]!;
  give(filling, partition, member);
  let next = place + 1;
  if (sizes[member]! >= minQuota) {
    under.splice(place, 1);
    next = place;
    if (sizes[member]! < maxQuota && filling.overQuota < filling.overQuotaExpected) exact.push(member);
  }
  return under.length === 0 ? 0 : next % under.length;
}

function giveToExact(filling: Filling, partition: number): boolean {
  const { exact } = filling;
  const place = nearestTo(filling, partition, exact, 0);
  if (place === -1) return false;
  const member = exact[place]!;
  give(filling, partition, member);
  exact.splice(place, 1);
  countOverQuota(filling);
  return true;
}

function assignRoundRobin(filling: Filling, unassigned: readonly number[]): void {
  const { under, exact, sizes, minQuota } = filling;
  let turn = 0;
  let nextExact = 0;
  for (const partition of unassigned) {
    if (under.length === 0) {
      invariant(nextExact < exact.length, "a partition that is left finds a member with room");
      give(filling, partition, exact[nextExact++]!);
      continue;
    }
    if (turn >= under.length) turn = 0;
    const member = under[turn]!;
    give(filling, partition, member);
    if (sizes[member] === minQuota) {
      under.splice(turn, 1);
      exact.push(member);
    } else turn++;
  }
}
