/** The library: state a property of one's own over one's own cluster shape or rule set. */

import { smallCluster } from "./arbitrary/cluster-arbitrary.ts";
import { scenarioArbitrary } from "./arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "./arbitrary/scenario-at.ts";
import { propertySpace } from "./arbitrary/space.ts";

export type { ScenarioSpace } from "./arbitrary/space.ts";
export type { Fault, FaultKind, Trigger } from "./chaos/fault.ts";
export { type ProfileName, profiles } from "./chaos/fault-kinds.ts";
export type { GuaranteeName, Violation } from "./check/check.ts";
export { guarantees } from "./check/guarantees.ts";
export type { Partitioner } from "./client/producer-config.ts";
export type { RecordDraft } from "./client/record-source.ts";
export { kafka4, type Override, overrideRules, type Rules } from "./kafka/rules/rules.ts";
export { tell } from "./report/tell.ts";
export { type RunOptions, run } from "./run/run.ts";
export type { Outcome, Verdict } from "./scenario/outcome.ts";
export { loadScenario, saveScenario } from "./scenario/saved-scenario.ts";
export type { ClusterPlan, Scenario, Settings, TopicPlan } from "./scenario/scenario.ts";
export { parseScenario } from "./scenario/scenario-schema.ts";
export { shrinkScenario as shrink } from "./shrink/shrink.ts";

/** Scenarios, small clusters, the space of small clusters under every fault, and the nth scenario of a campaign. */
export const arbitraries = { scenario: scenarioArbitrary, smallCluster, propertySpace, scenarioAt };
