/** What the controller is told when it is made, and what its decisions read beside the image. */
import type { NodeId } from "../../core/ids.ts";
import type { BrokerConfig } from "../config/resolve-broker.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import type { ConfigEntries } from "../messages/admin.ts";
import { configsOf, type MetadataImage } from "../metadata/image.ts";
import type { ControllerRules } from "../rules/controller-rules.ts";
import type { Rules } from "../rules/rules.ts";
import type { TopicId } from "../topic-partition.ts";

export interface ControllerOptions {
  readonly brokerConfig: BrokerConfig;
  /** The settings of a topic that overrides none. */
  readonly topicDefaults: TopicConfig;
  /** The settings of a topic with these overrides under Kafka's own keys. */
  readonly topicConfigOf: (overrides: ConfigEntries) => TopicConfig;
  readonly rules: Rules;
}

export interface Policy extends Omit<ControllerOptions, "brokerConfig" | "rules"> {
  readonly nodeId: NodeId;
  readonly rules: ControllerRules;
  readonly config: BrokerConfig;
  readonly elrEnabled: boolean;
  /** Resolved once per set of overrides: the image replaces the set when it changes. */
  readonly resolved: WeakMap<ConfigEntries, TopicConfig>;
}

export const policyOf = (nodeId: NodeId, { brokerConfig, rules, ...topics }: ControllerOptions): Policy => ({
  ...topics,
  nodeId,
  rules: rules.controller,
  config: brokerConfig,
  elrEnabled: brokerConfig.eligibleLeaderReplicasEnable,
  resolved: new WeakMap(),
});

/** The settings in force for a topic; the defaults for an unknown one. */
export function topicConfig(policy: Policy, image: MetadataImage, topicId: TopicId): TopicConfig {
  return image.topicConfigs.has(topicId) ? resolve(policy, configsOf(image, topicId)) : policy.topicDefaults;
}

function resolve(policy: Policy, overrides: ConfigEntries): TopicConfig {
  const known = policy.resolved.get(overrides);
  if (known !== undefined) return known;
  const config = policy.topicConfigOf(overrides);
  policy.resolved.set(overrides, config);
  return config;
}
