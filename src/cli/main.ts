#!/usr/bin/env node
/** The command line: one file per command, loaded when it is asked for, so that `--help` starts at once. */
import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { BadUsage, isFileError, printBadUsage, printInternalFault } from "./bad-usage.ts";
import { exitCode } from "./exit-code.ts";
import { proveSyntax } from "./prove-syntax.ts";
import { checkSyntax, explainSyntax, replaySyntax, runSyntax, shrinkSyntax } from "./syntax.ts";

const program = new Command("kafka-trial")
  .description("Puts Kafka's protocols on trial: chaos runs in virtual time, failures that shrink and replay.")
  .version(version)
  .showSuggestionAfterError(true)
  .exitOverride()
  // What commander complains of is told below, in one sentence.
  .configureOutput({ writeErr: () => {} })
  .addHelpText(
    "after",
    "\nExamples:\n" +
      "  kafka-trial run server.properties producer.properties\n" +
      "  kafka-trial run kafka.yaml --set acks=1 --require no-acked-loss\n" +
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
checkSyntax(program).action(async (file, options) => {
  const { checkCommand } = await import("./check-command.ts");
  process.exitCode = checkCommand(file, options);
});
proveSyntax(program).action(async (model, options) => {
  const { proveCommand } = await import("./prove-command.ts");
  process.exitCode = proveCommand(model, options);
});

// A reader that has enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof BadUsage) return printBadUsage(error);
  if (isFileError(error)) return printBadUsage(new BadUsage(`${error.path} cannot be written (${error.code})`));
  if (!(error instanceof CommanderError)) return printInternalFault(error);
  if (error.exitCode === 0) return exitCode.held;
  return printBadUsage(new BadUsage(usageSentence(error)));
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
