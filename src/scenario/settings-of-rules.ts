/** What the rules of a release settle about a cluster that has no configuration of its own. */
import { isAtLeast } from "../kafka/config/version.ts";
import { releaseOfRules } from "./rule-sets.ts";
import type { Settings } from "./scenario.ts";

/** No cluster of a release before 4.0 had eligible leader replicas: in 3.7 to 3.9 they were unfinished (KIP-966). */
export function brokerSettingsUnder(rules: string): Settings {
  const version = releaseOfRules(rules);
  const mayHaveEligible = version === undefined || isAtLeast(version, "4.0");
  return mayHaveEligible ? {} : { "eligible.leader.replicas.enable": "false" };
}
