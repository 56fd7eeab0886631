#!/usr/bin/env node
/** The command line: one file per command, loaded when it is asked for, so that `--help` starts at once. */
import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { BadUsage, printBadUsage } from "./bad-usage.ts";
import { exitCode } from "./exit-code.ts";
import { checkSyntax, explainSyntax, replaySyntax, runSyntax, shrinkSyntax } from "./syntax.ts";

const program = new Command("kafka-trial")
  .description("Puts Kafka's protocols on trial: chaos runs in virtual time, failures that shrink and replay.")
  .version(version)
  .showSuggestionAfterError(true)
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, "kafka-trial: ")) })
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

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof BadUsage) process.exitCode = printBadUsage(error);
  else if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.held : exitCode.badInput;
  else throw error;
}
