/** From a loaded configuration to the space of scenarios that a profile draws from. */

import { type ProfileName, profiles } from "../chaos/fault-kinds.ts";
import { settleGroupsMs, settleMs } from "../check/guarantees.ts";
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

/** Of the brokers, and of the members of a group. */
function settleMsOf({ brokerSettings, consumerSettings }: LoadedConfiguration): number {
  const { group } = resolveConsumerConfig(consumerSettings);
  return Math.max(settleMs(resolveBrokerConfig(brokerSettings)), group === null ? 0 : settleGroupsMs(group));
}

export function spaceOf(configuration: LoadedConfiguration, profile: ProfileName, rules: string): ScenarioSpace {
  return {
    cluster: clusterOf(configuration),
    producerSettings: configuration.producerSettings,
    consumerSettings: configuration.consumerSettings,
    varyClients: false,
    rules,
    kinds: profiles[profile].kinds,
    chaosMs,
    calmMs: Math.min(longestCalmMs, Math.max(calmMs, settleMsOf(configuration))),
    records: 120,
  };
}
