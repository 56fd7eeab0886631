/** What the replicas of a broker need of the process that holds them, and nothing else: any host that gives this runs them. */
import type { NodeId } from "../../core/ids.ts";
import type { BrokerConfig } from "../config/resolve-broker.ts";
import type { TopicConfig } from "../config/resolve-topic.ts";
import type { ControllerPort } from "../exchange.ts";
import type { ConfigEntries } from "../messages/admin.ts";
import type { FetchRequest } from "../messages/fetch.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { Rules } from "../rules/rules.ts";

export interface ReplicaPort extends ControllerPort {
  readonly options: ReplicaOptions;
  /** Of this process; -1 before the registration was answered. */
  brokerEpoch(): number;
  /** The metadata as this broker has it: what `publishAll` and `publishDelta` bring the replicas in line with. */
  image(): MetadataImage;
  /** See `ReplicaEnv`. */
  sessionId(nth: number, request: FetchRequest): number;
  readonly lastSessionEpoch: number;
  /** Log directories failed in this step. Without any left the process is of no use. */
  logDirsFailed(areAllOffline: boolean): void;
}

export interface ReplicaOptions {
  readonly brokerId: NodeId;
  readonly brokerConfig: BrokerConfig;
  /** The settings of a topic that overrides none. */
  readonly topicDefaults: TopicConfig;
  /** The settings of a topic with these overrides under Kafka's own keys. */
  readonly topicConfigOf: (overrides: ConfigEntries) => TopicConfig;
  readonly rules: Rules;
}
