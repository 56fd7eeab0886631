/** The request that an action is, once metadata names the partition it is about. */
import { mix4 } from "../../core/mix.ts";
import { type ErrorCode, Errors } from "../../kafka/errors.ts";
import type { AdminRequest, AdminResponse } from "../../kafka/messages/admin.ts";
import type { KafkaMessage } from "../../kafka/messages/index.ts";
import type { DeleteRecordsRequest } from "../../kafka/messages/offsets.ts";
import type { AdminAction } from "../../kafka/messages/operator.ts";
import type { ClientMetadata, PartitionMetadata } from "../metadata/client-metadata.ts";
import { About } from "../names.ts";
import type { PendingCommand } from "./admin-state.ts";

/** The partition that an action names; undefined if metadata does not know it, null if it names none. */
export function partitionOfAction(metadata: ClientMetadata, action: AdminAction): PartitionMetadata | undefined | null {
  if (action.do !== "reassign" && action.do !== "elect-unclean" && action.do !== "delete-records") return null;
  return metadata.topics.get(action.topic)?.partitions[action.partition];
}

/** `partition`: as `partitionOfAction` found it. */
export function requestFor(
  command: Pick<PendingCommand, "action" | "name" | "attempts">,
  partition: Pick<PartitionMetadata, "topicPartition"> | null,
  correlationId: number,
  self: number,
  timeoutMs: number,
): AdminRequest | DeleteRecordsRequest {
  const { action } = command;
  const head = { name: mix4(About.admin, self, command.name, command.attempts), correlationId };
  const tp = partition === null ? -1 : partition.topicPartition;
  switch (action.do) {
    case "reassign":
      return {
        kind: "AlterPartitionReassignments",
        ...head,
        partitions: [{ topicPartition: tp, replicas: action.replicas }],
      };
    case "add-partitions":
      return { kind: "CreatePartitions", ...head, topics: [{ name: action.topic, count: action.count }] };
    case "alter-config": {
      const configs = { [action.key]: action.value };
      return { kind: "IncrementalAlterConfigs", ...head, topics: [{ name: action.topic, configs }] };
    }
    case "elect-preferred":
      return { kind: "ElectLeaders", ...head, electionType: "preferred", partitions: null };
    case "elect-unclean":
      return { kind: "ElectLeaders", ...head, electionType: "unclean", partitions: [tp] };
    case "create-topic": {
      const { topic: name, partitions: numPartitions, replicationFactor, configs = {} } = action;
      return {
        kind: "CreateTopics",
        ...head,
        topics: [{ name, numPartitions, replicationFactor, assignments: null, configs }],
      };
    }
    case "delete-topic":
      return { kind: "DeleteTopics", ...head, names: [action.topic] };
    case "delete-records": {
      const partitions = [{ topicPartition: tp, offset: action.offset }];
      return { kind: "DeleteRecords", ...head, timeoutMs, partitions };
    }
  }
}

/** What the answer says about the one thing that was asked for; null: it is no such answer. */
export function resultOf(body: KafkaMessage): ErrorCode | null {
  if (body.kind === "DeleteRecordsResponse") return body.partitions[0]?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR;
  return body.kind === "AdminResponse" ? worstOf(body) : null;
}

/** An election of every partition answers for each: those that need none count as fine. */
function worstOf(response: AdminResponse): ErrorCode {
  if (response.errorCode !== Errors.NONE) return response.errorCode;
  for (const { errorCode } of response.results) {
    if (errorCode !== Errors.NONE && errorCode !== Errors.ELECTION_NOT_NEEDED) return errorCode;
  }
  return Errors.NONE;
}
