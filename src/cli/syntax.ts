/** Flags of every command, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import { profileNames } from "../chaos/fault-kinds.ts";
import { type StrategyName, strategyNames } from "../strategy/names.ts";
import { duration, oneOf, wholeNumber } from "./options.ts";

export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export interface RunOptions {
  readonly set: readonly string[];
  readonly profile: readonly string[];
  readonly brokers?: number;
  readonly partitions?: number;
  readonly racks?: string;
  readonly kafkaVersion?: string;
  readonly rules?: string;
  readonly defect?: string;
  readonly strategy?: StrategyName;
  readonly runs?: number;
  readonly time?: number;
  readonly seed?: string;
  readonly jobs?: number;
  readonly require: readonly string[];
  readonly json?: boolean;
  readonly out?: string;
  readonly list?: boolean;
  readonly blame?: number;
  readonly junit?: string;
  readonly history?: string;
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
      "defaults and rules of a release, 2.5 to 4.3 (default: what a Strimzi file says, else 4.x)",
    )
    .option("--rules <name>", "a historical rule set instead of today's Kafka")
    .option("--defect <id>", "today's Kafka with one known defect planted");

const strategyFlag = (command: Command): Command =>
  command.option(
    "--strategy <name>",
    `how scenarios are found: ${strategyNames.join(", ")} (default: portfolio)`,
    oneOf("strategy", strategyNames),
  );

export function runSyntax(program: Command): Command {
  return strategyFlag(clusterFlags(program.command("run")))
    .description("judge real configurations under chaos (without files: the bundled ones)")
    .argument("[config...]", "server, topic, producer and consumer .properties, Strimzi YAML, compose files")
    .option("--runs <n>", "runs per configuration and profile", wholeNumber("--runs", 1, 10_000_000))
    .option("--time <t>", "run for this long instead (90s, 10m, 2h)", duration("--time"))
    .option("--seed <text>", "campaign seed; the same seed gives the same runs")
    .option("--jobs <n>", "worker threads", wholeNumber("--jobs", 1, 256))
    .option("--require <guarantee...>", "exit 1 unless promised and held, for a CI job", collect, [])
    .option("--json", "one JSON object on stdout")
    .option("--out <dir>", "where failures and witnesses are saved")
    .option("--list", "print profiles and guarantees, and what the files promise; run nothing")
    .option(
      "--blame <n>",
      "at most so many re-runs to find the setting that would have kept what was lost (0: none)",
      wholeNumber("--blame", 0, 1_000_000),
    )
    .option("--junit <file.xml>", "write a JUnit report for CI")
    .option("--history <file.jsonl>", "write what the clients of the first broken run (else run 0) saw, for `check`")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  kafka-trial run config/server.properties config/producer.properties\n" +
        "  kafka-trial run kafka.yaml --set acks=1 --profile process-crash --runs 500\n" +
        "  kafka-trial run server.properties --kafka-version 2.8     # as that release would\n" +
        "  kafka-trial run kafka.yaml --require no-acked-loss        # the line for CI\n" +
        "  kafka-trial run kafka.yaml --time 30m --junit trial.xml   # a nightly job, with a seed of its own\n" +
        "  kafka-trial run --list kafka.yaml                         # what it promises; nothing is run\n",
    );
}

export interface ReplayOptions
  extends Omit<RunOptions, "require" | "time" | "runs" | "out" | "list" | "jobs" | "blame" | "junit"> {
  readonly run?: number;
  readonly trace?: string;
  readonly picture?: string;
}

export function replaySyntax(program: Command): Command {
  return strategyFlag(clusterFlags(program.command("replay")))
    .description("one scenario again: verdict, digest, story")
    .argument("[file...]", "a saved scenario (- for standard input), or with --seed and --run the configuration files")
    .option("--seed <text>", "campaign seed, as the campaign printed it")
    .option("--run <n>", "number of the run in its campaign", wholeNumber("--run", 0, 1e9))
    .option("--trace <file>", "write every event as one JSON line")
    .option("--history <file.jsonl>", "write what the clients saw, one operation a line, for `check`")
    .option("--picture <file.svg>", "draw the story: the logs of the partition at each of its lines")
    .option("--json", "one JSON object on stdout")
    .addHelpText(
      "after",
      "\nExamples:\n  kafka-trial replay failure.json\n  kafka-trial replay failure.json --trace events.jsonl\n" +
        "  kafka-trial replay --seed 42 --run 17 --profile process-crash server.properties\n",
    );
}

export interface ShrinkOptions {
  readonly runs?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export function shrinkSyntax(program: Command): Command {
  return program
    .command("shrink")
    .description("make a failing scenario smaller, keeping the same failure")
    .argument("<file>", "a scenario that fails")
    .option("--runs <n>", "at most so many executions", wholeNumber("--runs", 1, 1_000_000))
    .option("--out <file>", "where to save (default: beside the file, with .small.json)")
    .option("--json", "one JSON object on stdout")
    .addHelpText("after", "\nExample:\n  kafka-trial shrink failure.json --runs 1000\n");
}

export interface ExplainOptions {
  readonly list?: boolean;
  readonly json?: boolean;
}

export function explainSyntax(program: Command): Command {
  return program
    .command("explain")
    .description("whatever has a name on one page: checks, guarantees, profiles, marks, defects, rule sets, keys, …")
    .argument("[name]", "what to explain; without it, or with --list, all names")
    .option("--list", "all names")
    .option("--json", "one JSON object on stdout")
    .addHelpText(
      "after",
      "\nExamples:\n  kafka-trial explain acked-not-lost\n  kafka-trial explain NOT_ENOUGH_REPLICAS\n" +
        "  kafka-trial explain min.insync.replicas\n",
    );
}

export interface CheckOptions {
  readonly wwDeps?: boolean;
  readonly subVia?: "assign" | "subscribe";
  readonly series?: string;
  readonly json?: boolean;
}

export function checkSyntax(program: Command): Command {
  return program
    .command("check")
    .description("judge a recorded client history of any Kafka-like system (exit 1: invalid)")
    .argument("<history>", "one operation per line, as JSON (.jsonl)")
    .option(
      "--ww-deps",
      "infer from offsets which record was written first; cycles of writes and reads are then allowed",
    )
    .option(
      "--sub-via <how>",
      "assign or subscribe; rebalances may move positions (default: as the history shows)",
      oneOf("--sub-via", ["assign", "subscribe"] as const),
    )
    .option("--series <file>", "write every point of realtimeLag and unseenSeries there")
    .option("--json", "one JSON object on stdout")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  kafka-trial check history.jsonl\n" +
        "  kafka-trial check history.jsonl --ww-deps --sub-via subscribe --json\n",
    );
}
