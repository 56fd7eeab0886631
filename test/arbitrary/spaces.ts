/** The spaces that scenarios are drawn from here: small clusters of any shape, and a real configuration under each profile. */
import { propertySpace, type ScenarioSpace } from "../../src/arbitrary/space.ts";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import { profileNames } from "../../src/chaos/fault-kinds.ts";
import { loadConfigurations } from "../../src/configuration/load.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";

const loaded = loadConfigurations(["scenarios/configs/strimzi/kafka-persistent.yaml"], {
  name: null,
  set: [],
  brokers: null,
  partitions: null,
  racks: ["a", "b", "c"],
});
if (isBadInput(loaded)) throw new Error(loaded.sentence);

export const spaces: Readonly<Record<string, ScenarioSpace>> = {
  "small clusters": propertySpace("kafka-4"),
  ...Object.fromEntries(profileNames.map((profile) => [profile, spaceOf(loaded[0]!, profile, "kafka-4")])),
};
