#!/usr/bin/env node
/** The command line: one file per command, loaded when it is asked for, so that `--help` starts at once. */
import { Command, CommanderError, Help, type Option } from "commander";
import { version } from "../version.ts";
import { BadUsage, isFileError, printBadUsage, printInternalFault, UnknownName } from "./bad-usage.ts";
import { compareSyntax } from "./compare-syntax.ts";
import { completionSyntax } from "./completion-syntax.ts";
import { defectsSyntax } from "./defects-syntax.ts";
import { exitCode } from "./exit-code.ts";

import { nightlySyntax } from "./nightly-syntax.ts";

import { proveSyntax } from "./prove-syntax.ts";

import { scenarioSyntax } from "./scenario-syntax.ts";
import { checkSyntax, explainSyntax, replaySyntax, runSyntax, shrinkSyntax } from "./syntax.ts";

const program = new Command("kafka-trial")
  .description("Puts Kafka's protocols on trial: chaos runs in virtual time, failures that shrink and replay.")
  .version(version)
  .showSuggestionAfterError(true)
  .exitOverride()
  .configureHelp({ optionDescription })
  // What commander complains of is told below, in one sentence.
  .configureOutput({ writeErr: () => {} })
  .addHelpText(
    "after",
    "\nExamples:\n" +
      "  kafka-trial run server.properties producer.properties\n" +
      "  kafka-trial run kafka.yaml --set acks=1 --require no-acked-loss\n" +
      "  kafka-trial compare kafka.yaml kafka.yaml --set-b acks=1\n" +
      "  kafka-trial replay kafka-trial-results/…/failure.json\n",
  );

runSyntax(program).action(async (files, options) => {
  const { runCommand } = await import("./run-command.ts");
  process.exitCode = await runCommand(files, options);
});
replaySyntax(program).action(async (files, options) => {
  const { replayCommand } = await import("./replay-command.ts");
  process.exitCode = await replayCommand(files, options);
});
shrinkSyntax(program).action(async (file, options) => {
  const { shrinkCommand } = await import("./shrink-command.ts");
  process.exitCode = await shrinkCommand(file, options);
});
explainSyntax(program).action(async (name, options) => {
  const { explainCommand } = await import("./explain-command.ts");
  process.exitCode = explainCommand(name, options);
});
compareSyntax(program).action(async (configs, options) => {
  const { compareCommand } = await import("./compare-command.ts");
  process.exitCode = await compareCommand(configs, options);
});
checkSyntax(program).action(async (file, options) => {
  const { checkCommand } = await import("./check-command.ts");
  process.exitCode = checkCommand(file, options);
});
proveSyntax(program).action(async (model, options) => {
  const { proveCommand } = await import("./prove-command.ts");
  process.exitCode = proveCommand(model, options);
});
scenarioSyntax(program).action(async (names, options) => {
  const { scenarioCommand } = await import("./scenario-command.ts");
  process.exitCode = scenarioCommand(names, options);
});
defectsSyntax(program).action(async (ids, options) => {
  const { defectsCommand } = await import("./defects-command.ts");
  process.exitCode = await defectsCommand(ids, options);
});
nightlySyntax(program).action(async (options) => {
  const { nightlyCommand } = await import("./nightly-command.ts");
  process.exitCode = await nightlyCommand(options);
});

completionSyntax(program).action(async (shell) => {
  const { completionCommand } = await import("./completion-command.ts");
  process.exitCode = completionCommand(shell, program);
});

// A reader that has enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = await exitCodeOf(error);
}

/** A flag that may be repeated is empty by default: not worth a word. */
function optionDescription(option: Option): string {
  const isEmptyList = Array.isArray(option.defaultValue) && option.defaultValue.length === 0;
  return isEmptyList ? option.description : Help.prototype.optionDescription.call(new Help(), option);
}

async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof UnknownName) return printBadUsage(await withHint(error));
  if (error instanceof BadUsage) return printBadUsage(error);
  if (isFileError(error)) return printBadUsage(new BadUsage(`${error.path} cannot be written (${error.code})`));
  if (!(error instanceof CommanderError)) return printInternalFault(error);
  if (error.exitCode === 0) return exitCode.held;
  return printBadUsage(new BadUsage(usageSentence(error)));
}

async function withHint({ message, text, names }: UnknownName): Promise<BadUsage> {
  const { nearest } = await import("../scenario/nearest.ts");
  const close = nearest(text, names);
  const hint = close === null ? `known are ${names.join(", ")}` : `did you mean ${close}?`;
  return new BadUsage(`${message}; ${hint}`);
}

/** `unknown command 'rum'; did you mean run?` */
function usageSentence({ code, message }: CommanderError): string {
  if (code === "commander.help") {
    const names = program.commands.map((command) => command.name()).join(", ");
    return `name a command: ${names}; kafka-trial --help tells more`;
  }
  const [what, hint] = message
    .replace(/^error: /, "")
    .replace(/\. Expected (.*)\.$/, "; expected $1")
    .split("\n");
  const suggestion = /Did you mean (?:one of )?(.*)\?/.exec(hint ?? "")?.[1];
  return `${what}${suggestion === undefined ? "" : `; did you mean ${suggestion.replace(", ", " or ")}?`}`;
}
