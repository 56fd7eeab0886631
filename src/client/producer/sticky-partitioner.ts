/**
 * Where records without a key go: one partition for a while, then another by chance.
 *
 * By bytes (KIP-794, BuiltInPartitioner): batch.size bytes went into it, and the batch at hand is full or gone, or twice
 * batch.size did. With adaptive partitioning, a partition with a long queue is chosen less often.
 * At each new batch (KIP-480, StickyPartitionCache): whoever needs a batch in it, be it for a key, makes the next one go
 * elsewhere.
 */
import { invariant } from "../../core/invariant.ts";
import { mix3 } from "../../core/mix.ts";
import type { ProducerRules } from "../../kafka/rules/producer-rules.ts";
import type { ClientContext } from "../context.ts";
import { About } from "../names.ts";
import type { ProducerConfig } from "../producer-config.ts";
import type { PartitionQueue } from "./partition-queue.ts";
import { allBatchesFull, type RecordAccumulator } from "./record-accumulator.ts";

export interface StickyPartitioner {
  /** -1: none chosen yet. */
  partition: number;
  producedBytes: number;
}

export const newStickyPartitioner = (): StickyPartitioner => ({ partition: -1, producedBytes: 0 });

/** The partition of a record without key. `recordId` names the chance. */
export function stickyPartition(
  sticky: StickyPartitioner,
  queues: readonly PartitionQueue[],
  accumulator: RecordAccumulator,
  { switchesPartition }: ProducerRules,
  recordId: number,
  context: ClientContext,
): PartitionQueue {
  const { config } = accumulator;
  const current = sticky.partition === -1 ? undefined : queues[sticky.partition];
  if (current !== undefined) {
    if (switchesPartition === "at-new-batch") return current;
    const isDue = sticky.producedBytes >= config.batchSize && allBatchesFull(accumulator, current);
    if (!isDue && sticky.producedBytes < 2 * config.batchSize) return current;
  }
  sticky.partition = nextPartition(queues, config, mix3(About.stickyPartition, recordId, queues.length), context);
  sticky.producedBytes = 0;
  invariant(sticky.partition < queues.length, "a partition that is stuck to is one of the topic");
  return queues[sticky.partition]!;
}

/** A record finds no open batch in `queue` (StickyPartitionCache.nextPartition): another partition with a leader, if there is one. */
export function onNewBatch(
  sticky: StickyPartitioner,
  queues: readonly PartitionQueue[],
  queue: PartitionQueue,
  recordId: number,
  context: ClientContext,
): void {
  if (sticky.partition !== queue.partition) return;
  const isOther = (other: PartitionQueue): boolean => other.metadata.leaderId !== -1 && other !== queue;
  let others = 0;
  for (const other of queues) if (isOther(other)) others++;
  if (others === 0) return;
  let left = context.choose(mix3(About.newBatchPartition, recordId, queues.length), others);
  for (const other of queues) {
    if (!isOther(other) || left-- > 0) continue;
    sticky.partition = other.partition;
    return;
  }
}

/** One with a leader, if any has; weighted by the lengths of the queues once every partition was used. */
function nextPartition(
  queues: readonly PartitionQueue[],
  config: ProducerConfig,
  name: number,
  context: ClientContext,
): number {
  let available = 0;
  let isEveryUsed = true;
  let longest = 0;
  for (const queue of queues) {
    if (!queue.wasUsed) isEveryUsed = false;
    if (queue.metadata.leaderId === -1) continue;
    available++;
    if (queue.batches.length > longest) longest = queue.batches.length;
  }
  if (available === 0) return context.choose(name, queues.length);
  const isWeighted = config.partitionerAdaptivePartitioningEnable && isEveryUsed;
  let total = 0;
  for (const queue of queues) if (queue.metadata.leaderId !== -1) total += weightOf(queue, longest, isWeighted);
  let left = context.choose(name, total);
  for (const queue of queues) {
    if (queue.metadata.leaderId === -1) continue;
    left -= weightOf(queue, longest, isWeighted);
    if (left < 0) return queue.partition;
  }
  return queues.length - 1;
}

const weightOf = (queue: PartitionQueue, longest: number, isWeighted: boolean): number =>
  isWeighted ? longest + 1 - queue.batches.length : 1;
