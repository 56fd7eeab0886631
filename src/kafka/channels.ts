/**
 * What the connections between two nodes are for: each purpose has a connection of its own, as Kafka's separate network
 * clients do. A new purpose is one more line.
 */
import { channelsPerNode } from "../core/channels.ts";
import { invariant } from "../core/invariant.ts";

export const Channel = {
  /** Clients to brokers, followers to leaders, heartbeats to the controller. */
  main: 0,
  /** AlterPartition and AllocateProducerIds to the controller; the consumer's look-ups beside its fetches. */
  requests: 1,
  /** The metadata log. */
  metadata: 2,
  /** Admin requests that a broker forwards. */
  forwarding: 3,
  /** Members to the coordinator of their group. */
  coordinator: 4,
} as const;

export type Channel = (typeof Channel)[keyof typeof Channel];

const numbers: readonly number[] = Object.values(Channel);
invariant(
  new Set(numbers).size === numbers.length && numbers.every((channel) => channel < channelsPerNode),
  "each purpose has a channel of its own below the limit",
);
