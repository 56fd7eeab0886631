/** Flags of `page`, with their help. */
import type { Command } from "commander";
import { type ClusterOptions, clusterFlags } from "../shared/flags.ts";

export interface PageOptions extends ClusterOptions {
  readonly out?: string;
}

export function pageSyntax(program: Command): Command {
  return clusterFlags(program.command("page"))
    .description(
      "a page for the browser, in one file: a run to scrub through, to change and to repeat, without a network",
    )
    .argument("<files...>", "a saved scenario, or configuration files (a healthy cluster to play with)")
    .option("--out <file.html>", "where it is written (default: beside the scenario, or cluster.html)")
    .addHelpText(
      "after",
      "\nExamples:\n  kafka-trial page kafka-trial-results/…/failure.json\n  kafka-trial page kafka.yaml --out cluster.html\n",
    );
}
