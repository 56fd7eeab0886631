/**
 * One broker of a model: its disk and, while its process runs, its replica manager, without clients and timers.
 *
 *   down --booted--> up, not serving --metadata--> serving --crash--> down
 */
import { PlainDisk } from "../../core/plain-disk.ts";
import { nullable, record } from "../../explorer/compound.ts";
import { type Field, node } from "../../explorer/shape.ts";
import type { RecordBatch } from "../../kafka/records.ts";
import type { ReplicaManager } from "../../kafka/replica-manager/replica-manager.ts";
import type { Partition } from "../../kafka/replication/partition.ts";
import { disk } from "../fields/log-fields.ts";
import { managerField } from "../fields/manager-fields.ts";
import { modelPartition } from "../settings.ts";

export interface Replica {
  readonly self: number;
  disk: PlainDisk<RecordBatch>;
  /** null: the process is down. */
  manager: ReplicaManager | null;
}

export const replicaField: Field<Replica> = record<Replica>({ self: node, disk, manager: nullable(managerField) });

/** A disk as `kafka-storage format` leaves it; all directories have one id, as replicas are interchangeable. */
export function formattedDisk(): PlainDisk<RecordBatch> {
  const made = new PlainDisk<RecordBatch>();
  made.writeCheckpoint("meta.properties", 1, true);
  return made;
}

/** A broker that never ran. */
export const newReplica = (self: number): Replica => ({ self, disk: formattedDisk(), manager: null });

/** Once the metadata has given it a role. */
export const partitionOf = ({ manager }: Replica): Partition | null =>
  manager?.partitions.byKey.get(modelPartition)?.partition ?? null;
