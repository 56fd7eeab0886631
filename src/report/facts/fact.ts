/**
 * What happened in a run, as data: one value for each thing that stories, transcripts, pictures and pages tell. Words are
 * made of facts at the last moment (`story/words.ts`); whatever chooses, merges or draws facts reads their fields.
 */
import type { Fault } from "../../chaos/fault.ts";
import type { SendOutcome } from "../../client/observer.ts";
import type { ErrorCode } from "../../kafka/errors.ts";
import type { TopicPartitions } from "../../kafka/messages/consumer-protocol.ts";
import type { CommittedOffset } from "../../kafka/messages/groups.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ElectionKind, LeaveReason, RebalanceReason } from "../../kafka/observer.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Busy } from "./input-tally.ts";

/** What every fact has, whatever its kind. */
export interface FactBase {
  /** Its place among the facts of the run; of a fact made of several, that of the last. */
  readonly index: number;
  readonly event: number;
  /** The event with which it was over: a cut healed, a broker back, an ISR changed again. Its own if it was a matter of a moment. */
  endsAt: number;
  readonly atMicros: number;
  /** Who did it, or whom it befell; empty: nobody in particular. */
  readonly nodes: readonly number[];
  /** -1: not about one partition. */
  readonly topicPartition: TopicPartition;
  /** Range of offsets [from, to); -1 if none. */
  readonly from: number;
  readonly to: number;
  /** Ghost identities of the records concerned. */
  readonly records: readonly number[];
  /** The partition as the controller has it from now on; null unless it changed. */
  readonly registration: PartitionRegistration | null;
  /** Why it happened, as far as facts tell. */
  cause: Fact | null;
  /** Told once for so many, the last of them then. */
  readonly repeated?: { readonly times: number; readonly untilMicros: number };
}

/** A part of a log: offsets [from, to) with the leader epoch of their records. */
export interface LogPart {
  readonly from: number;
  readonly to: number;
  readonly epoch: number;
}

interface Opening {
  readonly highWatermark: number;
  readonly unclean: boolean;
}
/** `named`: those of its records that the words name. */
interface Naming {
  readonly named?: readonly number[];
}
interface OfEpoch {
  readonly epoch: number;
}
interface Refusal {
  readonly errorCode: ErrorCode;
}
interface Registering {
  readonly brokerEpoch: number;
  readonly unclean: boolean;
}
/** `again`: the second time, with a return in between that is not told. */
interface Ending {
  readonly again?: boolean;
}
interface Since {
  readonly sinceMicros: number;
}
interface OfGroup {
  readonly group: string;
}
interface OfGeneration extends OfGroup {
  readonly generation: number;
}
type Nothing = unknown;

/** What a fact has besides, by kind. */
interface FactDetails {
  /** A replica is made, or found by a process that starts again; its log is [from, to). */
  readonly open: Opening;
  readonly reopen: Opening;
  readonly append: OfEpoch & Naming;
  readonly copy: OfEpoch;
  /** `epoch`: the leader epoch that the replica follows. */
  readonly truncate: OfEpoch;
  /** All records dropped; the log starts anew at `to`. */
  readonly "restart-log": Nothing;
  readonly "delete-replica": Nothing;
  readonly "delete-records": { readonly reason: string };
  /** Of [from, to) this is left. */
  readonly compact: { readonly left: readonly LogPart[] };
  readonly "disk-offline": { readonly disk: number };

  readonly lead: OfEpoch;
  readonly follow: OfEpoch & { readonly leader: number };
  /** The leader takes a fetch as proof that the follower holds everything below `to`. */
  readonly fetch: { readonly leader: number };
  /** `reader`: the follower, or -1 for a client. */
  readonly "refuse-fetch": Refusal & { readonly reader: number };
  /** A follower learns that its log leaves the leader's at `from`, the end of `epoch`. */
  readonly diverge: OfEpoch;
  /** A fetch that was sent in `epoch` is answered in a later one. */
  readonly late: OfEpoch;
  readonly "give-up": Refusal;
  /** The high watermark is now `from`: at the leader, at a follower. */
  readonly advance: Nothing;
  readonly "learn-mark": Nothing;
  readonly ack: { readonly acks: number; readonly duplicate: boolean };
  readonly refuse: Refusal;
  readonly propose: OfEpoch & { readonly isr: readonly number[] };
  /** The controller judges a proposed ISR of `nodes` otherwise than with success. */
  readonly "refuse-isr": Refusal;
  /** A broker has acted on the metadata log up to `from`. */
  readonly apply: Nothing;

