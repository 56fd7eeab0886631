/** The answer to administration: one result per item, in the order of the request. */
import { mix, mix3 } from "../../core/mix.ts";
import { type ErrorCode, Errors } from "../errors.ts";
import type { AdminRequest } from "../messages/admin.ts";
import type { TopicId } from "../topic-partition.ts";
import { type ControllerDecision, concluded, type Draft } from "./decision.ts";

export interface AdminResult {
  readonly errorCode: ErrorCode;
  /** 0 if the item names no known topic. */
  readonly topicId: TopicId;
}

export function adminDecision(
  draft: Draft,
  request: AdminRequest,
  results: readonly AdminResult[],
): ControllerDecision {
  let name = mix3(request.name, draft.policy.nodeId, results.length);
  for (const result of results) name = mix(mix(name, result.errorCode), result.topicId);
  const { correlationId } = request;
  return concluded(draft, { kind: "AdminResponse", name, correlationId, errorCode: Errors.NONE, results });
}

/** Names that stand in a request more than once, all of whose items Kafka refuses. */
export function namedTwice(items: readonly { readonly name: string }[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of items) (seen.has(name) ? twice : seen).add(name);
  return twice;
}
