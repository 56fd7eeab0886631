/** Settings that are legal, silent and often not meant: said as notes, never refused. */

import { keyTables } from "../kafka/config/key-tables.ts";
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import { readNumber } from "../kafka/config/settings-reader.ts";
import { isAtLeast, type KafkaVersion, latestVersion } from "../kafka/config/version.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import type { Findings } from "./findings.ts";
import { lastOf, type PlacedSetting, valuesOf } from "./parts.ts";
import { refuseProblem } from "./sort-settings.ts";

/**
 * Kafka starts with a heartbeat interval at or above the session timeout, and then fences every broker between two
 * heartbeats: no partition keeps a leader, so a verdict would say nothing.
 */
export function refuseEndlessFencing(placed: readonly PlacedSetting[], config: BrokerConfig): BadInput | null {
  const { brokerHeartbeatIntervalMs: heartbeatMs, brokerSessionTimeoutMs: sessionMs } = config;
  if (heartbeatMs < sessionMs) return null;
  const key = "broker.heartbeat.interval.ms";
  const expected = `a value below broker.session.timeout.ms=${sessionMs}`;
  const found = String(heartbeatMs);
  const sentence = `${key}=${found} lets Kafka start and then fences every broker between two heartbeats, so no partition keeps a leader: expected ${expected}`;
  return refuseProblem([{ key, found, expected, sentence }], placed, placed[0]?.file ?? "");
}

export function noteTraps(
  placed: readonly PlacedSetting[],
  config: BrokerConfig,
  brokers: number,
  hasTopics: boolean,
  version: KafkaVersion,
  findings: Findings,
): void {
  if (!hasTopics && brokers > 1 && lastOf(placed, "default.replication.factor") === undefined) {
    findings.notes.add(
      "default.replication.factor is not set: topics that nobody creates by hand have one copy (default 1)",
    );
  } else if (!hasTopics && brokers > 1 && config.defaultReplicationFactor === 1) {
    findings.notes.add("default.replication.factor=1: topics that nobody creates by hand have one copy");
  }
  const reader = { table: keyTables.broker, settings: valuesOf(placed), version: latestVersion };
  noteEligibleLeaders(placed, config, brokers, version, findings);
  const offsetsFactor = readNumber(reader, "offsets.topic.replication.factor");
  if (offsetsFactor > brokers) {
    findings.notes.add(
      `offsets.topic.replication.factor=${offsetsFactor} is above the number of brokers, ${brokers}: ` +
        "consumer groups get COORDINATOR_NOT_AVAILABLE (groups are not modelled)",
    );
  }
}

/** A feature of the cluster, no key of a file: which one was assumed must be said. */
function noteEligibleLeaders(
  placed: readonly PlacedSetting[],
  config: BrokerConfig,
  brokers: number,
  version: KafkaVersion,
  findings: Findings,
): void {
  const key = "eligible.leader.replicas.enable";
  if (brokers < 2 || !isAtLeast(version, "4.0") || lastOf(placed, key) !== undefined) return;
  findings.notes.add(
    config.eligibleLeaderReplicasEnable
      ? `eligible leader replicas: assumed on, as in a cluster made with Kafka 4.1 or later; one that was upgraded has them off until kafka-features raises eligible.leader.replicas.version: --set ${key}=false`
      : `eligible leader replicas: assumed off, as in Kafka ${version} unless kafka-features turned them on: --set ${key}=true`,
  );
}