  readonly topic: { readonly name: string; readonly partitions: readonly TopicPartition[] };
  readonly "delete-topic": { readonly name: string; readonly partitions: readonly TopicPartition[] };
  readonly config: { readonly topic: string; readonly key: string; readonly value: string | null };
  readonly create: { readonly leader: number; readonly isr: readonly number[] };
  readonly elect: OfEpoch & { readonly election: ElectionKind; readonly isr: readonly number[] };
  readonly leaderless: { readonly isr: readonly number[]; readonly eligible: readonly number[] };
  readonly isr: { readonly isr: readonly number[] };
  /** Any other change of a partition. */
  readonly change: Nothing;
  readonly fence: Nothing;
  readonly unfence: Nothing;
  readonly join: Registering;
  readonly register: Registering;
  readonly stopping: Nothing;

  readonly call: { readonly key: string | null };
  readonly assign: Nothing;
  readonly send: Naming & { readonly broker: number; readonly attempt: number };
  readonly bump: OfEpoch;
  readonly complete: Refusal & { readonly outcome: SendOutcome };
  readonly read: { readonly broker: number };
  /** A reader at position `to` learns that the log was truncated to `from`. */
  readonly "truncation-seen": Nothing;
  readonly refresh: Nothing;
  readonly position: { readonly reason: "reset" | "seek" };

  /** A broker answers for the groups of its partition of `__consumer_offsets`. */
  readonly "load-groups": OfEpoch;
  readonly "join-group": OfGroup & { readonly member: string };
  readonly "leave-group": OfGroup & { readonly member: string; readonly reason: LeaveReason };
  /** A static member came back under another member id. */
  readonly "replace-member": OfGroup & { readonly member: string };
  readonly rebalance: OfGeneration & { readonly reason: RebalanceReason };
  readonly generation: OfGeneration & { readonly leader: string; readonly members: number };
  readonly stable: OfGeneration;
  /** What a member holds, or has given back, as its application hears of it. */
  readonly own: OfGeneration & { readonly partitions: readonly TopicPartitions[] };
  readonly disown: OfGeneration & { readonly partitions: readonly TopicPartitions[]; readonly isLost: boolean };
  readonly process: OfGeneration;
  readonly commit: OfGroup & Refusal & { readonly offsets: readonly CommittedOffset[] };
  /** A member is told where its group has committed; `from` -1: nowhere. */
  readonly "start-from": OfGroup;

  readonly down: Ending & { readonly reason: "process-crash" | "power-loss" | "exit" };
  readonly up: Nothing;
  readonly pause: Nothing;
  readonly resume: Nothing;
  /** What was not flushed is gone; `withPower`: told with the loss of power itself. */
  readonly tear: Ending & { readonly withPower: boolean };
  readonly wipe: Nothing;
  readonly fault: { readonly fault: Fault };
  readonly heal: { readonly fault: Fault };

  /** Made by a story: how the partition stands, and who of its replicas is down; who has not fetched `from`. */
  readonly state: { readonly down: readonly number[] };
  readonly absent: Nothing;
  /** Made by the story of a stall, as of its end. A follower whose log ends at `to` has fetched `from` last (-1: nothing). */
  readonly lag: OfEpoch & Since & { readonly leader: number; readonly start: number; readonly end: number };
  /** Level with the leader since then, and yet not proposed for the ISR. */
  readonly unproposed: Since & { readonly leader: number };
  /** Could be elected, or could not because it is down or fenced. */
  readonly candidate: Since & { readonly isEligible: boolean; readonly is: "down" | "fenced" | "unfenced" };
  /** Elected, but not in office. */
  readonly "no-office": OfEpoch;
  /** No answer to the last attempt, or no attempt at all (`broker` -1). */
  readonly unanswered: { readonly broker: number };
  /** What a node is given again and again. */
  readonly busy: Busy;
}

export type FactKind = keyof FactDetails;
export type FactOf<Kind extends FactKind> = FactBase & { readonly kind: Kind } & FactDetails[Kind];
/** One thing that happened, with the fields of its kind. */
export type Fact = { [Kind in FactKind]: FactOf<Kind> }[FactKind];

/** A fact to be written down: what is left out does not apply to it; event and time are those of the run. */
export type FactDraft = {
  [Kind in FactKind]: { readonly kind: Kind } & FactDetails[Kind] &
    Partial<Pick<FactBase, "nodes" | "topicPartition" | "from" | "to" | "records" | "registration" | "cause">>;
}[FactKind];
