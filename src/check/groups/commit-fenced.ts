/** 3.6 CommitFencing: a coordinator that has begun a generation takes no commit of an older one. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check, Monitor } from "../monitor.ts";
import { offsetsPartitionOf } from "./lost-history.ts";

const card: CheckCard = {
  name: "commit-fenced",
  sentence: "A coordinator takes a commit only from a member of the generation that it began last.",
  formula: "commit accepted by b at generation g ⇒ g = newest generation that b began",
  source: "invariants 3.6 (CommitFencing); G-30",
  kind: "monitor",
  guarantee: "commits-kept",
};

function watch(ghost: Ghost): Monitor {
  /** By broker and group, since it loaded the group's partition. */
  const begun = new Map<string, number>();
  const keyOf = (broker: number, groupId: string): string => `${broker} ${groupId}`;
  const forget = (broker: number): void => {
    for (const key of begun.keys()) if (key.startsWith(`${broker} `)) begun.delete(key);
  };
  return {
    coordinatorLoaded: forget,
    nodeDown: forget,
    offsetsExpired: (broker, groupId) => {
      begun.delete(keyOf(broker, groupId));
    },
    generationStarted: (broker, groupId, generationId) => {
      begun.set(keyOf(broker, groupId), generationId);
    },
    commitTaken: (broker, groupId, memberId, generationId) => {
      const newest = begun.get(keyOf(broker, groupId));
      if (newest === undefined || generationId < 0 || generationId === newest) return;
      found(ghost, card, offsetsPartitionOf(ghost, groupId), {
        role: "commit-of-older-generation",
        sentence: `${nodeName(broker)} takes a commit of ${memberId} in generation ${generationId} of group ${groupId}, though generation ${newest} has begun`,
        subject: { kind: "broker", broker },
      });
    },
  };
}

export const commitFenced: Check = { card, watch };
