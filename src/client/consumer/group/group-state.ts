/** What a consumer that is a member of a group holds beside its fetches: lost with its process. */
import type { NodeId } from "../../../core/ids.ts";
import type { Millis } from "../../../core/time.ts";
import type { ResolvedGroup } from "../../../kafka/config/resolve-group.ts";
import type { ErrorCode } from "../../../kafka/errors.ts";
import type { CommittedOffset, NamedPartition } from "../../../kafka/messages/groups.ts";
import type { MetadataResponse } from "../../../kafka/messages/metadata.ts";
import type { RecordBatch } from "../../../kafka/records.ts";
import type { TopicPartition } from "../../../kafka/topic-partition.ts";
import type { Membership } from "../membership/membership.ts";
import type { MemberIdentity } from "../membership/membership-port.ts";
import type { ProcessingPlan } from "../processing-plan.ts";
import type { Subscription } from "../subscription.ts";

export interface GroupState {
  readonly config: ResolvedGroup;
  readonly plan: ProcessingPlan;
  readonly membership: Membership;
  readonly coordinator: CoordinatorLookup;
  readonly committed: CommittedLookup;
  readonly commits: Commits;
  readonly application: Application;
  /** Of the last assignment; -1: none yet. */
  generationId: number;
  /** Of its replicas and their racks. */
  lastMetadata: MetadataResponse | null;
  /** Assigned, while metadata does not know them. */
  readonly unknown: NamedPartition[];
}

interface CoordinatorLookup {
  /** -1: unknown. */
  node: NodeId;
  isInFlight: boolean;
  /** In a row, since the last coordinator was found. */
  failures: number;
  /** Look-ups so far. */
  attempts: number;
  allowedAtMs: Millis;
}

/** Of the offsets at which assigned partitions start. */
interface CommittedLookup {
  isInFlight: boolean;
  failures: number;
  allowedAtMs: Millis;
}

export interface Commits {
  /** When poll commits next; Infinity: never. */
  autoAtMs: Millis;
  /** Before JoinGroup, while it is not decided. */
  beforeJoin: Commit | null;
  /** The application waits for it. */
  ofApplication: Commit | null;
}

export interface Commit {
  readonly why: "auto" | "join" | "application";
  readonly offsets: readonly CommittedOffset[];
  /** Not tried again after this. */
  readonly deadlineMs: Millis;
  failures: number;
  allowedAtMs: Millis;
  isInFlight: boolean;
  /** null: not decided. */
  outcome: ErrorCode | null;
}

/** A loop round poll. */
export interface Application {
  phase: "away" | "polling" | "committing" | "processing";
  /** When the next poll is called, or the processing ends. */
  nextMs: Millis;
  /** When poll was called or returned last: max.poll.interval.ms counts from there. */
  polledMs: Millis;
  /** What the last poll returned. */
  readonly taken: Taken[];
  /** The generation of the assignment under which it was returned. */
  takenIn: number;
}

interface Taken {
  readonly topicPartition: TopicPartition;
  readonly batch: RecordBatch;
  readonly from: number;
  readonly to: number;
}

export type GroupCall =
  | { readonly kind: "find-coordinator" }
  | {
      readonly kind: "offset-fetch";
      readonly subscriptions: readonly Subscription[];
      /** Of the subscriptions when they were asked about. */
      readonly generations: readonly number[];
    }
  | { readonly kind: "offset-commit"; readonly commit: Commit; readonly sentWith: MemberIdentity };
