/**
 * IncrementalAlterConfigs (44) for topics, admin to any broker, which forwards.
 *
 * Sets or (null) removes overrides. A lower min.insync.replicas empties the ELR of partitions whose ISR is now large enough;
 * a higher one makes nobody eligible who left the ISR before (KIP-966). unclean.leader.election.enable takes effect at the
 * next election, or the periodic look for leaderless partitions. A min.insync.replicas below 1 or a boolean that is none:
 * INVALID_CONFIG. (KIP-339)
 */
import { type ErrorCode, Errors } from "../../errors.ts";
import type { ConfigEntries, IncrementalAlterConfigsRequest } from "../../messages/admin.ts";
import { configsOf, type TopicImage, topicByName } from "../../metadata/image.ts";
import { type AdminResult, adminDecision, namedTwice } from "../admin-answer.ts";
import {
  addFact,
  addPartitionChange,
  addRecord,
  type ControllerDecision,
  type Draft,
  partitionIn,
} from "../decision.ts";
import { onlineTarget } from "../isr-updates.ts";
import { buildPartitionChange } from "../partition-change.ts";
import { resolve } from "../policy.ts";

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
  addConfigs(draft, topic, configs);
  if (minIsrKey in configs && draft.policy.elrEnabled) followMinIsr(draft, topic, configs);
}

function followMinIsr(draft: Draft, topic: TopicImage, configs: ConfigEntries): void {
  const { minInsyncReplicas } = resolve(draft.policy, merged(configsOf(draft.image, topic.topicId), configs));
  for (const tp of topic.partitions) {
    const partition = partitionIn(draft, tp);
    if (partition === undefined || partition.eligibleLeaderReplicas.length === 0) continue;
    const target = { ...onlineTarget(draft, tp, partition), minInsyncReplicas };
    addPartitionChange(draft, tp, buildPartitionChange(target, draft.policy));
  }
}

/** The overrides after the changes. */
export function merged(before: ConfigEntries, changes: ConfigEntries): ConfigEntries {
  const entries = Object.entries({ ...before, ...changes });
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}
