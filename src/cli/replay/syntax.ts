/** Flags of `replay`, with their help. */
import type { Command } from "commander";
import { type ClusterOptions, clusterFlags, type StrategyOption, strategyFlag } from "../shared/flags.ts";
import { wholeNumber } from "../shared/options.ts";

export interface ReplayOptions extends ClusterOptions, StrategyOption {
  readonly seed?: string;
  readonly run?: number;
  readonly trace?: string;
  readonly history?: string;
  readonly picture?: string;
  readonly json?: boolean;
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
