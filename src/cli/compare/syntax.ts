/** Flags of `compare`, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import {
  type ClusterOptions,
  clusterFlags,
  collect,
  type ShrinkingOption,
  shrinkingFlag,
  type WorkOptions,
  workFlags,
} from "../shared/flags.ts";
import { wholeNumber } from "../shared/options.ts";

export interface CompareOptions extends ClusterOptions, WorkOptions, ShrinkingOption {
  readonly setA: readonly string[];
  readonly setB: readonly string[];
  readonly runs?: number;
}

export function compareSyntax(program: Command): Command {
  return workFlags(shrinkingFlag(clusterFlags(program.command("compare"))), "where separating scenarios are saved")
    .description("two configurations under the same scenarios, paired: who broke what, and whether that is chance")
    .argument("[configs...]", "two configurations; several files of one are joined by commas")
    .option("--set-a <key=value>", "a setting of the first only (repeatable)", collect, [])
    .option("--set-b <key=value>", "a setting of the second only (repeatable)", collect, [])
    .option("--runs <n>", "pairs of runs per profile", wholeNumber("--runs", 1, 1_000_000))
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  kafka-trial compare before.yaml after.yaml\n" +
        "  kafka-trial compare kafka.yaml kafka.yaml --set-b acks=1 --profile process-crash --runs 500\n" +
        "  kafka-trial compare server.properties,old.properties server.properties,new.properties --json\n" +
        "\nExit code 0 whichever is better; 1 if one of them violates what it promises.\n",
    );
}
