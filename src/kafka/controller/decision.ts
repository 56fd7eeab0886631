/**
 * One decision of the controller while it is made: it reads the image and adds records, and changes nothing else. Later
 * parts of a decision see what its earlier parts did to a partition.
 */
import type { Decision } from "../../core/ledger.ts";
import type { KafkaResponse } from "../messages/index.ts";
import { changed, isActive, type MetadataImage } from "../metadata/image.ts";
import type { MetadataRecord, PartitionRegistration } from "../metadata/records.ts";
import type { ElectionKind } from "../observer.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { PartitionChanges } from "./partition-change.ts";
import type { Policy } from "./policy.ts";

export interface Draft {
  readonly image: MetadataImage;
  readonly policy: Policy;
  readonly records: MetadataRecord[];
  /** How the leader came about, beside each record; `none` for records that elect nobody. */
  readonly elections: ElectionKind[];
  /** Partitions as this decision leaves them; null: it has changed none yet (most heartbeats never do). */
  partitions: Map<TopicPartition, PartitionRegistration> | null;
  /** The registration in it follows an unclean stop. */
  unclean: boolean;
}

/** What a decision comes to: the ledger's records and reply (null for what nobody asked), and what observers want to know. */
export interface ControllerDecision extends Decision<MetadataRecord, KafkaResponse | null> {
  readonly elections: readonly ElectionKind[];
  readonly unclean: boolean;
}

export const openDraft = (image: MetadataImage, policy: Policy): Draft => ({
  image,
  policy,
  records: [],
  elections: [],
  partitions: null,
  unclean: false,
});

export const concluded = (draft: Draft, reply: KafkaResponse | null): ControllerDecision => ({
  records: draft.records,
  elections: draft.elections,
  unclean: draft.unclean,
  reply,
});

const noRecords: readonly MetadataRecord[] = [];
const noElections: readonly ElectionKind[] = [];

/** A decision that changes nothing: an error, or an answer alone. */
export const answerOnly = (reply: KafkaResponse | null): ControllerDecision => ({
  records: noRecords,
  elections: noElections,
  unclean: false,
  reply,
});

export function addRecord(draft: Draft, record: MetadataRecord, election: ElectionKind = "none"): void {
  draft.records.push(record);
  draft.elections.push(election);
}

export function addPartitionChange(draft: Draft, tp: TopicPartition, change: PartitionChanges | null): void {
  if (change === null) return;
  const before = partitionIn(draft, tp);
  if (before === undefined) return;
  draft.partitions ??= new Map();
  draft.partitions.set(tp, changed(before, change.changes));
  addRecord(draft, { type: "PartitionChangeRecord", topicPartition: tp, changes: change.changes }, change.election);
}

export const partitionIn = (draft: Draft, tp: TopicPartition): PartitionRegistration | undefined =>
  draft.partitions?.get(tp) ?? draft.image.partitions.get(tp);

/** The offset that the next record of this decision will have. */
export const nextOffset = (draft: Draft): number => draft.image.lastOffset + 1 + draft.records.length;

/** May this broker lead `tp`: active, and the directory of its replica works (KIP-858). */
export function mayLead(image: MetadataImage, tp: TopicPartition, brokerId: number): boolean {
  return isActive(image, brokerId) && image.brokers.get(brokerId)?.offlineReplicas.includes(tp) === false;
}
