/** Flags of `check`, with their help. */
import type { Command } from "commander";
import { oneOf } from "../shared/options.ts";

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
