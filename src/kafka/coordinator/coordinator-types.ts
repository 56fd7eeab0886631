/** What the coordinators of one kind share, and what the runtime knows of each of their shards. */
import type { KafkaContext } from "../context.ts";
import type { ErrorCode } from "../errors.ts";
import type { LedgerHost, LedgerTypes } from "../ledger/ledger-host.ts";
import type { Delayed } from "../replica-manager/deadline-list.ts";
import type { Partition, PartitionWatcher } from "../replication/partition.ts";
import type { CoordinatorLog } from "./coordinator-log.ts";

export interface CoordinatorTypes extends LedgerTypes {
  fact: never;
  waiter: PendingWrite<unknown>;
  context: KafkaContext;
  /** What a shard remembers beside its log. */
  soft: unknown;
}

/** A write whose answer waits for the high watermark. */
export interface PendingWrite<Reply> extends Delayed<PendingWrite<Reply>> {
  /** Called once: NONE when what was written is committed; else the writer must not rely on it, though it may still be. */
  readonly complete: (errorCode: ErrorCode, reply: Reply | null) => void;
}

/** One partition of the internal topic that this broker leads. */
export interface Shard<T extends CoordinatorTypes> {
  /** Number of the partition. */
  readonly index: number;
  readonly partition: Partition;
  readonly log: CoordinatorLog<T["state"], T["record"]>;
  readonly host: LedgerHost<T>;
  readonly watcher: PartitionWatcher;
  readonly soft: T["soft"];
  /** In the runtime's list of shards whose log moved. */
  isMoved: boolean;
}
