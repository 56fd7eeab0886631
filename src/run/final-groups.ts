/** What the groups have come to, read from the states of their coordinators and members. */
import type { FinalGroup, FinalMember } from "../check/final-state.ts";
import type { ConsumerState } from "../client/consumer/consumer-state.ts";
import { topicAt } from "../client/topic-order.ts";
import type { NodeId } from "../core/ids.ts";
import type { ClassicGroup } from "../kafka/group/classic-group.ts";
import { partitionOf } from "../kafka/topic-partition.ts";
import { consumerSettings } from "../scenario/settings.ts";
import type { ConsumerPlan } from "../workload/plan.ts";
import { topicsOf } from "../workload/plan.ts";
import { brokerStateOf, controllerState, isHealthy, stateOf, type World } from "./world.ts";

/** null: the consumer reads by assign. */
const groupIdOf = (plan: ConsumerPlan): string | null => consumerSettings(plan.settings).group?.groupId ?? null;

export function finalGroups(world: World): FinalGroup[] {
  const { consumers } = world.scenario.workload;
  const ids = [...new Set(consumers.map(groupIdOf))].filter((id) => id !== null).sort();
  return ids.map((groupId) => groupOf(world, groupId));
}

function groupOf(world: World, groupId: string): FinalGroup {
  const { consumers } = world.scenario.workload;
  const clients = world.consumers.filter((_, i) => groupIdOf(consumers[i]!) === groupId);
  const group = coordinatedGroup(world, groupId);
  return {
    groupId,
    state: group?.state ?? null,
    members: clients.map((client) => memberOf(world, client)),
    ...unheldBy(world, groupId, clients),
  };
}

function coordinatedGroup(world: World, groupId: string): ClassicGroup | null {
  for (const broker of world.members()) {
    const shards = brokerStateOf(world, broker)?.groups.runtime.shards.values() ?? [];
    for (const { host, soft } of shards) {
      const group = host.status === "leading" ? soft.groups.get(groupId) : undefined;
      if (group !== undefined) return group;
    }
  }
  return null;
}

function memberOf(world: World, client: NodeId): FinalMember {
  const state = stateOf<ConsumerState>(world, client, "subscriptions");
  const group = state?.group;
  const isIdle =
    group != null &&
    (group.application.phase === "polling" || group.application.phase === "away") &&
    group.commits.ofApplication === null &&
    group.commits.beforeJoin === null;
  return { client, healthy: isHealthy(world, client), isIdle };
}

/** Partitions of the topics that a healthy member reads, which no healthy member holds, or of which not all have heard. */
function unheldBy(world: World, groupId: string, clients: readonly NodeId[]): Pick<FinalGroup, "unowned" | "unheard"> {
  const unowned: number[] = [];
  const unheard: number[] = [];
  const image = controllerState(world)?.image;
  if (image === undefined) return { unowned, unheard };
  const { consumers } = world.scenario.workload;
  const healthy = clients.filter((client) => isHealthy(world, client));
  const names = new Set(
    consumers.flatMap((plan, i) =>
      groupIdOf(plan) === groupId && healthy.includes(world.consumers[i]!) ? topicsOf(plan) : [],
    ),
  );
  const owned = new Set(healthy.flatMap((client) => ownedBy(world, client)));
  for (const name of names) {
    const known = knownBy(world, healthy, name);
    for (const tp of image.topicsByName.get(name)?.partitions ?? []) {
      if (partitionOf(tp) >= known) unheard.push(tp);
      else if (!owned.has(`${name}-${partitionOf(tp)}`)) unowned.push(tp);
    }
  }
  return { unowned, unheard };
}

/** Of a partition that was added members hear with their next metadata, metadata.max.age.ms later at most. */
function knownBy(world: World, clients: readonly NodeId[], topic: string): number {
  const counts = clients.map((client) => {
    const state = stateOf<ConsumerState>(world, client, "subscriptions");
    return state?.metadata.topics.get(topic)?.partitions.length ?? Number.POSITIVE_INFINITY;
  });
  return Math.min(...counts);
}

function ownedBy(world: World, client: NodeId): string[] {
  const state = stateOf<ConsumerState>(world, client, "subscriptions");
  return state === undefined
    ? []
    : state.subscriptions.map(({ place, partition }) => `${state.topics[topicAt(place)]!.name}-${partition}`);
}

/** Nothing is left to do for those who can go on. */
export const areGroupsAtRest = (world: World): boolean =>
  finalGroups(world).every(
    ({ state, members, unowned }) =>
      members.every(({ healthy }) => !healthy) ||
      (state === "Stable" && unowned.length === 0 && members.every(({ healthy, isIdle }) => !healthy || isIdle)),
  );
