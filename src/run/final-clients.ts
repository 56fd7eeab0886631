/** What clients still owe, or are owed, read from their states. */
import type { FinalClient, FinalLag, FinalProbe } from "../check/final-state.ts";
import type { ConsumerState } from "../client/consumer/consumer-state.ts";
import { unsentRecords } from "../client/producer/application.ts";
import type { ProducerState } from "../client/producer/producer-state.ts";
import type { NodeId } from "../core/ids.ts";
import { millisOf } from "../core/time.ts";
import { partitionOf, type TopicPartition } from "../kafka/topic-partition.ts";
import { bootstrapMs } from "../scenario/bootstrap-time.ts";
import { topicsOf } from "../workload/plan.ts";
import { probeId, probePlace } from "../workload/producer-workload.ts";
import { controllerState, isHealthy, replicaManagerOf, stateOf, type World } from "./world.ts";

export function finalClients(world: World): FinalClient[] {
  const { producers, consumers, operator, scenario } = world;
  const { workload } = scenario;
  const idle = (client: NodeId): FinalClient => ({
    client,
    healthy: isHealthy(world, client),
    unsent: 0,
    probes: [],
    behind: [],
  });
  return [
    ...producers.map((client, i) => ({
      ...idle(client),
      unsent: unsentBy(world, client),
      probes: probesOf(world, client, i),
    })),
    ...consumers.map((client, i) => ({
      ...idle(client),
      behind: lagsOf(world, client, topicsOf(workload.consumers[i]!)),
    })),
    idle(operator),
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
    const { topic, partition } = probePlace(nth, names.length);
    const { partitions } = topics!.get(names[topic]!)!;
    return { record: probeId(plan, index, nth), topicPartition: partitions[partition % partitions.length]! };
  });
}

function lagsOf(world: World, consumer: NodeId, names: readonly string[]): FinalLag[] {
  const topics = controllerState(world)?.image.topicsByName;
  const state = stateOf<ConsumerState>(world, consumer, "subscriptions");
  if (topics === undefined || state === undefined) return [];
  if (state.group !== null) return memberLags(world, state);
  const lags: FinalLag[] = [];
  for (const name of names) {
    const known = state.topics.find((topic) => topic.name === name)?.subscriptions ?? [];
    for (const topicPartition of topics.get(name)?.partitions ?? []) {
      // Of a partition that was added to a topic it hears with its next metadata, metadata.max.age.ms later at most.
      if (known.length > 0 && known[partitionOf(topicPartition)] === undefined) continue;
      const lag = lagOf(world, state, topicPartition);
      if (lag !== null) lags.push(lag);
    }
  }
  return lags;
}

/** Of what it holds. */
function memberLags(world: World, state: ConsumerState): FinalLag[] {
  return state.subscriptions.flatMap(({ metadata }) => lagOf(world, state, metadata.topicPartition) ?? []);
}

/** Null where it has read all, or nobody leads who could say so. */
function lagOf(world: World, state: ConsumerState, topicPartition: TopicPartition): FinalLag | null {
  const leader = controllerState(world)?.image.partitions.get(topicPartition)?.leader ?? -1;
  if (leader < 0) return null;
  const highWatermark = replicaManagerOf(world, leader)?.partitions.byKey.get(topicPartition)?.log?.highWatermark;
  if (highWatermark === undefined) return null;
  const subscription = state.byTopicPartition.get(topicPartition);
  const isLost = subscription === undefined || subscription.offset < 0 || subscription.state === "await-reset";
  // Where no record is young enough for a reader that starts by age, it asks again and again.
  if (isLost && subscription !== undefined && subscription.resetTo >= 0) return null;
  const position = isLost ? -1 : subscription.offset;
  return position < highWatermark ? { topicPartition, position, highWatermark } : null;
}
