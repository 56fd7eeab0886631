/** From the command line to what a campaign needs: configurations, profiles, rows, seed, requirements. */
import { randomBytes } from "node:crypto";
import { spaceOf } from "../../arbitrary/space-of.ts";
import type { CampaignRow } from "../../campaign/campaign.ts";
import { judgedGuarantees } from "../../campaign/judgement.ts";
import { type ProfileName, profileNames } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../check/check.ts";
import type { LoadedConfiguration } from "../../configuration/loaded-configuration.ts";
import { defaultStrategy, type StrategyName } from "../../strategy/names.ts";
import { BadUsage } from "../shared/bad-usage.ts";
import { configurationsOf, outOf, profilesOf, rulesOf } from "../shared/cluster.ts";
import { namesAndFiles, oneOf } from "../shared/options.ts";
import { refuseUnwritable } from "../shared/output.ts";
import type { RunOptions } from "./syntax.ts";

/** A guarantee that must be promised and held under these profiles. */
export interface Requirement {
  readonly guarantee: GuaranteeName;
  readonly profiles: readonly ProfileName[];
}

export interface RunPlan {
  readonly configurations: readonly LoadedConfiguration[];
  readonly profiles: readonly ProfileName[];
  readonly rows: readonly CampaignRow[];
  readonly strategy: StrategyName;
  readonly seed: string;
  readonly runs: number;
  readonly out: string;
  readonly required: readonly Requirement[];
  /** Re-runs to make each saved scenario small, if the command line says how many. */
  readonly shrink: number | undefined;
}

/** Runs per row when nothing is said: many for files of one's own, fewer for the bundled tour under a minute. */
const ownRuns = 300;
const tourRuns = 20;
/** Re-runs that make a story of the tour small enough to read. */
const tourShrink = 60;

export function planRun(configs: readonly string[], options: RunOptions): RunPlan {
  if (options.runs !== undefined && options.time !== undefined)
    throw new BadUsage("--runs and --time exclude each other: a campaign ends by count or by time");
  refuseUnwritable("--junit", options.junit);
  refuseUnwritable("--history", options.history);
  const require = namesAndFiles(options.require, requirementNames);
  const profile = namesAndFiles(options.profile, profileNames);
  const usual = profilesOf(profile.names, require.names.length > 0);
  const required = requirementsOf(require.names, usual);
  const wanted = new Set([...usual, ...required.flatMap((one) => one.profiles)]);
  const profiles = profileNames.filter((name) => wanted.has(name));
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
    shrink: options.shrink ?? (files.length === 0 ? tourShrink : undefined),
  };
}

/** What `--require` takes: a guarantee, or one with a profile that it must hold under beside the usual ones. */
const requirementNames: readonly string[] = judgedGuarantees.flatMap((guarantee) => [
  guarantee,
  ...profileNames.map((profile) => `${guarantee}@${profile}`),
]);

function requirementsOf(texts: readonly string[], usual: readonly ProfileName[]): readonly Requirement[] {
  const profiles = new Map<GuaranteeName, readonly ProfileName[]>();
  for (const text of texts.flatMap((one) => one.split(",")).filter((one) => one !== "")) {
    const [name = "", more] = text.split("@");
    const guarantee = oneOf("guarantee", judgedGuarantees)(name);
    const added = more === undefined ? [] : [oneOf("profile", profileNames)(more)];
    profiles.set(guarantee, [...new Set([...(profiles.get(guarantee) ?? usual), ...added])]);
  }
  return [...profiles].map(([guarantee, under]) => ({ guarantee, profiles: under }));
}

/** The rule set of the configuration's rows. */
export const rulesOfConfiguration = ({ rows }: RunPlan, configuration: number): string =>
  rows.find((row) => row.configuration === configuration)!.space.rules;
