/** What `npm run fidelity --` takes. */
import { Command, CommanderError } from "commander";
import { BadUsage } from "../src/cli/shared/bad-usage.ts";
import { wholeNumber } from "../src/cli/shared/options.ts";
import { type Release, releases, servedReleases } from "./releases.ts";
import { type TierName, tierNames } from "./tiers.ts";

export interface FidelityOptions {
  readonly release: Release;
  readonly only: readonly TierName[];
  /** Of random conversations. */
  readonly runs: number;
  readonly seed: number;
  /** Rewrite the recording of the release. */
  readonly write: boolean;
  /** Note what was found for the page. */
  readonly keep: boolean;
  /** Only write the page. */
  readonly page: boolean;
}

interface Flags {
  readonly release: string;
  readonly only?: readonly string[];
  readonly runs: number;
  readonly seed: number;
  readonly write?: boolean;
  readonly keep?: boolean;
  readonly page?: boolean;
}

/** Null: help was asked for, and is printed. Throws BadUsage, with one sentence. */
export function optionsOf(words: readonly string[]): FidelityOptions | null {
  const command = new Command("npm run fidelity --")
    .description("Holds a released Kafka, fetched and started here, against the model. Needs a JDK and Maven.")
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .option("--release <v>", `the release: ${servedReleases.join(", ")}`, servedReleases.at(-1)!)
    .option("--only <what...>", `one or more of ${tierNames.join(", ")} (default: all)`)
    .option("--runs <n>", "random conversations of each kind", wholeNumber("--runs", 1, 1_000_000), 20)
    .option("--seed <n>", "the same seed draws the same conversations", wholeNumber("--seed", 0, 2_000_000_000), 1)
    .option("--write", "keep what the release answers as its recording")
    .option("--keep", "note what was found in docs/recorded/fidelity.json")
    .option("--page", "write docs/fidelity.md from what was noted, and start nothing");
  try {
    command.parse(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null;
    if (error instanceof CommanderError) throw new BadUsage(error.message.replace(/^error: /, ""));
    throw error;
  }
  const { release, only = tierNames, runs, seed, write = false, keep = false, page = false } = command.opts<Flags>();
  return { release: servedRelease(release), only: only.map(tierOf), runs, seed, write, keep, page };
}

function servedRelease(text: string): Release {
  const served = servedReleases.find((release) => release === text);
  if (served !== undefined) return served;
  const known = releases.some((release) => release === text);
  const why = known ? "has no quorum controller, on which the scripted brokers rest" : "is none that was tried";
  throw new BadUsage(`release ${text} ${why}; served are ${servedReleases.join(", ")}`);
}

function tierOf(text: string): TierName {
  const tier = tierNames.find((name) => name === text);
  if (tier === undefined) throw new BadUsage(`--only ${text} is none of ${tierNames.join(", ")}`);
  return tier;
}
