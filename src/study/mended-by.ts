/** Which later change of Kafka mends a failure of an older release: the scenario again, with one change taken in at a time. */
import type { KafkaVersion, Release } from "../kafka/config/version.ts";
import { mendedIn, type ReleaseChange } from "../kafka/rules/releases/change.ts";
import { changesAfter, rulesWithChanges } from "../kafka/rules/releases/rules-of-release.ts";
import { run } from "../run/run.ts";
import { releaseOfRules } from "../scenario/rule-sets.ts";
import type { Scenario } from "../scenario/scenario.ts";

export interface Mending {
  readonly change: ReleaseChange;
  /** Of which the scenario has the rules, */
  readonly version: KafkaVersion;
  /** and the first one after it that decides as today. */
  readonly mendedIn: Release;
}

/** What Kafka calls a bug first. Empty if the rules are no older release's, or if no change alone mends it. */
export function mendedBy(scenario: Scenario, fingerprint: string): readonly Mending[] {
  const version = releaseOfRules(scenario.rules);
  if (version === undefined) return [];
  const changes = changesAfter(version);
  const mending = changes.filter((taken) => {
    const rules = rulesWithChanges(
      scenario.rules,
      changes.filter((change) => change !== taken),
    );
    return !run(scenario, { rules }).violations.some((violation) => violation.fingerprint === fingerprint);
  });
  const bugsFirst = [...mending.filter(({ isBug }) => isBug), ...mending.filter(({ isBug }) => !isBug)];
  return bugsFirst.map((change) => ({ change, version, mendedIn: mendedIn(change, version) }));
}
