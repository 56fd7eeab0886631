/** Flags of `shrink`, with their help. */
import type { Command } from "commander";
import { wholeNumber } from "../shared/options.ts";

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
