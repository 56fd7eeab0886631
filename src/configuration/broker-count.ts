/** How many brokers are judged, and that no topic wants more copies than there are. */
import type { BadInput } from "../scenario/bad-input.ts";
import type { TopicPlan } from "../scenario/scenario.ts";
import type { Findings } from "./findings.ts";
import type { LoadOptions } from "./loaded-configuration.ts";
import { type ClusterPart, lastOf, type PlacedSetting } from "./parts.ts";
import { badInput, type Place } from "./refusal.ts";

/** Ids 1 … 99 are brokers in a scenario. */
const mostBrokers = 99;

interface BrokerCount {
  readonly cluster: ClusterPart;
  readonly listed: number;
  readonly topics: readonly TopicPlan[];
  readonly placed: readonly PlacedSetting[];
}

/** Those listed, at least the replication factor; an explicit number (options, Strimzi, compose) must suffice. */
export function countBrokers(source: BrokerCount, options: LoadOptions, findings: Findings): number | BadInput {
  const explicit = options.brokers ?? (source.cluster.isCounted ? source.listed : null);
  const widest = source.topics.reduce((most, topic) =>
    topic.replicationFactor > most.replicationFactor ? topic : most,
  );
  const needed = widest.replicationFactor;
  if (explicit === null) {
    const count = Math.max(source.listed, needed, 1);
    if (count > Math.max(source.listed, 1)) {
      findings.notes.add(
        `${count} brokers assumed: a replication factor of ${needed} needs them; --brokers says otherwise`,
      );
    }
    return refuseMany(count, source.cluster.file) ?? count;
  }
  if (!Number.isInteger(explicit) || explicit < 1) {
    const expected = "a whole number of at least 1";
    return badInput(
      { file: "--brokers" },
      String(explicit),
      expected,
      `${explicit} is no number of brokers: expected ${expected}`,
    );
  }
  if (needed > explicit) return refuseFactor(source, widest, explicit);
  return refuseMany(explicit, source.cluster.file) ?? explicit;
}

function refuseMany(count: number, file: string): BadInput | null {
  if (count <= mostBrokers) return null;
  const expected = `at most ${mostBrokers} brokers`;
  return badInput(
    { file },
    String(count),
    expected,
    `${count} brokers are more than a trial holds: expected ${expected}`,
  );
}

function refuseFactor(source: BrokerCount, topic: TopicPlan, brokers: number): BadInput {
  const setting = lastOf(source.placed, "default.replication.factor");
  const isDefault = setting !== undefined && Number(setting.value) === topic.replicationFactor;
  const place: Place = isDefault ? setting : { file: source.cluster.file };
  const what = isDefault
    ? `default.replication.factor=${topic.replicationFactor}`
    : `topic ${topic.name}: ${topic.replicationFactor} replicas`;
  const message = `${what} with ${brokers} broker(s): Kafka refuses such topics (INVALID_REPLICATION_FACTOR)`;
  return badInput(
    { ...place, key: "default.replication.factor" },
    String(topic.replicationFactor),
    `at most ${brokers}`,
    message,
  );
}
