/** Flags that several commands have, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import { profileNames } from "../../chaos/fault-kinds.ts";
import { kafkaVersions, latestVersion } from "../../kafka/config/version.ts";
import { type StrategyName, strategyNames } from "../../strategy/names.ts";
import { oneOf, wholeNumber } from "./options.ts";

export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Which configuration is judged, under which faults and rules. */
export interface ClusterOptions {
  readonly set: readonly string[];
  readonly profile: readonly string[];
  readonly brokers?: number;
  readonly partitions?: number;
  readonly racks?: string;
  readonly kafkaVersion?: string;
  readonly rules?: string;
  readonly defect?: string;
}

export const clusterFlags = (command: Command): Command =>
  command
    .option("--set <key=value>", "a setting that overrides the files (repeatable)", collect, [])
    .option("--profile <name...>", `faults to judge under: ${profileNames.join(", ")}`, collect, [])
    .option("--brokers <n>", "number of brokers", wholeNumber("--brokers", 1, 99))
    .option("--partitions <n>", "partitions of a topic that no file describes", wholeNumber("--partitions", 1, 1000))
    .option("--racks <a,b,c>", "racks of the brokers, in turn")
    .option(
      "--kafka-version <v>",
      `defaults and rules of a release, ${kafkaVersions[0]} to ${latestVersion}, such as 3.9 or 3.9.1 (default: what a Strimzi file says, else ${latestVersion})`,
    )
    .option("--rules <name>", "a historical rule set instead of today's Kafka")
    .option("--defect <id>", "today's Kafka with one known defect planted");

export interface StrategyOption {
  readonly strategy?: StrategyName;
}

export const strategyFlag = (command: Command): Command =>
  command.option(
    "--strategy <name>",
    `how scenarios are found: ${strategyNames.join(", ")} (default: portfolio)`,
    oneOf("strategy", strategyNames),
  );

/** How much work, by whom, and what becomes of it. */
export interface WorkOptions {
  readonly seed?: string;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly out?: string;
}

export const workFlags = (command: Command, out: string): Command =>
  command
    .option("--seed <text>", "the same seed gives the same runs (default: a fresh one, printed)")
    .option("--jobs <n>", "worker threads", wholeNumber("--jobs", 1, 256))
    .option("--json", "one JSON object on stdout")
    .option("--out <dir>", out);

export interface ShrinkingOption {
  readonly shrink?: number;
}

export const shrinkingFlag = (command: Command): Command =>
  command.option(
    "--shrink <n>",
    "at most so many re-runs to make each saved scenario small (0: as it was found)",
    wholeNumber("--shrink", 0, 1_000_000),
  );
