/** The consumer as its membership sees it. */
import { requestUpdate } from "../../metadata/metadata-updater.ts";
import { nextCorrelationId } from "../../network/network-client.ts";
import type { ConsumerState } from "../consumer-state.ts";
import type { MembershipPort } from "../membership/membership-port.ts";
import { goAway } from "./application.ts";
import { assignableTopic } from "./assignable-topic.ts";
import { ownedPartitions, release, takeAssigned } from "./assignment.ts";
import { commitBeforeJoin } from "./commits.ts";
import { coordinatorReadyAtMs, forgetCoordinator, sendToCoordinator } from "./coordinator-lookup.ts";
import type { GroupState } from "./group-state.ts";

/** `consumer` and `group` are called late, as they hold their membership. */
export const newPort = (
  { self, config, options }: Pick<ConsumerState, "self" | "config" | "options">,
  consumer: () => ConsumerState,
  group: () => GroupState,
): MembershipPort => {
  const names = [...options.workload.topics].sort();
  const rack = options.rack || config.clientRack;
  const { groupId } = config.group!;
  return {
    self,
    config: config.group!,
    rack: rack === "" ? null : rack,
    topics: () => names,
    topic: (name) => assignableTopic(consumer(), group(), name),
    mayBeAssigned: (name) => names.includes(name),
    isMetadataFresh: () => !consumer().updater.isWanted && !consumer().updater.isInFlight,
    watchTopics: (topics) => watchTopics(consumer(), topics),
    isPolling: () => group().application.phase === "polling",
    pollDeadlineMs: () =>
      group().application.phase === "polling"
        ? Number.POSITIVE_INFINITY
        : group().application.polledMs + config.group!.maxPollIntervalMs,
    coordinatorReadyAtMs: () => coordinatorReadyAtMs(consumer(), group()),
    send: (body, call, timeoutMs, context) => sendToCoordinator(consumer(), group(), body, call, timeoutMs, context),
    nextCorrelationId: () => nextCorrelationId(consumer().network),
    coordinatorUnknown: (context) => forgetCoordinator(consumer(), group(), context),
    owned: () => ownedPartitions(consumer(), group()),
    commitBeforeJoin: (deadlineMs, context) => commitBeforeJoin(consumer(), group(), deadlineMs, context.nowMs()),
    revoked: (partitions, context) => {
      context.observer.partitionsRevoked(self, groupId, group().generationId, partitions);
      release(consumer(), group(), partitions);
    },
    lost: (partitions, context) => {
      context.observer.partitionsLost(self, groupId, group().generationId, partitions);
      release(consumer(), group(), partitions);
    },
    assigned: (added, generationId, context) => {
      takeAssigned(consumer(), group(), added, generationId, context);
      context.observer.partitionsAssigned(self, groupId, generationId, added, ownedPartitions(consumer(), group()));
    },
    thrown: (errorCode, context) => {
      context.observer.pollFailed(self, groupId, errorCode);
      goAway(consumer(), group(), context.nowMs() + 1);
    },
  };
};

/** Of its own, and of these. */
function watchTopics({ updater, options }: ConsumerState, topics: readonly string[]): void {
  const watched = [...new Set([...options.workload.topics, ...topics])];
  const known = updater.topics ?? [];
  const isMore = watched.some((topic) => !known.includes(topic));
  updater.topics = watched;
  if (isMore) requestUpdate(updater);
}
