/** The world as plain data, read from the machines' states after the last event: what the last checks compare. */
import type { FinalBroker, FinalPartition, FinalReplica, FinalState } from "../check/final-state.ts";
import { lastOffset, type RecordBatch } from "../kafka/records.ts";
import type { HostedPartition } from "../kafka/replica-manager/hosted-partition.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { finalClients } from "./final-clients.ts";
import { finalGroups } from "./final-groups.ts";
import { brokerStateOf, controllerState, isHealthy, replicaManagerOf, type World } from "./world.ts";

export function finalState(world: World, stop: FinalState["stop"]): FinalState {
  return {
    atMicros: world.sim.now,
    stop,
    brokers: brokersOf(world),
    partitions: partitionsOf(world),
    clients: finalClients(world),
    groups: finalGroups(world),
  };
}

function brokersOf(world: World): FinalBroker[] {
  const image = controllerState(world)?.image;
  return world.members().map((broker) => ({
    broker,
    healthy: isHealthy(world, broker),
    fenced: image?.brokers.get(broker)?.fenced ?? true,
    superseded: isSuperseded(world, broker, image?.brokers.get(broker)?.brokerEpoch ?? -1),
  }));
}

function isSuperseded(world: World, broker: number, registered: number): boolean {
  const known = brokerStateOf(world, broker)?.lifecycle.brokerEpoch ?? -1;
  return known >= 0 && registered > known;
}

function partitionsOf(world: World): FinalPartition[] {
  const image = controllerState(world)?.image;
  if (image === undefined) return [];
  const topics = [...image.topicsById.values()].sort((a, b) => a.topicId - b.topicId);
  return topics.flatMap((topic) =>
    [...topic.partitions]
      .sort((a, b) => a - b)
      .map((topicPartition) => ({
        topicPartition,
        topic: topic.name,
        registration: image.partitions.get(topicPartition)!,
        replicas: replicasOf(world, topicPartition),
      })),
  );
}

function replicasOf(world: World, tp: TopicPartition): FinalReplica[] {
  return world.brokers.flatMap((broker) => {
    const hosted = replicaManagerOf(world, broker)?.partitions.byKey.get(tp);
    return hosted === undefined || hosted.log === null || hosted.status !== "online" ? [] : [replicaOf(broker, hosted)];
  });
}

function replicaOf(broker: number, hosted: HostedPartition): FinalReplica {
  const log = hosted.log!;
  const partition = hosted.partition;
  return {
    broker,
    isLeader: partition?.role === "leader",
    leaderEpoch: partition?.leaderEpoch ?? -1,
    partitionEpoch: partition?.partitionEpoch ?? -1,
    logStartOffset: log.logStartOffset,
    highWatermark: log.highWatermark,
    logEndOffset: log.logEndOffset,
    epochs: log.epochCache.epochs,
    epochStarts: log.epochCache.startOffsets,
    // A segment may begin below the log start: what lies there is deleted, its file merely still stands.
    batches: log.segments.flatMap((segment): readonly RecordBatch[] =>
      segment.file.entries.filter((batch) => lastOffset(batch) >= log.logStartOffset),
    ),
    producers: [...log.producers.values()]
      .sort((a, b) => a.producerId - b.producerId)
      .map((producer) => {
        const last = producer.batches.at(-1);
        const lastSequence = last === undefined ? -1 : (last.baseSequence + last.lastOffsetDelta) % 0x80000000;
        return { producerId: producer.producerId, producerEpoch: producer.producerEpoch, lastSequence };
      }),
    alterPartitionPending: partition?.pending !== null && partition?.pending !== undefined,
  };
}
