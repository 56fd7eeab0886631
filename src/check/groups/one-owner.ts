/**
 * 3.3 NoDoubleOwnership: within one generation of a group each partition is processed by one member. In another generation
 * it may be another's: whoever was excluded may go on with what it holds until it hears of it (§6.6); only its commits are
 * fenced.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { enterPartition, type Ghost } from "../ghost/ghost.ts";
import type { Check, Monitor } from "../monitor.ts";
import { isExcused, watchLosses } from "./lost-history.ts";

const card: CheckCard = {
  name: "one-owner",
  sentence: "No two members of a group process the same partition in the same generation.",
  formula: "∀ group, generation, partition: |{ member that processed it }| ≤ 1",
  source: "invariants 3.3 (NoDoubleOwnership); G-52, KIP-429",
  kind: "history",
  guarantee: "one-owner",
};

/**
 * One static member, by its instance id: whoever is replaced goes on until it hears of it, in the same generation, as a
 * replacement needs no rebalance (G-43, KIP-345).
 */
function isSameInstance({ options }: Ghost, one: number, other: number): boolean {
  const instanceOf = (client: number): string | null =>
    options.consumers?.find((terms) => terms.client === client)?.group?.groupInstanceId ?? null;
  return instanceOf(one) !== null && instanceOf(one) === instanceOf(other);
}

function watch(ghost: Ghost): Monitor {
  const losses = watchLosses();
  /** By group: the newest generation in which each partition was processed, and by whom. */
  const owners = new Map<string, Map<string, number>>();
  const ownersOf = (groupId: string): Map<string, number> => {
    const known = owners.get(groupId) ?? new Map<string, number>();
    owners.set(groupId, known);
    return known;
  };
  return {
    ...losses.monitor,
    // The group is gone with its offsets: the next one of the name counts its generations anew.
    offsetsExpired: (_broker, groupId) => {
      owners.delete(groupId);
    },
    processed: (client, groupId, generationId, tp, _batch, from) => {
      const known = ownersOf(groupId);
      const key = `${tp}@${generationId}`;
      const owner = known.get(key);
      if (owner === undefined) known.set(key, client);
      if (owner === undefined || owner === client || isSameInstance(ghost, owner, client)) return;
      const partition = enterPartition(ghost, tp);
      if (isExcused(ghost, losses, groupId, null)) return;
      found(ghost, card, partition, {
        role: "two-owners",
        sentence: `${nodeName(client)} processes ${at(partition, from)} in generation ${generationId} of group ${groupId}, in which ${nodeName(owner)} has it`,
        subject: { kind: "position", client, broker: -1, offset: from },
      });
    },
  };
}

export const oneOwner: Check = { card, watch };
