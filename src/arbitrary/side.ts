/** A configuration as scenarios see it: what stays the same over all scenarios that are drawn for it. */
import type { GuaranteeName } from "../check/check.ts";
import type { Configuration } from "../check/guarantees.ts";
import type { Promising } from "../check/reach.ts";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";
import { nodeId } from "../core/ids.ts";
import type { ClusterPlan, Settings } from "../scenario/scenario.ts";
import { clusterSettings, consumerSettings, producerSettings } from "../scenario/settings.ts";
import { offsetsTopicTerms, topicTerms } from "../scenario/trial-options.ts";
import { calmMsOf, clusterOf } from "./space-of.ts";

/** Plain data: it crosses between workers. */
export interface Side {
  readonly cluster: ClusterPlan;
  readonly producerSettings: Settings;
  readonly consumerSettings: Settings;
  /** Its rule set; absent: that of the scenario. */
  readonly rules?: string;
  /** Guarantees that hang on a setting which could not be read. */
  readonly undecided?: readonly GuaranteeName[];
  /** Draws all chance anew that is no fault: delays, torn tails, keys of records. */
  readonly otherChance?: boolean;
}

export const sideOf = (configuration: LoadedConfiguration): Side => ({
  cluster: clusterOf(configuration),
  producerSettings: configuration.producerSettings,
  consumerSettings: configuration.consumerSettings,
  undecided: undecidedOf(configuration),
});

const undecidedOf = ({ undecided }: LoadedConfiguration): readonly GuaranteeName[] => [
  ...new Set(undecided.flatMap(({ guarantees }) => guarantees)),
];

/** What `reachOf` asks. */
export const promisingOf = (side: Side): Promising => ({
  terms: termsOf(side),
  hasRacks: side.cluster.racks.length > 0,
  undecided: side.undecided ?? [],
});

/** What decides its promises. */
export function termsOf(side: Side): Configuration {
  const settings = clusterSettings(side.cluster.settings);
  const topics = topicTerms(side.cluster, settings);
  const producer = producerSettings(side.producerSettings);
  const consumer = consumerSettings(side.consumerSettings);
  return {
    eligibleLeaderReplicasEnable: settings.broker.eligibleLeaderReplicasEnable,
    topics,
    producers: [
      {
        ...producer,
        client: nodeId("producer", 0),
        topics: topics.slice(0, 1).map(({ name }) => name),
        decidedWithinMs: producer.maxBlockMs + producer.deliveryTimeoutMs,
      },
    ],
    consumers: [{ ...consumer, client: nodeId("consumer", 0), topics: [], start: "earliest" }],
    offsetsTopic: offsetsTopicTerms(settings),
    brokers: side.cluster.brokers,
    times: { ...settings.broker, calmMs: calmMsOf(settings.broker, consumer.group) },
  };
}
