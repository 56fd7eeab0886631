/** Flags of `run`, with their help. */
import type { Command } from "commander";
import { requiredProfiles } from "../../chaos/fault-kinds.ts";
import {
  type ClusterOptions,
  clusterFlags,
  collect,
  type ShrinkingOption,
  type StrategyOption,
  shrinkingFlag,
  strategyFlag,
  type WorkOptions,
  workFlags,
} from "../shared/flags.ts";
import { duration, wholeNumber } from "../shared/options.ts";

export interface RunOptions extends ClusterOptions, StrategyOption, WorkOptions, ShrinkingOption {
  readonly runs?: number;
  readonly time?: number;
  readonly require: readonly string[];
  readonly list?: boolean;
  readonly verbose?: boolean;
  readonly blame?: number;
  readonly junit?: string;
  readonly history?: string;
}

export function runSyntax(program: Command): Command {
  const command = program.command("run");
  return workFlags(shrinkingFlag(strategyFlag(clusterFlags(command))), "where failures and witnesses are saved")
    .description("judge real configurations under chaos (without files: the bundled ones)")
    .argument("[config...]", "server, topic, producer and consumer .properties, Strimzi YAML, compose files")
    .option("--runs <n>", "runs per configuration and profile", wholeNumber("--runs", 1, 10_000_000))
    .option("--time <t>", "run for this long instead (90s, 10m, 2h)", duration("--time"))
    .option(
      "--require <guarantee...>",
      `exit 1 unless promised and held under ${requiredProfiles.join(", ")} (or the profiles of --profile); guarantee@profile adds a profile, such as no-acked-loss@power-loss`,
      collect,
      [],
    )
    .option("--verbose", "also promises, notes, marks, keys that change nothing, and what every re-run showed")
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
