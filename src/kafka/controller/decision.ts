/**
 * One decision of the controller while it is made: it reads the image and adds records and facts, and changes nothing else.
 * Later parts of a decision see what its earlier parts did to a partition.
 */
import { invariant } from "../../core/invariant.ts";
import type { Decision } from "../../core/ledger.ts";
import type { KafkaResponse } from "../messages/index.ts";
import { type BrokerRegistration, changed, isActive, type MetadataImage } from "../metadata/image.ts";
import type { MetadataRecord, PartitionRegistration } from "../metadata/records.ts";
import type { ControllerObserver } from "../observer.ts";
import { type TopicId, type TopicPartition, topicPartition } from "../topic-partition.ts";
import type { PartitionChanges } from "./partition-change.ts";
import type { Policy } from "./policy.ts";

/** A call on the observer, made once what it tells of is committed. */
export type ControllerFact = {
  readonly [Name in keyof ControllerObserver]: {
    readonly name: Name;
    readonly args: Parameters<ControllerObserver[Name]>;
  };
}[keyof ControllerObserver];

export interface Draft {
  readonly image: MetadataImage;
  readonly policy: Policy;
  readonly records: MetadataRecord[];
  readonly facts: ControllerFact[];
  /** Partitions as this decision leaves them; null: it has changed none yet (most heartbeats never do). */
  partitions: Map<TopicPartition, PartitionRegistration> | null;
}

/** The reply is null to what nobody asked. */
export type ControllerDecision = Decision<MetadataRecord, KafkaResponse | null, ControllerFact>;

export const openDraft = (image: MetadataImage, policy: Policy): Draft => ({
  image,
  policy,
  records: [],
  facts: [],
  partitions: null,
});

export const concluded = ({ records, facts }: Draft, reply: KafkaResponse | null): ControllerDecision => ({
  records,
  facts,
  reply,
});

export function addRecord(draft: Draft, record: MetadataRecord): void {
  draft.records.push(record);
}

export function addFact<Name extends keyof ControllerObserver>(
  draft: Draft,
  name: Name,
  ...args: Parameters<ControllerObserver[Name]>
): void {
  draft.facts.push({ name, args } as ControllerFact);
}

export function tellFact(observer: ControllerObserver, { name, args }: ControllerFact): void {
  (observer[name] as (...all: readonly unknown[]) => void)(...args);
}

export function addPartition(
  draft: Draft,
  topicId: TopicId,
  partition: number,
  registration: PartitionRegistration,
): void {
  const tp = topicPartition(topicId, partition);
  addRecord(draft, { type: "PartitionRecord", topicPartition: tp, registration });
  addFact(draft, "partitionChanged", tp, null, registration, "clean");
}

export function addPartitionChange(draft: Draft, tp: TopicPartition, change: PartitionChanges | null): void {
  if (change === null) return;
  const before = partitionIn(draft, tp);
  if (before === undefined) return;
  const after = changed(before, change.changes);
  invariant(after.leaderEpoch >= before.leaderEpoch, "the leader epoch of a partition never falls");
  invariant(
    after.leader === before.leader || after.leaderEpoch > before.leaderEpoch,
    "another leader has another epoch",
  );
  draft.partitions ??= new Map();
  draft.partitions.set(tp, after);
  addRecord(draft, { type: "PartitionChangeRecord", topicPartition: tp, changes: change.changes });
  addFact(draft, "partitionChanged", tp, before, after, change.election);
}

type BrokerChange = Omit<
  Extract<MetadataRecord, { type: "BrokerRegistrationChangeRecord" }>,
  "type" | "brokerId" | "brokerEpoch"
>;

export function addBrokerChange(draft: Draft, broker: BrokerRegistration, change: BrokerChange): void {
  const { brokerId, brokerEpoch } = broker;
  invariant(draft.image.brokers.get(brokerId) === broker, "only a broker as it is registered changes");
  invariant(change.fenced !== broker.fenced, "a broker is fenced or unfenced once");
  addRecord(draft, { type: "BrokerRegistrationChangeRecord", brokerId, brokerEpoch, ...change });
  if (change.fenced === true) addFact(draft, "brokerFenced", brokerId, brokerEpoch);
  if (change.fenced === false) addFact(draft, "brokerUnfenced", brokerId, brokerEpoch);
  if (change.inControlledShutdown === true) addFact(draft, "brokerShuttingDown", brokerId, brokerEpoch);
}

/** A record that changes nothing, as Kafka writes it for the session of a broker that was fenced before. */
export function fenceAgain(draft: Draft, { brokerId, brokerEpoch, fenced }: BrokerRegistration): void {
  invariant(fenced, "only a fenced broker is fenced again");
  invariant(
    draft.image.brokers.get(brokerId)?.brokerEpoch === brokerEpoch,
    "a session is of the registered incarnation",
  );
  addRecord(draft, { type: "BrokerRegistrationChangeRecord", brokerId, brokerEpoch, fenced });
}

export const partitionIn = (draft: Draft, tp: TopicPartition): PartitionRegistration | undefined =>
  draft.partitions?.get(tp) ?? draft.image.partitions.get(tp);

/** The offset that the next record of this decision will have. */
export const nextOffset = (draft: Draft): number => draft.image.lastOffset + 1 + draft.records.length;

/** May this broker lead `tp`: active, and the directory of its replica works (KIP-858). */
export function mayLead(image: MetadataImage, tp: TopicPartition, brokerId: number): boolean {
  return isActive(image, brokerId) && image.brokers.get(brokerId)?.offlineReplicas.includes(tp) === false;
}
