/** From the command line to what an exploration needs: configurations, profiles, how many runs, the folder, the gates. */
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { type ProfileName, profileNames } from "../../chaos/fault-kinds.ts";
import { type Assertion, parseAssertion } from "../../durability/assertion.ts";
import { metricNames } from "../../durability/metric.ts";
import { presetNames } from "../../durability/preset.ts";
import { commandOfQuestion, type QuestionName, question, questionNames } from "../../durability/question.ts";
import { headOf, type KeptRuns, type RunsHead, readRuns } from "../../durability/runs-file.ts";
import { variantSide } from "../../durability/variant.ts";
import { whyNotWritable } from "../../scenario/written-files.ts";
import { version } from "../../version.ts";
import { BadUsage, UnknownName } from "../shared/bad-usage.ts";
import { profilesOf } from "../shared/cluster.ts";
import { namesAndFiles, oneOf } from "../shared/options.ts";
import type { ExploreOptions } from "./syntax.ts";
import { type Variants, variantsOf } from "./variants.ts";

export interface ExplorePlan extends Variants {
  readonly profiles: readonly ProfileName[];
  readonly out: string;
  readonly head: RunsHead;
  /** What an earlier exploration left in the folder. */
  readonly before: KeptRuns["profiles"];
  readonly runs: number;
  readonly seconds: number | null;
  readonly leastRuns: number;
  readonly halfWidth: number | null;
  readonly assertions: readonly Assertion[];
  readonly question: QuestionName | null;
}

const defaultOut = "kafka-trial-exploration";
const usualSeconds = 180;
/** Fewer say too little about what is rare. */
const leastRuns = 100;
const mostRuns = 20_000;

/** Trouble that brokers have; clients that die lose nothing that was acknowledged to them, and `all` mixes everything. */
const usualProfiles = profileNames.filter((name) => name !== "clients" && name !== "all");

export const runsFile = (out: string): string => join(out, "runs.jsonl");

export function planExplore(configs: readonly string[], given: ExploreOptions): ExplorePlan {
  const asked = given.question === undefined ? null : oneOf("question", questionNames)(given.question);
  const options = asked === null ? given : withQuestion(asked, configs, given);
  if (options.runs !== undefined && (options.time !== undefined || options.untilHalfWidth !== undefined))
    throw new BadUsage(
      "--runs excludes --time and --until-half-width: an exploration ends by count, by time or by precision",
    );
  const profile = namesAndFiles(options.profile, profileNames);
  const profiles = profile.names.length === 0 ? usualProfiles : profilesOf(profile.names, false);
  const assertions = options.assert.map(assertionOf);
  const halfWidth = options.untilHalfWidth === undefined ? null : halfWidthOf(options.untilHalfWidth);
  const preset = namesAndFiles(options.preset, presetNames);
  const made = variantsOf([...configs, ...profile.files, ...preset.files], { ...options, preset: preset.names });
  if (made.variants.length === 0) throw new BadUsage(`no combination can be run; ${made.refused[0]?.sentence}`);
  const out = options.out ?? defaultOut;
  const problem = whyNotWritable(out);
  if (problem !== null) throw new BadUsage(`--out ${out} cannot be written to: ${problem}`);
  const kept = keptRuns(out);
  const head = headOf({
    version,
    seed: options.seed ?? kept?.head.seed ?? randomBytes(6).toString("hex"),
    matrix: matrixOf(made, profiles),
  });
  if (kept !== null) refuseOther(out, kept.head, head);
  return {
    ...made,
    profiles,
    out,
    head,
    before: kept?.profiles ?? [],
    runs: options.runs ?? mostRuns,
    seconds: options.runs !== undefined ? null : (options.time ?? (halfWidth === null ? usualSeconds : null)),
    leastRuns: Math.min(options.runs ?? leastRuns, leastRuns),
    halfWidth,
    assertions,
    question: asked,
  };
}

/** A question says what is compared with what; how much and where to is left to the command line. */
function withQuestion(name: QuestionName, configs: readonly string[], options: ExploreOptions): ExploreOptions {
  const said = { preset: options.preset, vary: options.vary, profile: options.profile, configs };
  const twice = Object.entries(said).find(([, words]) => words.length > 0)?.[0];
  if (twice !== undefined) {
    const what = twice === "configs" ? "Configuration files" : `--${twice}`;
    throw new BadUsage(
      `${what} and --question exclude each other: --question ${name} stands for ${commandOfQuestion(name)}`,
    );
  }
  const { preset, vary, profile } = question(name);
  return { ...options, preset, vary, profile };
}

function keptRuns(out: string): KeptRuns | null {
  const kept = readRuns(runsFile(out));
  if (typeof kept === "string") throw new BadUsage(kept);
  return kept;
}

/** Over everything that decides what a run shows. */
const matrixOf = ({ variants }: Variants, profiles: readonly ProfileName[]): string =>
  createHash("sha256")
    .update(JSON.stringify([profiles, variants.map((variant) => [variant.label, variantSide(variant)])]))
    .digest("hex")
    .slice(0, 16);

/** Runs of different explorations are not to be counted together. */
function refuseOther(out: string, found: RunsHead, wanted: RunsHead): void {
  const differs = (["version", "seed", "matrix"] as const).find((key) => found[key] !== wanted[key]);
  const what = differs ?? (found.metrics.join() === wanted.metrics.join() ? undefined : "metrics");
  if (what === undefined) return;
  const words = {
    version: `of version ${found.version}; this is ${wanted.version}`,
    seed: `with seed ${found.seed}; found ${wanted.seed} on the command line`,
    matrix: "of other configurations or profiles",
    metrics: "with other metrics",
  };
  throw new BadUsage(`${out} holds an exploration ${words[what]}; expected the same, or another folder (--out)`);
}

function assertionOf(text: string): Assertion {
  const parsed = parseAssertion(text);
  if (!("problem" in parsed)) return parsed;
  if (parsed.name !== undefined) throw new UnknownName("metric", parsed.name, metricNames);
  throw new BadUsage(`--assert ${JSON.stringify(text)}: ${parsed.problem}`);
}

function halfWidthOf(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 0.5))
    throw new BadUsage(
      `--until-half-width is ${JSON.stringify(text)}; expected a share above 0 and below 0.5, such as 0.02`,
    );
  return value;
}
