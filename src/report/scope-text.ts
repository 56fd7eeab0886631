/** What stands under every verdict: the scope within which it was reached. */
import { isAtLeast, type KafkaVersion, latestVersion, parseKafkaVersion } from "../kafka/config/version.ts";

export const allChecksRunLine =
  "Every run ends with a calm phase: faults heal, everything acknowledged must be readable.";

/** Of no release before it are rules of the quorum controller kept (KIP-833). */
export const firstQuorumController: KafkaVersion = "3.3";

/** `rules`: the name of a rule set. What stood between brokers and controllers before 3.3 is not modelled (docs/not-modelled.md). */
export function controlPlaneOf(rules: string): string {
  const version =
    (rules.startsWith("kafka-") ? parseKafkaVersion(rules.slice("kafka-".length)) : null) ?? latestVersion;
  return isAtLeast(version, firstQuorumController)
    ? `one KRaft controller, as in Kafka ${version}`
    : `one KRaft controller, as in Kafka ${latestVersion}, in place of ZooKeeper's`;
}

export const scopeLines: readonly string[] = [
  "Scope: one KRaft controller whose log is flushed before it answers and is never lost; producers,",
  "readers and groups of the classic protocol, without transactions. A bound is one-sided, 95 %, over",
  "the drawn scenarios.",
];
