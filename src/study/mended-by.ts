/** Which later change of Kafka mends a failure of an older release: the scenario again, with one change taken in at a time. */
import { isAtLeast, kafkaVersions } from "../kafka/config/version.ts";
import { changesAfter, type ReleaseChange, ruleSetOf } from "../kafka/rules/releases.ts";
import { kafka4, overrideRules } from "../kafka/rules/rules.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Empty if the rules are no older release's, or if no change alone mends it. */
export function mendedBy(scenario: Scenario, fingerprint: string): readonly ReleaseChange[] {
  const version = kafkaVersions.find((one) => ruleSetOf(one) === scenario.rules && !isAtLeast(one, "4.0"));
  if (version === undefined) return [];
  const changes = changesAfter(version);
  return changes.filter((taken) => {
    const rules = changes
      .filter((change) => change !== taken)
      .reduce((set, { override }) => overrideRules(set, { ...override, name: scenario.rules }), kafka4);
    return !run(scenario, { rules }).violations.some((violation) => violation.fingerprint === fingerprint);
  });
}
