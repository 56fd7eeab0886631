/** Every rule set by name: today's Kafka, earlier releases, the historical ladder, and each planted defect. */
import { type KafkaVersion, parseKafkaVersion } from "../kafka/config/version.ts";
import type { Defect } from "../kafka/rules/defect.ts";
import { defects } from "../kafka/rules/defects.ts";
import { ladder } from "../kafka/rules/ladder.ts";
import { earlierReleases, ruleSetOf, rulesOfRelease } from "../kafka/rules/releases/rules-of-release.ts";
import { kafka4, overrideRules, type Rules } from "../kafka/rules/rules.ts";

const sets = new Map<string, Rules>([
  [kafka4.name, kafka4],
  ...earlierReleases.map((version): [string, Rules] => [ruleSetOf(version), rulesOfRelease(version)]),
  ...ladder.map((override): [string, Rules] => [override.name, overrideRules(kafka4, override)]),
  ...defects.map((defect): [string, Rules] => [defect.id, overrideRules(kafka4, defect.override)]),
]);

export const ruleSetNames = {
  historical: [kafka4.name, ...earlierReleases.map(ruleSetOf), ...ladder.map((override) => override.name)],
  defects: defects.map((defect) => defect.id),
};

const planted = new Map<string, Defect>(defects.map((defect) => [defect.id, defect]));

/** Undefined unless the name is that of a defect. */
export const defectNamed = (name: string): Defect | undefined => planted.get(name);

/** Undefined for a name that is none. `kafka-3.9` is what its last patch release has, as `--kafka-version 3.9` is. */
export const rulesNamed = (name: string): Rules | undefined => sets.get(name) ?? rulesOfMinor(name);

/** The earlier release whose rules these are, or undefined. */
export const releaseOfRules = (name: string): KafkaVersion | undefined =>
  earlierReleases.find((version) => ruleSetOf(version) === rulesNamed(name)?.name);

function rulesOfMinor(name: string): Rules | undefined {
  const version = name.startsWith("kafka-") ? parseKafkaVersion(name.slice("kafka-".length)) : null;
  return version === null ? undefined : sets.get(ruleSetOf(version));
}
