/**
 * Committed offsets that nobody asked for in offsets.retention.minutes go, and with its last offset an empty group (G-34,
 * G-35; GroupCoordinatorShard.cleanupGroupMetadata).
 */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { timerKey } from "../../core/timer.ts";
import { consumerProtocolType } from "../messages/consumer-protocol.ts";
import { type ClassicGroup, isSubscribedTo } from "./classic-group.ts";
import { brokerIdOf, type GroupCoordinator, type GroupShard, observerOf, submit, wallClockMs } from "./coordinator.ts";
import type { OffsetEntry } from "./ledger.ts";
import type { OffsetValue } from "./records.ts";
import { forgetGroup } from "./sessions.ts";
import { GroupTimerKind } from "./timers.ts";

export function armExpiry({ runtime, config }: GroupCoordinator): void {
  const key = timerKey(GroupTimerKind.offsetsExpiry, 0);
  runtime.manager.port.context.setTimer(key, config.offsetsRetentionCheckIntervalMs);
}

/** On its timer, which is set again while this broker has a shard. */
export function expireOffsets(coordinator: GroupCoordinator): void {
  const shards = [...coordinator.runtime.shards.values()].sort((a, b) => a.index - b.index);
  for (const shard of shards) {
    if (shard.host.status !== "leading") continue;
    for (const group of [...shard.soft.groups.values()]) expireOffsetsOf(coordinator, shard, group);
  }
  if (shards.length > 0) armExpiry(coordinator);
}

function expireOffsetsOf(coordinator: GroupCoordinator, shard: GroupShard, group: ClassicGroup): void {
  const { groupId } = group;
  const present = [...(shard.host.state.offsets.get(groupId)?.values() ?? [])].filter(
    ({ appended }) => appended !== null,
  );
  const expired = present.filter((entry) => isExpired(coordinator, group, entry));
  invariant(expired.length <= present.length, "only offsets that are there expire");
  const andGroup = expired.length === present.length && group.state === "Empty";
  if (expired.length === 0 && !andGroup) return;
  observerOf(coordinator).offsetsExpired(
    brokerIdOf(coordinator),
    groupId,
    expired.map(({ topic, partition }) => ({ topic, partition })),
  );
  const command = { kind: "delete-offsets" as const, groupId, partitions: expired, andGroup };
  const isDeleted = submit(coordinator, shard, command, () => {});
  invariant(group.members.size === 0 || !andGroup, "a group with members stays");
  if (andGroup && isDeleted) forgetGroup(coordinator, shard, group);
}

function isExpired(coordinator: GroupCoordinator, group: ClassicGroup, { topic, appended }: OffsetEntry): boolean {
  if (appended === null || isSubscribedTo(group, topic)) return false;
  const since = countedFrom(group, appended);
  return since !== null && wallClockMs(coordinator) - since >= coordinator.config.offsetsRetentionMs;
}

/** null: not while the group is as it is. */
function countedFrom(group: ClassicGroup, { commitTimestamp }: OffsetValue): Millis | null {
  if (group.protocolType === null) return commitTimestamp;
  if (group.state === "Empty") return group.stateTimestampMs;
  const isKnown = group.protocolType === consumerProtocolType && group.subscribedTopics !== null;
  return isKnown && group.state === "Stable" ? commitTimestamp : null;
}
