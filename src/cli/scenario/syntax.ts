/** Flags of `kafka-trial scenario`, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";

export interface ScenarioOptions {
  readonly list?: boolean;
  readonly json?: boolean;
  readonly case?: string;
  readonly save?: string;
  readonly picture?: string;
}

export function scenarioSyntax(program: Command): Command {
  return program
    .command("scenario")
    .description("the named incidents, under the rules and settings where they fail and where they pass")
    .argument("[name...]", "incidents to tell in full, by name or as files of one's own (default: a table of all)")
    .option("--case <name>", "only this case of the incident")
    .option("--save <file.json>", "write the case as a scenario file, which `replay` and `shrink` take")
    .option("--picture <file.svg>", "draw the story: the logs of the partition at each of its lines")
    .option("--list", "names and titles, run nothing")
    .option("--json", "one JSON object on stdout")
    .addHelpText(
      "after",
      "\nExit 1 if a case is not as claimed.\n" +
        "\nExamples:\n" +
        "  kafka-trial scenario\n" +
        "  kafka-trial scenario jepsen-isolated-leader --picture story.svg\n" +
        '  kafka-trial scenario truncate-to-high-watermark --case "before KIP-101" --save lost.json\n' +
        "  kafka-trial scenario my-incident.yaml\n",
    );
}
