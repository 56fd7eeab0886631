/** The rule set of a release, derived from the table of changes. */
import { type KafkaVersion, kafkaVersions } from "../../config/version.ts";
import { kafka4, overrideRules, type Rules } from "../rules.ts";
import { concerns, type ReleaseChange } from "./change.ts";
import { releaseChanges } from "./index.ts";

/** What that release decides otherwise than today's Kafka. */
export const changesAfter = (version: KafkaVersion): readonly ReleaseChange[] =>
  releaseChanges.filter((change) => concerns(change, version));

/** `kafka-2.8`, or `kafka-4` for a release that decides as today's. */
export const ruleSetOf = (version: KafkaVersion): string =>
  changesAfter(version).length === 0 ? kafka4.name : `kafka-${version}`;

export const rulesOfRelease = (version: KafkaVersion): Rules =>
  rulesWithChanges(ruleSetOf(version), changesAfter(version));

/** Today's rules with those changes taken back. */
export const rulesWithChanges = (name: string, changes: readonly ReleaseChange[]): Rules =>
  changes.reduce((rules, { override }) => overrideRules(rules, { ...override, name }), kafka4);

/** Releases whose rules are not today's, oldest first. */
export const earlierReleases: readonly KafkaVersion[] = kafkaVersions.filter(
  (version) => ruleSetOf(version) !== kafka4.name,
);
