/**
 * Where records without a key go (KIP-794, BuiltInPartitioner): one partition until batch.size bytes went into it, then
 * another by chance. A switch waits until the batch at hand is full or gone, at most until twice batch.size. With adaptive
 * partitioning, a partition with a long queue is chosen less often.
 */
import { mix3 } from "../../core/mix.ts";
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
  recordId: number,
  context: ClientContext,
): PartitionQueue {
  const { config } = accumulator;
  const current = sticky.partition === -1 ? undefined : queues[sticky.partition];
  if (current !== undefined) {
    const isDue = sticky.producedBytes >= config.batchSize && allBatchesFull(accumulator, current);
    if (!isDue && sticky.producedBytes < 2 * config.batchSize) return current;
  }
  sticky.partition = nextPartition(queues, config, mix3(About.stickyPartition, recordId, queues.length), context);
  sticky.producedBytes = 0;
  return queues[sticky.partition]!;
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
