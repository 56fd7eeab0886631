/** Flags of `explain`, with their help. */
import type { Command } from "commander";

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
