/** From the command line to what a campaign needs: configurations, profiles, rows, seed, requirements. */
import { randomBytes } from "node:crypto";
import { clusterOf, spaceOf } from "../arbitrary/space-of.ts";
import type { CampaignRow } from "../campaign/campaign.ts";
import { failuresFolder, witnessesFolder } from "../campaign/corpus.ts";
import { judgedGuarantees } from "../campaign/judgement.ts";
import { type ProfileName, profileNames, requiredProfiles } from "../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../check/check.ts";
import { bundledConfigurations } from "../configuration/bundled.ts";
import { loadConfigurations } from "../configuration/load.ts";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";
import { type KafkaVersion, latestVersion } from "../kafka/config/version.ts";
import { ruleSetOf } from "../kafka/rules/releases.ts";
import { whyNotStarting } from "../run/whether-it-starts.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { ruleSetNames } from "../scenario/rule-sets.ts";
import { whyNotWritable } from "../scenario/writable-folder.ts";
import { defaultStrategy, type StrategyName } from "../strategy/names.ts";
import { BadUsage, refuse } from "./bad-usage.ts";
import { namesAndFiles } from "./names-and-files.ts";
import { manyOf, oneOf } from "./options.ts";
import { refuseUnwritable } from "./output-file.ts";
import type { ReplayOptions, RunOptions } from "./syntax.ts";

export interface RunPlan {
  readonly configurations: readonly LoadedConfiguration[];
  readonly profiles: readonly ProfileName[];
  readonly rows: readonly CampaignRow[];
  readonly strategy: StrategyName;
  readonly seed: string;
  readonly runs: number;
  readonly out: string;
  readonly required: readonly GuaranteeName[];
}

/** Runs per row when nothing is said: many for files of one's own, fewer for the bundled tour under a minute. */
const ownRuns = 300;
const tourRuns = 120;

export const defaultOut = "kafka-trial-results";

export function planRun(configs: readonly string[], options: RunOptions): RunPlan {
  if (options.runs !== undefined && options.time !== undefined)
    throw new BadUsage("--runs and --time exclude each other: a campaign ends by count or by time");
  refuseUnwritable("--junit", options.junit);
  refuseUnwritable("--history", options.history);
  const require = namesAndFiles(options.require, judgedGuarantees);
  const profile = namesAndFiles(options.profile, profileNames);
  const required = manyOf("guarantee", judgedGuarantees)(require.names);
  const profiles = profilesOf(profile.names, required.length > 0);
  const files = [...configs, ...profile.files, ...require.files];
  const configurations = configurationsOf(files, options);
  const out = outOf(options);
  const rows = configurations.flatMap((configuration, index) =>
    profiles.map((profile) => ({
      configuration: index,
      profile,
      space: spaceOf(configuration, profile, rulesOf(options, configuration.version)),
    })),
  );
  return {
    configurations,
    profiles,
    rows,
    strategy: options.strategy ?? defaultStrategy,
    seed: options.seed ?? (files.length === 0 ? "kafka-trial" : randomBytes(6).toString("hex")),
    runs: options.runs ?? (files.length === 0 ? tourRuns : ownRuns),
    out,
    required,
  };
}

export function outOf(options: Pick<RunOptions, "out">): string {
  const out = options.out ?? defaultOut;
  for (const folder of [out, failuresFolder(out), witnessesFolder(out)]) {
    const problem = whyNotWritable(folder);
    if (problem !== null) throw new BadUsage(`--out ${out} cannot be written to: ${problem}`);
  }
  return out;
}

export function configurationsOf(
  files: readonly string[],
  options: RunOptions | ReplayOptions,
): readonly LoadedConfiguration[] {
  const groups = files.length === 0 ? bundledConfigurations() : [{ name: null, files }];
  return groups.flatMap((group) => {
    const loaded = loadConfigurations(group.files, {
      name: group.name,
      version: options.kafkaVersion ?? null,
      set: options.set,
      brokers: options.brokers ?? null,
      partitions: options.partitions ?? null,
      racks: options.racks === undefined ? null : options.racks.split(","),
    });
    if (isBadInput(loaded)) return refuse(loaded);
    for (const configuration of loaded) refuseDeadCluster(configuration, rulesOf(options, configuration.version));
    return loaded;
  });
}

/** Kafka may start its brokers with such settings, but no trial can begin. */
function refuseDeadCluster(configuration: LoadedConfiguration, rules: string): void {
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

/** The rule set of the configuration's rows. */
export const rulesOfConfiguration = ({ rows }: RunPlan, configuration: number): string =>
  rows.find((row) => row.configuration === configuration)!.space.rules;

/** The rule set that the command line names; else that of the release which the configuration is judged as. */
export function rulesOf(
  options: { readonly rules?: string; readonly defect?: string },
  version: KafkaVersion = latestVersion,
): string {
  if (options.defect !== undefined && options.rules !== undefined)
    throw new BadUsage("--rules and --defect exclude each other: a defect is planted in today's rules");
  if (options.defect !== undefined) return oneOf("defect", ruleSetNames.defects)(options.defect);
  if (options.rules !== undefined) return oneOf("rule set", ruleSetNames.historical)(options.rules);
  return ruleSetOf(version);
}
