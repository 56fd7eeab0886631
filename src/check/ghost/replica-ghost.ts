/** The mirror of one replica: its log as runs of leader epochs, the role it acts in, what its disk went through. */

import type { PartitionGhost } from "./partition-ghost.ts";
import { newRuns, type Runs } from "./runs.ts";

export const Role = { none: 0, follower: 1, leader: 2 } as const;

export const Torn = { no: 0, power: 1, disk: 2 } as const;
export type Torn = (typeof Torn)[keyof typeof Torn];

interface KnownProducer {
  readonly epoch: number;
  readonly since: number;
}

export interface ReplicaGhost {
  readonly broker: number;
  readonly partition: PartitionGhost;
  /** It has a log on some disk. */
  present: boolean;
  /** The log is open in a running process. */
  online: boolean;
  readonly runs: Runs;
  logStart: number;
  logEnd: number;
  highWatermark: number;
  role: (typeof Role)[keyof typeof Role];
  /** Under which it acts; -1 none in this process. */
  leaderEpoch: number;
  /** As leader: the ISR it knows as committed, and the one it has proposed, if not yet answered. */
  localIsr: readonly number[];
  /** Leader epoch in which it said so. */
  localIsrEpoch: number;
  proposedIsr: readonly number[] | null;
  /** Log end up to which a leader saw it fetch since its broker registered last; -1 not at all. */
  fetchedTo: number;
  /** Leader epoch in which the controller took it from the replicas last; -1 never. */
  leftInEpoch: number;
  /** By producer id: whom this log knows, and since which batch. */
  readonly producers: Map<number, KnownProducer>;
  /** It lost what was not flushed, or its disk, and has not caught up since. */
  torn: Torn;
  /** It was in the ISR or ELR when its process ended, or was let in since: committed records rest on it. */
  obliged: boolean;
  /** Its broker registered after a stop that was not clean, and it has not caught up since. */
  unclean: boolean;
  /** It lost records and the controller has not heard of it yet: not to be held against it (1.12). */
  excused: boolean;
  /** It gave its partition up, and its log ends within a batch in which the leader's starts: so it stays (`final-view.ts`). */
  stuckWithinBatch: boolean;
  /** Its log ended over offsets that compaction had emptied, which a restart forgets: it ends lower now (`loss.ts`). */
  hollow: boolean;
  /** Its disk was wiped, or its log directory failed, since the log was last open. */
  wiped: boolean;
  touchedAt: number;
}

export const newReplica = (broker: number, partition: PartitionGhost): ReplicaGhost => ({
  broker,
  partition,
  present: false,
  online: false,
  runs: newRuns(),
  logStart: 0,
  logEnd: 0,
  highWatermark: 0,
  role: Role.none,
  leaderEpoch: -1,
  localIsr: [],
  localIsrEpoch: -1,
  proposedIsr: null,
  fetchedTo: -1,
  leftInEpoch: -1,
  producers: new Map(),
  torn: Torn.no,
  obliged: false,
  unclean: false,
  excused: false,
  stuckWithinBatch: false,
  hollow: false,
  wiped: false,
  touchedAt: -1,
});
