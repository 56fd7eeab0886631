/** From the command line to what a comparison needs: two configurations, rows, seed. */
import { randomBytes } from "node:crypto";
import { type ProfileName, profileNames } from "../../chaos/fault-kinds.ts";
import type { LoadedConfiguration } from "../../configuration/loaded-configuration.ts";
import type { ComparisonRow } from "../../study/comparison/compare.ts";
import { jointSpace } from "../../study/comparison/joint-space.ts";
import { BadUsage } from "../shared/bad-usage.ts";
import { configurationsOf, outOf, profilesOf, rulesOf } from "../shared/cluster.ts";
import { namesAndFiles } from "../shared/options.ts";
import type { CompareOptions } from "./syntax.ts";

export interface ComparePlan {
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly profiles: readonly ProfileName[];
  readonly rows: readonly ComparisonRow[];
  readonly seed: string;
  readonly pairs: number;
  readonly out: string;
  /** Re-runs to make each saved scenario small, if the command line says how many. */
  readonly shrink: number | undefined;
}

export interface ComparedSide {
  readonly configuration: LoadedConfiguration;
  /** The name, and what was set on this side. */
  readonly label: string;
  readonly set: readonly string[];
}

const usualPairs = 200;

export function planCompare(configs: readonly string[], options: CompareOptions): ComparePlan {
  const profile = namesAndFiles(options.profile, profileNames);
  const [a, b, ...more] = [...configs, ...profile.files];
  if (a === undefined || b === undefined || more.length > 0) {
    const found = configs.length + profile.files.length;
    throw new BadUsage(`compare takes two configurations and found ${found}; join the files of one by commas`);
  }
  const profiles = profilesOf(profile.names, false);
  const rules = rulesOf(options);
  const sides = [sideOf("A", a, options, options.setA), sideOf("B", b, options, options.setB)] as const;
  const [one, other] = sides;
  return {
    sides,
    profiles,
    rows: profiles.map((name) => ({
      profile: name,
      space: jointSpace(one.configuration, other.configuration, name, rules),
    })),
    seed: options.seed ?? randomBytes(6).toString("hex"),
    pairs: options.runs ?? usualPairs,
    out: outOf(options),
    shrink: options.shrink,
  };
}

function sideOf(side: string, text: string, options: CompareOptions, own: readonly string[]): ComparedSide {
  const files = text.split(",").filter((file) => file !== "");
  if (files.length === 0)
    throw new BadUsage(`configuration ${side} is ${JSON.stringify(text)}; expected files separated by commas`);
  const set = [...options.set, ...own];
  const loaded = configurationsOf(files, { ...options, set });
  const [configuration, second] = loaded;
  if (configuration === undefined || second !== undefined) {
    const names = loaded.map((one) => one.name).join(", ");
    throw new BadUsage(`configuration ${side} names several clusters (${names}); compare takes one on each side`);
  }
  return { configuration, set, label: [configuration.name, ...own].join(" ") };
}
