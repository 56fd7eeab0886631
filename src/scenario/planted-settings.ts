/** A scenario with the unsafe settings of the defect that its rules name; any other scenario as it is. */
import { defectNamed } from "./rule-sets.ts";
import type { Scenario } from "./scenario.ts";

export function withPlantedSettings(scenario: Scenario): Scenario {
  const settings = defectNamed(scenario.rules)?.settings;
  if (settings === undefined) return scenario;
  const { cluster, workload } = scenario;
  return {
    ...scenario,
    cluster: {
      ...cluster,
      settings: { ...cluster.settings, ...settings.broker },
      topics: cluster.topics.map((topic) => ({ ...topic, settings: { ...topic.settings, ...settings.topic } })),
    },
    workload: {
      ...workload,
      producers: workload.producers.map((plan) => ({ ...plan, settings: { ...plan.settings, ...settings.producer } })),
    },
  };
}
