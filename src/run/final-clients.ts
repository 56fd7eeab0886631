/** What clients still owe, or are owed, read from their states. */

import type { FinalClient, FinalLag, FinalProbe } from "../check/final-state.ts";
import type { ConsumerState } from "../client/consumer/consumer-state.ts";
import { unsentRecords } from "../client/producer/application.ts";
import type { ProducerState } from "../client/producer/producer-state.ts";
import type { NodeId } from "../core/ids.ts";
import { millisOf } from "../core/time.ts";
import { partitionOf } from "../kafka/topic-partition.ts";
import { bootstrapMs } from "../scenario/bootstrap-time.ts";
import { topicsOf } from "../workload/plan.ts";
import { probeId } from "../workload/producer-workload.ts";
import { controllerState, replicaManagerOf, type World } from "./world.ts";

export function finalClients(world: World): FinalClient[] {
  const { producers, consumers, operator, scenario } = world;
  const { workload } = scenario;
  return [
    ...producers.map((client, i) => ({
      client,
      healthy: isHealthy(world, client),
      unsent: unsentBy(world, client),
      probes: probesOf(world, client, i),
      behind: [],
    })),
    ...consumers.map((client, i) => ({
      client,
      healthy: isHealthy(world, client),
      unsent: 0,
      probes: [],
      behind: lagsOf(world, client, topicsOf(workload.consumers[i]!)),
    })),
    { client: operator, healthy: isHealthy(world, operator), unsent: 0, probes: [], behind: [] },
  ];
}

/** Nobody who can go on has anything left to send or to read, but in topics that are gone. */
export function areClientsAtRest(world: World): boolean {
  const { producers, consumers, scenario } = world;
  const { workload } = scenario;
  const topics = controllerState(world)?.image.topicsByName;
  const isWaited = (client: NodeId, names: readonly string[]): boolean =>
    isHealthy(world, client) && names.every((name) => topics?.has(name) === true);
  return (
    producers.every(
      (client, i) => !isWaited(client, topicsOf(workload.producers[i]!)) || unsentBy(world, client) === 0,
    ) &&
    consumers.every((client, i) => {
      const names = topicsOf(workload.consumers[i]!);
      return !isWaited(client, names) || lagsOf(world, client, names).length === 0;
    })
  );
}

const isHealthy = ({ sim, frozen }: World, node: NodeId): boolean => sim.statusOf(node) === "up" && !frozen.has(node);

function unsentBy(world: World, producer: NodeId): number {
  const state = stateOf<ProducerState>(world, producer, "application");
  const elapsedMs = millisOf(world.sim.now) - bootstrapMs(world.settings.broker);
  return state === undefined ? 0 : unsentRecords(state.application, elapsedMs);
}

function probesOf(world: World, producer: NodeId, index: number): FinalProbe[] {
  const plan = world.scenario.workload.producers[index]!;
  const names = topicsOf(plan);
  const topics = controllerState(world)?.image.topicsByName;
  return Array.from({ length: world.probes.get(producer) ?? 0 }, (_, nth) => {
    const { partitions } = topics!.get(names[nth % names.length]!)!;
    const partition = Math.floor(nth / names.length) % partitions.length;
    return { record: probeId(plan, index, nth), topicPartition: partitions[partition]! };
  });
}

function lagsOf(world: World, consumer: NodeId, names: readonly string[]): FinalLag[] {
  const image = controllerState(world)?.image;
  const state = stateOf<ConsumerState>(world, consumer, "subscriptions");
  if (image === undefined || state === undefined) return [];
  const lags: FinalLag[] = [];
  for (const name of names) {
    for (const topicPartition of image.topicsByName.get(name)?.partitions ?? []) {
      const leader = image.partitions.get(topicPartition)?.leader ?? -1;
      if (leader < 0) continue;
      const highWatermark = replicaManagerOf(world, leader)?.partitions.byKey.get(topicPartition)?.log?.highWatermark;
      if (highWatermark === undefined) continue;
      const subscription = state.byTopicPartition.get(topicPartition);
      // Of a partition that was added to a topic it hears with its next metadata, metadata.max.age.ms later at most.
      const known = state.topics.find((topic) => topic.name === name)?.subscriptions ?? [];
      if (known.length > 0 && known[partitionOf(topicPartition)] === undefined) continue;
      // Where no record is young enough for a reader that starts by age, it asks again and again.
      if (subscription?.state === "await-reset" && subscription.resetTo >= 0) continue;
      const position = subscription === undefined || subscription.state === "await-reset" ? -1 : subscription.offset;
      if (position < highWatermark) lags.push({ topicPartition, position, highWatermark });
    }
  }
  return lags;
}

function stateOf<State extends object>({ sim }: World, node: NodeId, key: keyof State): State | undefined {
  const state = sim.stateOf(node);
  return typeof state === "object" && state !== null && key in state ? (state as State) : undefined;
}
