/** What the flags of several commands name: configurations, profiles, the rule set, the folder of results. */
import { clusterOf } from "../../arbitrary/space-of.ts";
import { failuresFolder, witnessesFolder } from "../../campaign/corpus.ts";
import { type ProfileName, profileNames, requiredProfiles } from "../../chaos/fault-kinds.ts";
import { bundledConfigurations } from "../../configuration/bundled.ts";
import { loadConfigurations } from "../../configuration/load.ts";
import type { LoadedConfiguration, LoadOptions } from "../../configuration/loaded-configuration.ts";
import { type KafkaVersion, latestVersion } from "../../kafka/config/version.ts";
import { ruleSetOf } from "../../kafka/rules/releases/rules-of-release.ts";
import { whyNotStarting } from "../../run/bootstrap.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { ruleSetNames, rulesNamed } from "../../scenario/rule-sets.ts";
import { whyNotWritable } from "../../scenario/written-files.ts";
import { BadUsage, refuse } from "./bad-usage.ts";
import type { ClusterOptions, WorkOptions } from "./flags.ts";
import { manyOf, oneOf } from "./options.ts";

const defaultOut = "kafka-trial-results";

export function outOf(options: WorkOptions): string {
  const out = options.out ?? defaultOut;
  for (const folder of [out, failuresFolder(out), witnessesFolder(out)]) {
    const problem = whyNotWritable(folder);
    if (problem !== null) throw new BadUsage(`--out ${out} cannot be written to: ${problem}`);
  }
  return out;
}

export function configurationsOf(
  files: readonly string[],
  options: Omit<ClusterOptions, "profile">,
): readonly LoadedConfiguration[] {
  const groups = files.length === 0 ? bundledConfigurations() : [{ name: null, files }];
  return groups.flatMap((group) => {
    const loaded = loadConfigurations(group.files, { name: group.name, ...loadOptionsOf(options) });
    if (isBadInput(loaded)) return refuse(loaded);
    for (const configuration of loaded) refuseDeadCluster(configuration, rulesOf(options, configuration.version));
    return loaded;
  });
}

/** What the command line says beside the files. */
export const loadOptionsOf = (options: Omit<ClusterOptions, "profile">): LoadOptions => ({
  version: options.kafkaVersion ?? null,
  set: options.set,
  brokers: options.brokers ?? null,
  partitions: options.partitions ?? null,
  racks: options.racks === undefined ? null : options.racks.split(","),
});

/** Kafka may start its brokers with such settings, but no trial can begin. */
export function refuseDeadCluster(configuration: LoadedConfiguration, rules: string): void {
  const problem = whyNotStarting(clusterOf(configuration), rules);
  if (problem === null) return;
  throw new BadUsage(
    `${configuration.name}: a cluster with these settings does not come up, so there is nothing to judge: ${problem}; expected broker settings under which brokers register and stay registered`,
  );
}

export function profilesOf(named: readonly string[], required: boolean): readonly ProfileName[] {
  if (named.length > 0) return manyOf("profile", profileNames)(named);
  return required ? requiredProfiles : profileNames;
}

/** The rule set that the command line names; else that of the release which the configuration is judged as. */
export function rulesOf(
  options: { readonly rules?: string; readonly defect?: string },
  version: KafkaVersion = latestVersion,
): string {
  if (options.defect !== undefined && options.rules !== undefined)
    throw new BadUsage("--rules and --defect exclude each other: a defect is planted in today's rules");
  if (options.defect !== undefined) return oneOf("defect", ruleSetNames.defects)(options.defect);
  if (options.rules !== undefined)
    return oneOf("rule set", ruleSetNames.historical)(rulesNamed(options.rules)?.name ?? options.rules);
  return ruleSetOf(version);
}
