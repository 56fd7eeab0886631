/**
 * IncrementalAlterConfigs (44) for topics, admin to any broker, which forwards.
 *
 * Sets or (null) removes overrides. Any other min.insync.replicas than before, higher or lower, empties the ELR and the last
 * known leader of the topic's partitions (ClearElrRecord, KIP-966). unclean.leader.election.enable takes effect at the
 * next election, or the periodic look for leaderless partitions. A min.insync.replicas below 1 or a boolean that is none:
 * INVALID_CONFIG. (KIP-339)
 */
import { invariant } from "../../../core/invariant.ts";
import { type ErrorCode, Errors } from "../../errors.ts";
import type { ConfigEntries, IncrementalAlterConfigsRequest } from "../../messages/admin.ts";
import { configsOf, type TopicImage, topicByName } from "../../metadata/image.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import { type AdminResult, adminDecision, namedTwice } from "../admin-answer.ts";
import {
  addFact,
  addPartitionChange,
  addRecord,
  type ControllerDecision,
  type Draft,
  partitionIn,
} from "../decision.ts";

const minIsrKey = "min.insync.replicas";

export function decideIncrementalAlterConfigs(
  draft: Draft,
  request: IncrementalAlterConfigsRequest,
): ControllerDecision {
  const twice = namedTwice(request.topics);
  const results = request.topics.map(({ name, configs }): AdminResult => {
    if (twice.has(name)) return { errorCode: Errors.INVALID_REQUEST, topicId: 0 };
    const topic = topicByName(draft.image, name);
    if (topic === undefined) return { errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION, topicId: 0 };
    const errorCode = refuseConfigs(configs);
    if (errorCode === Errors.NONE) alter(draft, topic, configs);
    return { errorCode, topicId: topic.topicId };
  });
  return adminDecision(draft, request, results);
}

/** The two settings that the controller itself obeys. */
export function refuseConfigs(configs: ConfigEntries): ErrorCode {
  const minIsr = configs[minIsrKey] ?? null;
  if (minIsr !== null && !/^\s*\+?0*[1-9]\d*\s*$/.test(minIsr)) return Errors.INVALID_CONFIG;
  const unclean = configs["unclean.leader.election.enable"] ?? null;
  if (unclean !== null && !/^\s*(true|false)\s*$/i.test(unclean)) return Errors.INVALID_CONFIG;
  return Errors.NONE;
}

/** null takes the override away. */
export function addConfigs(draft: Draft, topic: Pick<TopicImage, "name" | "topicId">, configs: ConfigEntries): void {
  for (const name of Object.keys(configs).sort()) {
    const value = configs[name] ?? null;
    addRecord(draft, { type: "ConfigRecord", topicId: topic.topicId, name, value });
    addFact(draft, "configChanged", topic.name, name, value);
  }
}

function alter(draft: Draft, topic: TopicImage, configs: ConfigEntries): void {
  const before = configsOf(draft.image, topic.topicId)[minIsrKey] ?? null;
  addConfigs(draft, topic, configs);
  invariant(draft.image.topicsById.has(topic.topicId), "settings are of a topic that exists");
  if (minIsrKey in configs && configs[minIsrKey] !== before && draft.policy.elrEnabled)
    clearElr(draft, topic.partitions);
}

/** Who was eligible under one minimum may lack what was committed under another (ConfigurationControlManager). */
export function clearElr(draft: Draft, partitions: readonly TopicPartition[]): void {
  for (const tp of partitions) {
    const partition = partitionIn(draft, tp);
    invariant(partition !== undefined, "the partitions of a topic are registered");
    const { eligibleLeaderReplicas, lastKnownElr } = partition;
    if (eligibleLeaderReplicas.length === 0 && lastKnownElr.length === 0) continue;
    addPartitionChange(draft, tp, { changes: { eligibleLeaderReplicas: [], lastKnownElr: [] }, election: "none" });
    invariant(
      partitionIn(draft, tp)?.leaderEpoch === partition.leaderEpoch,
      "who is eligible is no matter of the leader epoch",
    );
  }
}

/** The overrides after the changes. */
export function merged(before: ConfigEntries, changes: ConfigEntries): ConfigEntries {
  const entries = Object.entries({ ...before, ...changes });
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}
