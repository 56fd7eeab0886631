/** Topics of a cluster: those of KafkaTopic documents, else one called `orders` as the broker would create it. */
import type { BrokerConfig } from "../kafka/config/resolve-broker.ts";
import { judgeTopicSettings } from "../kafka/config/resolve-topic.ts";
import type { Settings } from "../kafka/config/settings.ts";
import { isAtLeast, type KafkaVersion } from "../kafka/config/version.ts";
import { settingsForToday } from "../kafka/config/version-settings.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import type { TopicPlan } from "../scenario/scenario.ts";
import { originIn, type TopicValues, topicValues } from "./effective-values.ts";
import type { Findings } from "./findings.ts";
import type { LoadOptions } from "./loaded-configuration.ts";
import { modelledOnly } from "./modelled-only.ts";
import { type PlacedSetting, placeText, type TopicPart, valuesOf } from "./parts.ts";
import { badInput } from "./refusal.ts";
import { knownSettings, refuseProblem } from "./sort-settings.ts";

interface TopicSource {
  readonly parts: readonly TopicPart[];
  /** Of topic files and `--set`; they win over what a KafkaTopic says. */
  readonly shared: readonly PlacedSetting[];
  readonly brokerConfig: BrokerConfig;
  readonly brokerSettings: Settings;
  readonly brokerPlaced: readonly PlacedSetting[];
  readonly version: KafkaVersion;
}

const defaultTopicName = "orders";

export interface PlannedTopic {
  readonly plan: TopicPlan;
  readonly values: TopicValues;
}

export function planTopics(
  source: TopicSource,
  options: LoadOptions,
  findings: Findings,
): readonly PlannedTopic[] | BadInput {
  const bad = refuseNames(source.parts);
  if (bad !== null) return bad;
  const parts = source.parts.length > 0 ? source.parts : [defaultTopic(source.brokerConfig, options, findings)];
  const plans: PlannedTopic[] = [];
  for (const part of parts) {
    const plan = planTopic(part, source, options, findings);
    if (!("values" in plan)) return plan;
    plans.push(plan);
  }
  return plans;
}

/** Two or three partitions are enough to see leaders spread and keys kept apart. */
function defaultTopic(config: BrokerConfig, options: LoadOptions, findings: Findings): TopicPart {
  const partitions = Math.min(3, Math.max(2, config.numPartitions));
  if (partitions !== config.numPartitions && (options.partitions ?? null) === null) {
    findings.notes.add(`num.partitions=${config.numPartitions}: judged with a topic of ${partitions} partitions`);
  }
  return { name: defaultTopicName, file: "", cluster: null, partitions, replicas: null, settings: [] };
}

function planTopic(
  part: TopicPart,
  source: TopicSource,
  options: LoadOptions,
  findings: Findings,
): PlannedTopic | BadInput {
  const placed = [...knownSettings("topic", part.settings, source.version, findings), ...source.shared];
  const settings = valuesOf(placed);
  const judged = judgeTopicSettings(source.brokerSettings, settings, { version: source.version });
  const refused = refuseProblem(judged.problems, placed, part.file);
  if (refused !== null) return refused;
  if (part.replicas === 0) {
    const message = `topic ${part.name}: replicas 0 is refused (INVALID_REPLICATION_FACTOR): expected a value of at least 1`;
    return badInput({ file: part.file, line: part.line, key: "replicas" }, "0", "a value of at least 1", message);
  }
  const replicas =
    part.replicas === null || part.replicas < 0 ? source.brokerConfig.defaultReplicationFactor : part.replicas;
  warnRestarts(part.name, judged.config.minInsyncReplicas, replicas, findings);
  noteMinInsync(part.name, judged.config.minInsyncReplicas, replicas, source.version, findings);
  const plan: TopicPlan = {
    name: part.name,
    partitions: options.partitions ?? part.partitions ?? source.brokerConfig.numPartitions,
    replicationFactor: replicas,
    settings: modelledOnly("topic", settingsForToday("topic", settings, source.version)),
  };
  const isOwn = part.replicas !== null && part.replicas >= 0;
  const from = isOwn
    ? placeText({ file: part.file, line: part.line })
    : originIn(source.brokerPlaced, source.version)("default.replication.factor");
  const values = topicValues({
    topic: part.name,
    replicas: { count: replicas, from },
    config: judged.config,
    own: placed,
    broker: source.brokerPlaced,
    version: source.version,
  });
  return { plan, values };
}

/** No replica may be missing: a restart of any broker, planned or not, stops the writes of its partitions. */
function warnRestarts(name: string, minimum: number, replicas: number, findings: Findings): void {
  if (replicas === 1) {
    findings.warnings.add(`topic ${name} has one copy: each restart is an outage, a lost disk loses its records`);
  } else if (minimum === replicas) {
    findings.warnings.add(
      `topic ${name}: min.insync.replicas=${minimum} of ${replicas} copies: each restart of a broker stops its writes with acks=all`,
    );
  }
}

/** protocol.md P-6: the effective minimum is capped by the replication factor since 3.7 (KIP-966's groundwork). */
function noteMinInsync(
  name: string,
  minimum: number,
  replicas: number,
  version: KafkaVersion,
  findings: Findings,
): void {
  if (minimum <= replicas) return;
  const effect = isAtLeast(version, "3.7") ? `counts as ${replicas}` : "refuses every send with acks=all";
  findings.notes.add(`topic ${name}: min.insync.replicas=${minimum} is above its ${replicas} replica(s) and ${effect}`);
}

/** Topic.validate and the controller's check for names that collide in metrics. */
function refuseNames(parts: readonly TopicPart[]): BadInput | null {
  const seen = new Map<string, string>();
  for (const { name, file, line } of parts) {
    const place = { file, line };
    if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name) || name === "." || name === "..") {
      const expected = "1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-', and neither '.' nor '..'";
      return badInput(
        place,
        name,
        expected,
        `topic name ${name} is refused (INVALID_TOPIC_EXCEPTION): expected ${expected}`,
      );
    }
    const folded = name.replaceAll(".", "_");
    const other = seen.get(folded);
    if (other !== undefined) {
      const message = `topic name ${name} is refused (INVALID_TOPIC_EXCEPTION): it collides with ${other}`;
      return badInput(place, name, "names that differ in more than '.' and '_'", message);
    }
    seen.set(folded, name);
  }
  return null;
}
