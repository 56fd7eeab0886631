/** What the replication code needs of the broker that contains it. */
import type { BrokerConfig } from "../config/resolve-broker.ts";
import type { FetchRequest } from "../messages/fetch.ts";
import type { KafkaObserver } from "../observer.ts";
import type { Rules } from "../rules/rules.ts";
import type { Partition } from "./partition.ts";

export interface ReplicaEnv {
  readonly brokerId: number;
  /** replica.lag.time.max.ms, the fetcher's sizes and waits, replica.selector.class. */
  readonly config: BrokerConfig;
  readonly rules: Rules;
  readonly observer: KafkaObserver;
  nowMs(): number;
  wallClockMs(): number;
  /** Of this process; -1 before the registration was answered. */
  brokerEpoch(): number;
  /** From the metadata that this broker applied; -1 of a broker that is fenced or unknown (MetadataCache.getAliveBrokerEpoch). */
  aliveBrokerEpoch(brokerId: number): number;
  /** Registered, neither fenced nor in controlled shutdown, as far as this broker knows (KIP-841). */
  isActive(brokerId: number): boolean;
  /** Registered and not fenced (KIP-392 read replicas, KAFKA-15390). */
  isUnfenced(brokerId: number): boolean;
  rackOf(brokerId: number): string;
  /** For the nth fetch session of this process: positive, and unlike those of its other processes; 0: ask for the next. */
  sessionId(nth: number, request: FetchRequest): number;
  /** The largest session epoch, after which 1 comes again (KIP-227: 2^31 - 1). */
  readonly lastSessionEpoch: number;
  /** The partition has a pending ISR: the broker's AlterPartition manager sends it (one request in flight per broker). */
  isrProposed(partition: Partition): void;
  /**
   * The high watermark, the log end or start moved, or leadership was lost: delayed produces, fetches and deletes may
   * complete. Called in the middle of a change: the broker notes the partition and looks at its waiters when the
   * handler is done.
   */
  partitionMoved(partition: Partition): void;
  /** A write to the log directory failed: every replica in it goes offline (KIP-112). */
  logDirFailed(disk: number): void;
}

/** After a write beside an append: if the disk refused it, the log's directory goes offline (LogDirFailureChannel). */
export function failIfRefused({ log }: Partition, env: ReplicaEnv): void {
  if (log.storageFailed) env.logDirFailed(log.diskIndex);
}

/** To be called after every change that somebody may wait for. */
export function partitionMoved(partition: Partition, env: ReplicaEnv): void {
  const { watchers } = partition;
  for (let i = 0; i < watchers.length; i++) watchers[i]!.onMoved();
  env.partitionMoved(partition);
}
