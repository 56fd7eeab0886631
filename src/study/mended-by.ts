/** Which later change of Kafka mends a failure of an older release: the scenario again, with one change taken in at a time. */
import type { ReleaseChange } from "../kafka/rules/releases/change.ts";
import {
  changesAfter,
  earlierReleases,
  ruleSetOf,
  rulesWithChanges,
} from "../kafka/rules/releases/rules-of-release.ts";
import { run } from "../run/run.ts";
import { rulesNamed } from "../scenario/rule-sets.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Empty if the rules are no older release's, or if no change alone mends it. */
export function mendedBy(scenario: Scenario, fingerprint: string): readonly ReleaseChange[] {
  const version = earlierReleases.find((one) => ruleSetOf(one) === rulesNamed(scenario.rules)?.name);
  if (version === undefined) return [];
  const changes = changesAfter(version);
  return changes.filter((taken) => {
    const rules = rulesWithChanges(
      scenario.rules,
      changes.filter((change) => change !== taken),
    );
    return !run(scenario, { rules }).violations.some((violation) => violation.fingerprint === fingerprint);
  });
}
