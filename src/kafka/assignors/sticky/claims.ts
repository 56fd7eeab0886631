/**
 * What members say that they own. One partition has one owner: of two claims the one of the higher generation counts, and of two of the same
 * generation none, for then both may believe in it (KAFKA-12984, AbstractStickyAssignor.allSubscriptionsEqual).
 */
import type { ConsumerSubscription, TopicPartitions } from "../../messages/consumer-protocol.ts";
import { type NumberedGroup, numbersOf } from "./numbered-group.ts";

/** What an assignor reads of a subscription; generation -1: none. */
export interface Claim {
  readonly partitions: readonly TopicPartitions[];
  readonly generation: number;
}

type ClaimOf = (subscription: ConsumerSubscription) => Claim;

export interface Claims {
  /** By member. */
  readonly owned: readonly (readonly number[])[];
  /** By partition: claimed twice in one generation. It stays so when a third member then owns it. */
  readonly isContested: Uint8Array;
  /** By partition: the member that owned it in an older generation than the newest; -1: nobody. */
  readonly previousOwner: Int32Array;
  readonly areSubscriptionsEqual: boolean;
}

export function judgeClaims(group: NumberedGroup, claimOf: ClaimOf): Claims {
  const claims = group.members.map(({ metadata }) => claimOf(metadata));
  const numbers = claims.map(({ partitions }) => numbersOf(group, partitions));
  const { owned, isContested } = settle(group, claims, numbers);
  return {
    owned,
    isContested,
    previousOwner: previousOwners(group, claims, numbers),
    areSubscriptionsEqual: areSubscriptionsEqual(group),
  };
}

function settle(
  { members, partitionCount }: NumberedGroup,
  claims: readonly Claim[],
  numbers: readonly (readonly number[])[],
): Pick<Claims, "owned" | "isContested"> {
  const owned = members.map(() => [] as number[]);
  const isContested = new Uint8Array(partitionCount);
  const claimant = new Int32Array(partitionCount).fill(-1);
  for (let member = 0; member < members.length; member++) {
    const { generation } = claims[member]!;
    for (const partition of numbers[member]!) {
      const other = claimant[partition]!;
      // The rival's generation is read from its subscription itself, not from what the assignor wrote into it.
      const otherGeneration = other === -1 ? -1 : members[other]!.metadata.generationId;
      if (other !== -1 && generation < otherGeneration) continue;
      if (other === -1 || generation > otherGeneration) owned[member]!.push(partition);
      else isContested[partition] = 1;
      if (other !== -1) drop(owned[other]!, partition);
      claimant[partition] = member;
    }
  }
  return { owned, isContested };
}

function drop(list: number[], partition: number): void {
  const index = list.indexOf(partition);
  if (index !== -1) list.splice(index, 1);
}

function previousOwners(
  { partitionCount }: NumberedGroup,
  claims: readonly Claim[],
  numbers: readonly (readonly number[])[],
): Int32Array {
  const newest = claims.reduce((most, { generation }) => Math.max(most, generation), -1);
  const owner = new Int32Array(partitionCount).fill(-1);
  claims.forEach(({ generation }, member) => {
    if (generation === newest) return;
    for (const partition of numbers[member]!) {
      const other = owner[partition]!;
      if (other === -1 || generation > claims[other]!.generation) owner[partition] = member;
    }
  });
  return owner;
}

/** As Kafka compares them: a member without topics that comes first is the equal of all. */
function areSubscriptionsEqual({ members }: NumberedGroup): boolean {
  let all: ReadonlySet<string> = new Set();
  for (const { metadata } of members) {
    if (all.size === 0) all = new Set(metadata.topics);
    else if (metadata.topics.length !== all.size || !metadata.topics.every((topic) => all.has(topic))) return false;
  }
  return true;
}
