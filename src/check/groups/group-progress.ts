/**
 * 5.9 GroupStable, 5.10 LagDrains: when the faults are over, a group with living members is stable, each partition of what
 * they subscribe to is held by one of them, and their applications have processed and committed all. (How far they have
 * read is said by reads-reach-end.)
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import type { FinalGroup, FinalState } from "../final-state.ts";
import { found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { groupsCanSettle } from "../guarantees.ts";
import { judgedPartitions } from "../liveness/final-view.ts";
import type { Check } from "../monitor.ts";
import { offsetsPartitionOf } from "./lost-history.ts";

const card: CheckCard = {
  name: "group-progress",
  sentence:
    "Once the faults are over, every group with living members is stable, all its partitions have an owner, and nobody waits.",
  formula: "◇ (state = Stable ∧ ∀ subscribed p: ∃ living owner(p) ∧ all committed)",
  source: "invariants 5.9 (GroupStable), 5.10 (LagDrains)",
  kind: "liveness",
  guarantee: "group-progress",
};

function judge(ghost: Ghost, final: FinalState): void {
  const served = new Map(judgedPartitions(ghost, final).map((judged) => [judged.partition.topicPartition, judged]));
  const isServed = (tp: number): boolean => {
    const judged = served.get(tp);
    return judged !== undefined && judged.need.leader === "required" && judged.leader !== null;
  };
  for (const group of final.groups) {
    const living = group.members.filter(({ healthy }) => healthy);
    if (living.length === 0) continue;
    const offsets = offsetsPartitionOf(ghost, group.groupId);
    if (served.size === 0 || (offsets !== null && !isServed(offsets.topicPartition))) continue;
    const unowned = group.unowned.filter(isServed);
    const waiting = living.find(({ isIdle }) => !isIdle);
    if (group.state === "Stable" && unowned.length === 0 && waiting === undefined) continue;
    found(ghost, card, offsets, {
      role: roleOf(group, unowned.length > 0),
      legal: groupsCanSettle(ghost.options) ? null : "settings-allow-no-progress",
      sentence: sentenceOf(group, unowned.length, waiting?.client ?? -1),
      subject: { kind: "cluster", sinceMicros: ghost.calmSince },
    });
    return;
  }
}

function roleOf({ state }: FinalGroup, hasUnowned: boolean): string {
  if (state === null) return "no-coordinator";
  if (state !== "Stable") return "not-stable";
  return hasUnowned ? "partition-without-owner" : "member-waits";
}

function sentenceOf({ groupId, state }: FinalGroup, unowned: number, waiting: number): string {
  if (state === null) return `no coordinator has group ${groupId}`;
  if (state !== "Stable") return `group ${groupId} stays ${state}`;
  if (unowned > 0) return `${unowned} partitions of group ${groupId} have no owner`;
  return `${nodeName(waiting)} of group ${groupId} has not done what it was given`;
}

export const groupProgress: Check = { card, watch: (ghost) => ({ finish: (final) => judge(ghost, final) }) };
