/**
 * DeleteTopics (20), admin to any broker, which forwards.
 *
 * The topic id dies with the topic: a topic of the same name that is created later is another one (KIP-516). Unknown:
 * UNKNOWN_TOPIC_OR_PARTITION; named twice: INVALID_REQUEST.
 */
import { invariant } from "../../../core/invariant.ts";
import { Errors } from "../../errors.ts";
import type { DeleteTopicsRequest } from "../../messages/admin.ts";
import { topicByName } from "../../metadata/image.ts";
import { type AdminResult, adminDecision, namedTwice } from "../admin-answer.ts";
import { addFact, addRecord, type ControllerDecision, type Draft } from "../decision.ts";

export function decideDeleteTopics(draft: Draft, request: DeleteTopicsRequest): ControllerDecision {
  const twice = namedTwice(request.names.map((name) => ({ name })));
  const results = request.names.map((name): AdminResult => {
    if (twice.has(name)) return { errorCode: Errors.INVALID_REQUEST, topicId: 0 };
    const topic = topicByName(draft.image, name);
    if (topic === undefined) return { errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, topicId: 0 };
    invariant(draft.image.topicsById.get(topic.topicId) === topic, "a name and an id mean one topic");
    addRecord(draft, { type: "RemoveTopicRecord", topicId: topic.topicId });
    addFact(draft, "topicDeleted", name, topic.partitions);
    return { errorCode: Errors.NONE, topicId: topic.topicId };
  });
  invariant(draft.records.length <= results.length, "a name removes one topic");
  return adminDecision(draft, request, results);
}
