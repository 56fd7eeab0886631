/** Virtual ms that the quiet beginning of a run gets at least: clients and faults count their times from its end. */
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";

export const bootstrapMs = (broker: BrokerConfig): number => 2 * broker.brokerHeartbeatIntervalMs + 1000;
