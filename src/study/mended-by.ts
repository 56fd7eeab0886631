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
export const mendedBy = (scenario: Scenario, fingerprint: string): readonly Mending[] => [
  ...mendings(scenario, fingerprint, []),
];

/** The first of them, looked for among `likely` first; null: no change alone mends it. */
export function mendedFirstBy(
  scenario: Scenario,
  fingerprint: string,
  likely: readonly ReleaseChange[],
): Mending | null {
  for (const mending of mendings(scenario, fingerprint, likely)) return mending;
  return null;
}

function* mendings(scenario: Scenario, fingerprint: string, likely: readonly ReleaseChange[]): Generator<Mending> {
  const version = releaseOfRules(scenario.rules);
  if (version === undefined) return;
  const changes = changesAfter(version);
  const bugs = changes.filter(({ isBug }) => isBug);
  for (const change of new Set([...likely, ...bugs, ...changes])) {
    const others = changes.filter((one) => one !== change);
    const { violations } = run(scenario, { rules: rulesWithChanges(scenario.rules, others) });
    if (violations.some((violation) => violation.fingerprint === fingerprint)) continue;
    yield { change, version, mendedIn: mendedIn(change, version) };
  }
}
