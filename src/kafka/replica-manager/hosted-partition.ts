/**
 * The partitions of which this broker holds a replica (Kafka's ReplicaManager.allPartitions).
 *
 *   loaded --metadata published--> online --deleted, reassigned away--> gone
 *   loaded, online --its directory failed--> offline (until the process starts again)
 *   (none) --metadata published while a directory is offline--> offline (its log may lie there)
 *
 * A Map for look-ups beside an array in the order of the keys: maps iterate in the order of history.
 */
import { invariant } from "../../core/invariant.ts";
import type { PartitionLog } from "../log/partition-log.ts";
import type { Partition } from "../replication/partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { DeleteRecordsWaiter, ProduceWaiter } from "./delayed-operations.ts";
import type { LogDirectory } from "./log-directory.ts";

export interface HostedPartition {
  readonly topicPartition: TopicPartition;
  /** null: offline since boot, nobody knows where. */
  readonly directory: LogDirectory | null;
  readonly log: PartitionLog | null;
  /** null until the metadata gives it a role. */
  partition: Partition | null;
  status: "loaded" | "online" | "offline" | "gone";
  /** In the broker's list of partitions whose waiters must be looked at before this step ends. */
  moved: boolean;
  /** The broker whose fetcher feeds this replica; -1: none. */
  fetchedFrom: number;
  readonly checkpointed: Checkpointed;
  readonly produces: ProduceWaiter[];
  readonly deletes: DeleteRecordsWaiter[];
}

/** The offsets as last written to the checkpoints of the directory; -1: not yet by this process. */
export interface Checkpointed {
  highWatermark: number;
  logStartOffset: number;
  recoveryPoint: number;
}

export interface PartitionTable {
  readonly byKey: Map<TopicPartition, HostedPartition>;
  readonly sorted: HostedPartition[];
}

export const newPartitionTable = (): PartitionTable => ({ byKey: new Map(), sorted: [] });

/** A replica whose log is open in `directory`, or one that is offline without a known place. */
export function newHosted(
  tp: TopicPartition,
  directory: LogDirectory | null,
  log: PartitionLog | null,
): HostedPartition {
  return {
    topicPartition: tp,
    directory,
    log,
    partition: null,
    status: log === null ? "offline" : "loaded",
    moved: false,
    fetchedFrom: -1,
    checkpointed: { highWatermark: -1, logStartOffset: -1, recoveryPoint: -1 },
    produces: [],
    deletes: [],
  };
}

/** The replica that can serve or follow now; null if there is none, or none online. */
export function onlinePartition(table: PartitionTable, tp: TopicPartition): Partition | null {
  const hosted = table.byKey.get(tp);
  return hosted !== undefined && hosted.status === "online" ? hosted.partition : null;
}

export function addHosted(table: PartitionTable, hosted: HostedPartition): void {
  invariant(!table.byKey.has(hosted.topicPartition), "a broker holds one replica of a partition");
  table.byKey.set(hosted.topicPartition, hosted);
  table.sorted.splice(positionOf(table, hosted.topicPartition), 0, hosted);
  if (hosted.directory !== null) hosted.directory.replicas++;
}

export function removeHosted(table: PartitionTable, hosted: HostedPartition): void {
  if (!table.byKey.delete(hosted.topicPartition)) return;
  hosted.status = "gone";
  table.sorted.splice(positionOf(table, hosted.topicPartition), 1);
  if (hosted.directory !== null) hosted.directory.replicas--;
  invariant(table.sorted.length === table.byKey.size, "both views of the partitions hold the same");
}

/** Index of the first entry not below the key. */
function positionOf(table: PartitionTable, tp: TopicPartition): number {
  let low = 0;
  let high = table.sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.sorted[middle]!.topicPartition < tp) low = middle + 1;
    else high = middle;
  }
  return low;
}
