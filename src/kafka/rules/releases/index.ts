/**
 * What Kafka's releases decided otherwise than today's, in one table: the rules of a release are today's with every change
 * taken back that it did not have yet. What differs by a default alone (acks, linger, the constant back-off up to 3.6)
 * stands in the key tables and travels as a setting.
 *
 * The control plane is a quorum controller for every release: what only ZooKeeper's did (ISR changes written to znodes,
 * LeaderAndIsr, UpdateMetadata) is not modelled. Its rows reach back to 3.3, where KRaft became fit for production (KIP-833);
 * for releases before that it decides as today's.
 */
import type { ReleaseChange } from "./change.ts";
import { consumerChanges } from "./consumer-changes.ts";
import { controllerChanges } from "./controller-changes.ts";
import { logChanges } from "./log-changes.ts";
import { producerChanges } from "./producer-changes.ts";
import { replicationChanges } from "./replication-changes.ts";

/** Room by room, in each the oldest change first. */
export const releaseChanges: readonly ReleaseChange[] = [
  ...logChanges,
  ...replicationChanges,
  ...controllerChanges,
  ...producerChanges,
  ...consumerChanges,
];
