/** The coordinator of groups in one broker: its shards, their groups, and what it waits for. */
import type { ConnectionId } from "../../core/ids.ts";
import { hashText, mix, mix3 } from "../../core/mix.ts";
import type { Millis } from "../../core/time.ts";
import type { GroupsConfig } from "../config/resolve-groups.ts";
import type { CoordinatorTypes, Shard } from "../coordinator/coordinator-types.ts";
import { type CoordinatorRuntime, write } from "../coordinator/runtime.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { GroupResponse, NamedPartition } from "../messages/groups.ts";
import type { Request } from "../messages/message.ts";
import { topicByName } from "../metadata/image.ts";
import type { GroupObserver } from "../observer.ts";
import { type DeadlineList, remove, wait } from "../replica-manager/deadline-list.ts";
import type { ClassicGroup } from "./classic-group.ts";
import type { GroupTimer } from "./group-timer.ts";
import type { GroupCommand, GroupLedgerState } from "./ledger.ts";
import type { GroupRecord } from "./records.ts";

export interface GroupTypes extends CoordinatorTypes {
  state: GroupLedgerState;
  command: GroupCommand;
  record: GroupRecord;
  reply: null;
  soft: GroupsInMemory;
}

interface GroupsInMemory {
  readonly groups: Map<string, ClassicGroup>;
}

export type GroupShard = Shard<GroupTypes>;

export interface GroupCoordinator {
  readonly runtime: CoordinatorRuntime<GroupTypes>;
  readonly config: GroupsConfig;
  readonly timers: DeadlineList<GroupTimer>;
}

export const brokerIdOf = ({ runtime }: GroupCoordinator): number => runtime.manager.env.brokerId;

export const observerOf = ({ runtime }: GroupCoordinator): GroupObserver => runtime.manager.port.context.observer;

const nowMs = ({ runtime }: GroupCoordinator): Millis => runtime.manager.port.context.nowMs();

/** For what is written: the clock that applications see. */
export const wallClockMs = ({ runtime }: GroupCoordinator): Millis => runtime.manager.port.context.wallClockMs();

/** Beside the name of its request: what a response says. */
export function responseName(coordinator: GroupCoordinator, request: Request, errorCode: ErrorCode, about = 0): number {
  return mix(mix3(request.name, brokerIdOf(coordinator), errorCode), about);
}

export const respond = (coordinator: GroupCoordinator, connection: ConnectionId, response: GroupResponse): void =>
  coordinator.runtime.manager.port.context.reply(connection, response);

/** Those that this broker's metadata does not know: refused one by one, before the coordinator is asked. */
export function unknownAmong<Named extends NamedPartition>(
  { runtime }: GroupCoordinator,
  partitions: readonly Named[],
): ReadonlySet<NamedPartition> {
  const image = runtime.manager.port.image();
  return new Set(
    partitions.filter(({ topic, partition }) => partition >= (topicByName(image, topic)?.partitions.length ?? 0)),
  );
}

type Complete = (errorCode: ErrorCode) => void;

/** A shard that is being unloaded takes no more. False: nothing was written, and `complete` has heard why. */
export function submit(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  command: GroupCommand,
  complete: Complete,
): boolean {
  if (shard.host.status === "leading") return write(coordinator.runtime, shard, command, complete);
  complete(Errors.NOT_COORDINATOR);
  return false;
}

/** What is left out does not concern its kind. */
type NewTimer = Pick<GroupTimer, "kind" | "groupId"> &
  Partial<Pick<GroupTimer, "memberId" | "generationId" | "delayMs" | "remainingMs">>;

export function startTimer(
  coordinator: GroupCoordinator,
  shard: GroupShard,
  afterMs: Millis,
  { kind, groupId, memberId = "", generationId = -1, delayMs = 0, remainingMs = 0 }: NewTimer,
): GroupTimer {
  const started: GroupTimer = {
    kind,
    groupId,
    memberId,
    generationId,
    delayMs,
    remainingMs,
    shard: shard.index,
    deadlineMs: nowMs(coordinator) + afterMs,
    earlier: null,
    later: null,
    waiting: false,
  };
  wait(coordinator.timers, started, coordinator.runtime.manager.port.context);
  return started;
}

export function stopTimer({ timers }: GroupCoordinator, timer: GroupTimer | null | undefined): void {
  if (timer != null) remove(timers, timer);
}

const idDigits = 16 ** 6;

/** `prefix` and a random id, unlike all ids of the group (G-42). Kafka draws a UUID. */
export function generateMemberId(
  coordinator: GroupCoordinator,
  group: ClassicGroup,
  prefix: string,
  name: number,
): string {
  const { context } = coordinator.runtime.manager.port;
  for (let attempt = 0; ; attempt++) {
    const drawn = context.choose(mix3(hashText(prefix), name, attempt), idDigits);
    const memberId = `${prefix}-${drawn.toString(16).padStart(6, "0")}`;
    if (!group.members.has(memberId) && !group.pendingJoin.has(memberId)) return memberId;
  }
}
