/** A configuration as scenarios see it: what stays the same over all scenarios that are drawn for it. */
import type { Configuration } from "../check/guarantees.ts";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";
import { nodeId } from "../core/ids.ts";
import type { ClusterPlan, Settings } from "../scenario/scenario.ts";
import { clusterSettings, consumerSettings, producerSettings } from "../scenario/settings.ts";
import { offsetsTopicTerms, topicTerms } from "../scenario/trial-options.ts";
import { clusterOf } from "./space-of.ts";

/** Plain data: it crosses between workers. */
export interface Side {
  readonly cluster: ClusterPlan;
  readonly producerSettings: Settings;
  readonly consumerSettings: Settings;
  /** Draws all chance anew that is no fault: delays, torn tails, keys of records. */
  readonly otherChance?: boolean;
}

export const sideOf = (configuration: LoadedConfiguration): Side => ({
  cluster: clusterOf(configuration),
  producerSettings: configuration.producerSettings,
  consumerSettings: configuration.consumerSettings,
});

/** What decides its promises. */
export function termsOf(side: Side): Configuration {
  const settings = clusterSettings(side.cluster.settings);
  const topics = topicTerms(side.cluster, settings);
  return {
    eligibleLeaderReplicasEnable: settings.broker.eligibleLeaderReplicasEnable,
    topics,
    producers: [
      {
        ...producerSettings(side.producerSettings),
        client: nodeId("producer", 0),
        topics: topics.slice(0, 1).map(({ name }) => name),
      },
    ],
    consumers: [
      { ...consumerSettings(side.consumerSettings), client: nodeId("consumer", 0), topics: [], start: "earliest" },
    ],
    offsetsTopic: offsetsTopicTerms(settings),
    brokers: side.cluster.brokers,
  };
}
