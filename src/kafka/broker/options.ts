/** What a broker is told when it is made: its identity, its settings, and the rules in force. */
import type { NodeId } from "../../core/ids.ts";
import type { BrokerConfig } from "../config/broker-config.ts";
import type { TopicConfig } from "../config/topic-config.ts";
import type { ConfigEntries } from "../messages/admin.ts";
import type { Rules } from "../rules/rules.ts";

export interface BrokerOptions {
  readonly brokerId: NodeId;
  /** broker.rack; "" without one. */
  readonly rack: string;
  readonly brokerConfig: BrokerConfig;
  /** The settings of a topic that overrides none. */
  readonly topicDefaults: TopicConfig;
  /** The settings of a topic with these overrides under Kafka's own keys. */
  readonly topicConfigOf: (overrides: ConfigEntries) => TopicConfig;
  readonly rules: Rules;
  /** The nodes of the control plane (controller.quorum.voters). */
  readonly voters: readonly NodeId[];
}
