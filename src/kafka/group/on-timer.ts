/** Time passes for groups: which timer of the coordinator leads where. */
import { invariant } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
import { timerKind, timerObject } from "../../core/timer.ts";
import { onLoadTimer, onWriteTimer } from "../coordinator/runtime.ts";
import { Errors } from "../errors.ts";
import { takeExpired } from "../replica-manager/deadline-list.ts";
import { answerJoin, joinRefusal } from "./answers.ts";
import { type ClassicGroup, haveAllJoined } from "./classic-group.ts";
import type { GroupCoordinator, GroupShard } from "./coordinator.ts";
import { expireOffsets } from "./expiry.ts";
import type { GroupTimer } from "./group-timer.ts";
import { completeJoin, maybeRebalance, onInitialJoinTimer, onSyncTimer } from "./rebalance.ts";
import { dropMember } from "./sessions.ts";
import { GroupTimerKind } from "./timers.ts";

type OnTimer = (coordinator: GroupCoordinator, object: number) => void;

const byKind: Readonly<Record<number, OnTimer | undefined>> = {
  [GroupTimerKind.groupDeadline]: onDeadline,
  [GroupTimerKind.coordinatorWrite]: ({ runtime }) => onWriteTimer(runtime),
  [GroupTimerKind.coordinatorLoad]: ({ runtime }, index) => onLoadTimer(runtime, index),
  [GroupTimerKind.offsetsExpiry]: expireOffsets,
};

/** False: the timer is another's. */
export function onCoordinatorTimer(coordinator: GroupCoordinator, timer: TimerKey): boolean {
  const onTimer = byKind[timerKind(timer)];
  onTimer?.(coordinator, timerObject(timer));
  return onTimer !== undefined;
}

function onDeadline(coordinator: GroupCoordinator): void {
  const { timers, runtime } = coordinator;
  const { context } = runtime.manager.port;
  for (let due = takeExpired(timers, context); due !== null; due = takeExpired(timers, context)) {
    const shard = runtime.shards.get(due.shard);
    invariant(shard !== undefined, "nothing is waited for in a shard that is gone");
    onGroupTimer(coordinator, shard, due);
  }
}

function onGroupTimer(coordinator: GroupCoordinator, shard: GroupShard, timer: GroupTimer): void {
  const group = shard.soft.groups.get(timer.groupId);
  if (group === undefined) return;
  switch (timer.kind) {
    case "session":
      onSessionTimer(coordinator, shard, group, timer.memberId);
      return;
    case "join":
      completeJoin(coordinator, shard, group);
      return;
    case "initial-join":
      onInitialJoinTimer(coordinator, shard, group, timer.delayMs, timer.remainingMs);
      return;
    case "sync":
      onSyncTimer(coordinator, shard, group, timer.generationId);
  }
}

/** A member that waits for an answer is alive; a new one is not, if that takes five minutes (G-18, G-72). */
function onSessionTimer(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup, memberId: string): void {
  const member = group.members.get(memberId);
  const isWaiting = member !== undefined && (member.awaitingJoin !== null || member.awaitingSync !== null);
  if (isWaiting && !member.isNew) return;
  if (member !== undefined) answerJoin(coordinator, member, joinRefusal(Errors.UNKNOWN_MEMBER_ID, ""));
  dropMember(coordinator, group, memberId, "session-expired");
  if (group.state === "PreparingRebalance") {
    if (haveAllJoined(group)) completeJoin(coordinator, shard, group);
  } else if (member !== undefined) maybeRebalance(coordinator, shard, group, "session-expired");
}
