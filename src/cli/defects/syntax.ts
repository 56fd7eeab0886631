/** Flags of `kafka-trial defects`, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import { strategyNames } from "../../strategy/names.ts";
import { oneOf, wholeNumber } from "../shared/options.ts";

const choices = [...strategyNames, "all"] as const;

export interface DefectsOptions {
  readonly runs?: number;
  readonly strategy?: (typeof choices)[number];
  readonly seed?: string;
  readonly jobs?: number;
  readonly list?: boolean;
  readonly json?: boolean;
}

export function defectsSyntax(program: Command): Command {
  return program
    .command("defects")
    .description("the kill matrix: known defects planted one by one, hunted by campaigns that do not know which it is")
    .argument("[id...]", "only these (default: all)")
    .option("--runs <n>", "runs after which a campaign gives up (default: 5000)", wholeNumber("--runs", 1, 1_000_000))
    .option(
      "--strategy <name>",
      `how scenarios are found: ${choices.join(", ")}; all compares them (default: portfolio)`,
      oneOf("strategy", choices),
    )
    .option("--seed <text>", "three campaigns are made from it for each defect (default: kafka-trial)")
    .option("--jobs <n>", "worker threads", wholeNumber("--jobs", 1, 256))
    .option("--list", "what the defects are, run nothing")
    .option("--json", "one JSON object on stdout")
    .addHelpText(
      "after",
      "\nExit 1 if a defect that can be seen is not found. All defects take many minutes, all strategies far longer.\n" +
        "\nExamples:\n" +
        "  kafka-trial defects\n" +
        "  kafka-trial defects R-01 I-01 --strategy all --runs 1000\n" +
        "  kafka-trial explain R-01\n",
    );
}
