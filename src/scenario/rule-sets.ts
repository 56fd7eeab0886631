/** Every rule set by name: today's Kafka, earlier releases, the historical ladder, and each planted defect. */
import { kafkaVersions } from "../kafka/config/version.ts";
import type { Defect } from "../kafka/rules/defect.ts";
import { defects } from "../kafka/rules/defects.ts";
import { ladder } from "../kafka/rules/ladder.ts";
import { ruleSetOf, rulesOfRelease } from "../kafka/rules/releases.ts";
import { kafka4, overrideRules, type Rules } from "../kafka/rules/rules.ts";

/** Versions whose rules are not today's. */
const releases = kafkaVersions.filter((version) => ruleSetOf(version) !== kafka4.name);

const sets = new Map<string, Rules>([
  [kafka4.name, kafka4],
  ...releases.map((version): [string, Rules] => [ruleSetOf(version), rulesOfRelease(version)]),
  ...ladder.map((override): [string, Rules] => [override.name, overrideRules(kafka4, override)]),
  ...defects.map((defect): [string, Rules] => [defect.id, overrideRules(kafka4, defect.override)]),
]);

export const ruleSetNames = {
  historical: [kafka4.name, ...releases.map(ruleSetOf), ...ladder.map((override) => override.name)],
  defects: defects.map((defect) => defect.id),
};

const planted = new Map<string, Defect>(defects.map((defect) => [defect.id, defect]));

/** Undefined unless the name is that of a defect. */
export const defectNamed = (name: string): Defect | undefined => planted.get(name);

/** Undefined for a name that is none. */
export const rulesNamed = (name: string): Rules | undefined => sets.get(name);
