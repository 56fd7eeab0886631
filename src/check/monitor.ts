/**
 * A monitor: what one check wants to see. Observations come from the machines and the world; facts are what the ghost
 * derives from them, already set against the committed history. The ghost is up to date when a monitor is called.
 */
import type { TrialObserver } from "../kafka/observer.ts";
import type { CheckCard } from "./card.ts";
import type { FinalState } from "./final-state.ts";
import type { Ghost } from "./ghost/ghost.ts";
import type { PartitionGhost } from "./ghost/partition-ghost.ts";
import type { ReplicaGhost } from "./ghost/replica-ghost.ts";

/** As what a replica was expected to hold a record: member of the controller's ISR, its ELR, or a leader's own ISR. */
export type Duty = "isr" | "elr" | "local-isr";

export interface Facts {
  /** A leader's high watermark took in [from, to) for the first time in the committed history. */
  exposed(partition: PartitionGhost, leader: ReplicaGhost, from: number, to: number): void;
  /** At `offset`, below a high watermark of its own, a replica has another record than the committed history. */
  disagreed(partition: PartitionGhost, replica: ReplicaGhost, offset: number, isTrueLeader: boolean): void;
  /** A batch was written under (offset, epoch) where another record is known. */
  conflicted(
    partition: PartitionGhost,
    replica: ReplicaGhost,
    offset: number,
    epoch: number,
    record: number,
    known: number,
  ): void;
  /** The replica lacks the committed record at `offset`, though it should hold it. `leader`: whose mark demands it; null: the controller. */
  incomplete(
    partition: PartitionGhost,
    replica: ReplicaGhost,
    offset: number,
    duty: Duty,
    leader: ReplicaGhost | null,
  ): void;
  /** A true leader took office; its log and the committed history agree below `agreedTo`. Called before the re-basing. */
  tookOffice(partition: PartitionGhost, leader: ReplicaGhost, agreedTo: number, before: ReplicaGhost | null): void;
  /** The replica dropped the offsets [from, to) of its log's end. */
  shrunk(partition: PartitionGhost, replica: ReplicaGhost, from: number, to: number): void;
  /** A record became visible a second time. */
  duplicated(partition: PartitionGhost, client: number, record: number, first: number, offset: number): void;
  /** A record became visible after a later one of the same producer session. */
  reordered(
    partition: PartitionGhost,
    client: number,
    record: number,
    offset: number,
    later: number,
    laterOffset: number,
  ): void;
  /** A record is visible that nobody sent, or whose send surely failed. */
  phantom(partition: PartitionGhost, record: number, offset: number, why: "never-sent" | "failed"): void;
  /** An acks=all success names an offset where the committed history has something else. `visibleAt` -1: nowhere. */
  misplaced(partition: PartitionGhost, client: number, record: number, offset: number, visibleAt: number): void;
  /** After each event, what it touched. */
  replicaTouched(replica: ReplicaGhost): void;
  partitionTouched(partition: PartitionGhost): void;
  /** The calm phase begins. */
  calm(): void;
  /** Before the first event of each virtual second. */
  tick(): void;
  finish(final: FinalState): void;
}

export type Monitor = Partial<TrialObserver & Facts>;

export interface Check {
  readonly card: CheckCard;
  watch(ghost: Ghost): Monitor;
}
