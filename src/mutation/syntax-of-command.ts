/** The words of `npm run mutate`, with their help. */
import { Command } from "commander";
import { wholeNumber } from "../cli/shared/options.ts";

export interface MutateOptions {
  readonly sample: number;
  readonly seed: string;
  readonly runs: number;
  readonly jobs: number;
  readonly out: string;
  readonly json?: boolean;
  /** Unless --no-properties. */
  readonly properties: boolean;
  readonly tests?: boolean;
}

export const mutateSyntax = (): Command =>
  new Command("mutate")
    .description("Changes the protocol code in small ways, one at a time: does anybody notice?")
    .argument("[path...]", "files or folders below src (default: the protocol code)")
    .option("--sample <n>", "lines that are changed, each in one way", wholeNumber("--sample", 1, 100_000), 60)
    .option("--seed <text>", "the same seed gives the same mutants and runs", "mutate")
    .option("--runs <n>", "scenarios on which mutants are tried", wholeNumber("--runs", 1, 1_000_000), 300)
    .option("--jobs <n>", "worker threads", wholeNumber("--jobs", 1, 256), 2)
    .option(
      "--no-properties",
      "without the property suite, which takes some twenty seconds for each mutant that is left",
    )
    .option("--tests", "what is left after that meets the tests of the protocol's rooms too")
    .option("--json", "one JSON object on stdout")
    .option("--out <dir>", "where the scenarios that killed are saved", "kafka-trial-results")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  npm run mutate\n" +
        "  npm run --silent mutate -- src/client --sample 25 --runs 1500 --json\n",
    )
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
