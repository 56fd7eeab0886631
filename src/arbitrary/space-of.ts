/** From a loaded configuration to the space of scenarios that a profile draws from. */

import { type ProfileName, profiles } from "../chaos/fault-kinds.ts";
import { settleGroupsMs, settleMs } from "../check/guarantees.ts";
import type { BrokerTimes, GroupTerms } from "../check/options.ts";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";
import { resolveBrokerConfig } from "../kafka/config/resolve-broker.ts";
import { resolveConsumerConfig } from "../kafka/config/resolve-consumer.ts";
import type { ClusterPlan } from "../scenario/scenario.ts";
import type { ScenarioSpace } from "./space.ts";

/** Long enough for sessions (9 s) and the replica lag time (30 s) of a default configuration to run out and refill. */
const chaosMs = 60_000;
const calmMs = 400_000;
/** Settings may ask for a longer calm; beyond this progress is not judged. */
const longestCalmMs = 3_600_000;

/** How long everything is given to settle at the end of a run. */
export const calmMsOf = (times: Omit<BrokerTimes, "calmMs">, group: GroupTerms | null): number =>
  Math.min(longestCalmMs, Math.max(calmMs, settleMs(times), group === null ? 0 : settleGroupsMs(group)));

export function clusterOf(configuration: LoadedConfiguration): ClusterPlan {
  return {
    brokers: configuration.brokers,
    racks: configuration.racks,
    disksPerBroker: configuration.disksPerBroker,
    settings: configuration.brokerSettings,
    topics: configuration.topics,
    latencyMicros: { min: 300, max: 8000 },
  };
}

export function spaceOf(configuration: LoadedConfiguration, profile: ProfileName, rules: string): ScenarioSpace {
  return {
    cluster: clusterOf(configuration),
    brokerSettings: {},
    producerSettings: configuration.producerSettings,
    consumerSettings: configuration.consumerSettings,
    varyClients: false,
    rules,
    kinds: profiles[profile].kinds,
    chaosMs,
    calmMs: calmMsOf(
      resolveBrokerConfig(configuration.brokerSettings),
      resolveConsumerConfig(configuration.consumerSettings).group,
    ),
    records: 120,
  };
}
