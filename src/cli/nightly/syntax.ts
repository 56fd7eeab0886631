/** Flags of `kafka-trial nightly`, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import { type StrategyOption, strategyFlag, type WorkOptions, workFlags } from "../shared/flags.ts";
import { duration, wholeNumber } from "../shared/options.ts";

export interface NightlyOptions extends StrategyOption, WorkOptions {
  readonly runs?: number;
  readonly time?: number;
  readonly rules?: string;
  readonly defect?: string;
}

export function nightlySyntax(program: Command): Command {
  const out = "where failures are saved (default: kafka-trial-results)";
  return workFlags(strategyFlag(program.command("nightly")), out)
    .description(
      "no configuration, but small clusters of any shape and every kind of fault: are the rules themselves sound?",
    )
    .option("--runs <n>", "number of runs (default: 20000)", wholeNumber("--runs", 1, 10_000_000))
    .option("--time <t>", "run for this long instead (90s, 10m, 2h)", duration("--time"))
    .option("--rules <name>", "a historical rule set instead of today's Kafka")
    .option("--defect <id>", "today's Kafka with one known defect planted")
    .addHelpText(
      "after",
      "\nExit 1 if a promise is broken, or if a mark is never met in 20000 runs or more. What an earlier release breaks and one\n" +
        "change of a later Kafka mends is told as known, with that change.\n" +
        "\nExamples:\n" +
        "  kafka-trial nightly --time 2h\n" +
        "  kafka-trial nightly --rules kip-279 --runs 5000 --seed ladder\n",
    );
}
