/**
 * CreatePartitions (37), admin to any broker, which forwards.
 *
 * The count of a topic grows, never shrinks or stays: INVALID_PARTITIONS. New partitions have as many replicas as the first
 * one and are placed as those of a new topic; not enough brokers: INVALID_REPLICATION_FACTOR. (KIP-195)
 */
import { invariant } from "../../../core/invariant.ts";
import { Errors } from "../../errors.ts";
import { topicByName } from "../../metadata/image.ts";
import { type AdminResult, adminDecision, namedTwice } from "../admin-answer.ts";
import type { PlacingCommand } from "../command.ts";
import { addPartition, type ControllerDecision, type Draft } from "../decision.ts";
import { placedPartitions } from "./create-topics.ts";

export function decideCreatePartitions(
  draft: Draft,
  { request, starts }: PlacingCommand<"CreatePartitions">,
): ControllerDecision {
  const twice = namedTwice(request.topics);
  const results = request.topics.map(({ name, count }, index) =>
    twice.has(name) ? { errorCode: Errors.INVALID_REQUEST, topicId: 0 } : grow(draft, name, count, starts[index] ?? 0),
  );
  return adminDecision(draft, request, results);
}

function grow(draft: Draft, name: string, count: number, start: number): AdminResult {
  const topic = topicByName(draft.image, name);
  if (topic === undefined) return { errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, topicId: 0 };
  const { topicId } = topic;
  const existing = topic.partitions.length;
  if (count <= existing) return { errorCode: Errors.INVALID_PARTITIONS, topicId };
  const first = draft.image.partitions.get(topic.partitions[0] ?? -1);
  const partitions = placedPartitions(draft, count - existing, first?.replicas.length ?? 0, start);
  if (typeof partitions === "number") return { errorCode: partitions, topicId };
  invariant(first !== undefined, "a topic has a first partition");
  invariant(partitions.length === count - existing, "a topic gets the partitions that it was to have");
  for (const [index, registration] of partitions.entries())
    addPartition(draft, topicId, existing + index, registration);
  return { errorCode: Errors.NONE, topicId };
}
