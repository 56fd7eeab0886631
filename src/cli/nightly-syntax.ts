/** Flags of `kafka-trial nightly`, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import { type StrategyName, strategyNames } from "../strategy/names.ts";
import { duration, oneOf, wholeNumber } from "./options.ts";

export interface NightlyOptions {
  readonly runs?: number;
  readonly time?: number;
  readonly seed?: string;
  readonly strategy?: StrategyName;
  readonly rules?: string;
  readonly defect?: string;
  readonly jobs?: number;
  readonly out?: string;
  readonly json?: boolean;
}

export function nightlySyntax(program: Command): Command {
  return program
    .command("nightly")
    .description(
      "no configuration, but small clusters of any shape and every kind of fault: are the rules themselves sound?",
    )
    .option("--runs <n>", "number of runs (default: 20000)", wholeNumber("--runs", 1, 10_000_000))
    .option("--time <t>", "run for this long instead (90s, 10m, 2h)", duration("--time"))
    .option("--seed <text>", "the same seed gives the same runs (default: a fresh one, printed)")
    .option(
      "--strategy <name>",
      `how scenarios are found: ${strategyNames.join(", ")} (default: portfolio)`,
      oneOf("strategy", strategyNames),
    )
    .option("--rules <name>", "a historical rule set instead of today's Kafka")
    .option("--defect <id>", "today's Kafka with one known defect planted")
    .option("--jobs <n>", "worker threads", wholeNumber("--jobs", 1, 256))
    .option("--out <dir>", "where failures are saved (default: kafka-trial-results)")
    .option("--json", "one JSON object on stdout")
    .addHelpText(
      "after",
      "\nExit 1 if a promise is broken, or if a mark is never met in 20000 runs or more.\n" +
        "\nExamples:\n" +
        "  kafka-trial nightly --time 2h\n" +
        "  kafka-trial nightly --rules kip-279 --runs 5000 --seed ladder\n",
    );
}
