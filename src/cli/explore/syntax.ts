/** Flags of `explore`, with their help; no code of the simulator is loaded here. */
import type { Command } from "commander";
import { type ClusterOptions, clusterFlags, collect, type WorkOptions, workFlags } from "../shared/flags.ts";
import { duration, wholeNumber } from "../shared/options.ts";

export interface ExploreOptions extends ClusterOptions, WorkOptions {
  readonly preset: readonly string[];
  readonly vary: readonly string[];
  readonly design?: string;
  readonly runs?: number;
  readonly time?: number;
  readonly untilHalfWidth?: string;
  readonly assert: readonly string[];
  readonly question?: string;
  readonly list?: boolean;
}

export function exploreSyntax(program: Command): Command {
  return workFlags(
    clusterFlags(program.command("explore")),
    "folder of the page, the tables and the witnesses; an exploration that is there goes on",
  )
    .description("what a setting buys: losses and outages of many configurations under the same faults, with intervals")
    .argument("[configs...]", "files that `run` reads: the settings are varied around them (default: presets)")
    .option("--preset <name...>", "presets to compare instead (--list names them)", collect, [])
    .option(
      "--vary <keys>",
      "settings to vary, separated by commas: KEY (usual values) or KEY=VALUE:VALUE… (repeatable)",
      collect,
      [],
    )
    .option("--design <name>", "grid: every combination; tornado: one setting at a time (default: grid)")
    .option("--runs <n>", "runs of each configuration under each profile", wholeNumber("--runs", 1, 20_000))
    .option("--time <t>", "as many runs as fit (default: 3m), at least 100 of each", duration("--time"))
    .option(
      "--until-half-width <w>",
      "until the share of runs that lose something is known to ± w everywhere, such as 0.02",
    )
    .option(
      "--assert <gate>",
      'exit 1 unless it holds for every cell: "lostAcked.upper < 1e-3" (repeatable)',
      collect,
      [],
    )
    .option("--question <name>", "one of the questions that people ask (--list names them)")
    .option("--list", "presets, questions, settings with usual values and metrics; nothing is run")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  kafka-trial explore\n" +
        "  kafka-trial explore --question flush --time 1m\n" +
        "  kafka-trial explore kafka.yaml --vary acks,min.insync.replicas --profile process-crash power-loss\n" +
        "  kafka-trial explore --preset financial --vary flush.messages=1:100 --profile power-loss --runs 500\n" +
        '  kafka-trial explore kafka.yaml --assert "lostAcked.upper < 0.02" --runs 300\n' +
        "\nExit code 1 if an assertion fails or a promise is broken.\n",
    );
}
