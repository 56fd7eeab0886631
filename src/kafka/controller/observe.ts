/** Replays the records of one decision and tells the observer each fact as it becomes one. */
import type { KafkaResponse } from "../messages/index.ts";
import { type MetadataImage, replay, topicById } from "../metadata/image.ts";
import type { MetadataRecord } from "../metadata/records.ts";
import type { ControllerObserver } from "../observer.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ControllerCommand } from "./command.ts";
import type { ControllerDecision } from "./decision.ts";

type Of<Type extends MetadataRecord["type"]> = Extract<MetadataRecord, { type: Type }>;

export function replayObserved(image: MetadataImage, decision: ControllerDecision, observer: ControllerObserver): void {
  const { records, elections } = decision;
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const offset = image.lastOffset + 1;
    switch (record.type) {
      case "PartitionRecord":
      case "PartitionChangeRecord": {
        const tp = record.topicPartition;
        const before = image.partitions.get(tp) ?? null;
        replay(image, record, offset);
        const after = image.partitions.get(tp);
        if (after !== undefined) observer.partitionChanged(tp, before, after, elections[i] ?? "none");
        break;
      }
      case "RemoveTopicRecord": {
        const topic = topicById(image, record.topicId);
        replay(image, record, offset);
        if (topic !== undefined) observer.topicDeleted(topic.name, topic.partitions);
        break;
      }
      default:
        replay(image, record, offset);
        tell(image, record, decision.unclean, observer);
    }
  }
  tellTopics(image, records, observer);
}

function tell(image: MetadataImage, record: MetadataRecord, unclean: boolean, observer: ControllerObserver): void {
  switch (record.type) {
    case "RegisterBrokerRecord":
      observer.brokerRegistered(record.brokerId, record.brokerEpoch, unclean);
      return;
    case "BrokerRegistrationChangeRecord":
      tellBrokerChange(record, observer);
      return;
    case "ConfigRecord":
      observer.configChanged(topicById(image, record.topicId)?.name ?? "", record.name, record.value);
      return;
    default:
      return;
  }
}

function tellBrokerChange(record: Of<"BrokerRegistrationChangeRecord">, observer: ControllerObserver): void {
  if (record.fenced === true) observer.brokerFenced(record.brokerId, record.brokerEpoch);
  if (record.fenced === false) observer.brokerUnfenced(record.brokerId, record.brokerEpoch);
  if (record.inControlledShutdown === true) observer.brokerShuttingDown(record.brokerId, record.brokerEpoch);
}

/** A topic is created once its partitions are there; partitions that are added later belong to a known topic. */
function tellTopics(image: MetadataImage, records: readonly MetadataRecord[], observer: ControllerObserver): void {
  for (const record of records) {
    if (record.type !== "TopicRecord") continue;
    const partitions: readonly TopicPartition[] = topicById(image, record.topicId)?.partitions ?? [];
    observer.topicCreated(record.name, partitions);
  }
}

/** How each proposed ISR was judged. */
export function tellJudged(
  command: ControllerCommand,
  reply: KafkaResponse | null,
  observer: ControllerObserver,
): void {
  if (command.kind !== "AlterPartition" || reply?.kind !== "AlterPartitionResponse") return;
  const { brokerId, brokerEpoch, partitions } = command.request;
  for (let i = 0; i < partitions.length; i++) {
    const { topicPartition, leaderEpoch, partitionEpoch } = partitions[i]!;
    const errorCode = reply.partitions[i]?.errorCode ?? reply.errorCode;
    observer.alterPartitionJudged(topicPartition, brokerId, leaderEpoch, partitionEpoch, brokerEpoch, errorCode);
  }
}
