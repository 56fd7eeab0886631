/** The command line: one file per command, loaded when it is asked for, so that `--help` starts at once. */
import { Command, CommanderError, Help, type Option } from "commander";
import { version } from "../version.ts";
import { checkSyntax } from "./check/syntax.ts";
import { compareSyntax } from "./compare/syntax.ts";
import { completionSyntax } from "./completion/syntax.ts";
import { defectsSyntax } from "./defects/syntax.ts";
import { explainSyntax } from "./explain/syntax.ts";
import { exploreSyntax } from "./explore/syntax.ts";
import { nightlySyntax } from "./nightly/syntax.ts";
import { pageSyntax } from "./page/syntax.ts";
import { proveSyntax } from "./prove/syntax.ts";
import { replaySyntax } from "./replay/syntax.ts";
import { runSyntax } from "./run/syntax.ts";
import { scenarioSyntax } from "./scenario/syntax.ts";
import { BadUsage, isFileError, printBadUsage, printInternalFault, UnknownName } from "./shared/bad-usage.ts";
import { exitCode } from "./shared/exit-code.ts";
import { shrinkSyntax } from "./shrink/syntax.ts";

/** Takes what stands on the command line, as commander gives it; returns the exit code. */
type Run = (...words: never[]) => number | Promise<number>;

/** Runs one command line and resolves to its exit code. What it says goes to the streams of this process. */
export async function kafkaTrial(words: readonly string[]): Promise<number> {
  let code: number = exitCode.held;
  const does =
    (load: () => Promise<Run>) =>
    async (...given: unknown[]) => {
      const run = await load();
      code = await run(...(given as never[]));
    };
  const program = emptyProgram();
  runSyntax(program).action(does(async () => (await import("./run/command.ts")).runCommand));
  replaySyntax(program).action(does(async () => (await import("./replay/command.ts")).replayCommand));
  shrinkSyntax(program).action(does(async () => (await import("./shrink/command.ts")).shrinkCommand));
  explainSyntax(program).action(does(async () => (await import("./explain/command.ts")).explainCommand));
  compareSyntax(program).action(does(async () => (await import("./compare/command.ts")).compareCommand));
  pageSyntax(program).action(does(async () => (await import("./page/command.ts")).pageCommand));
  exploreSyntax(program).action(does(async () => (await import("./explore/command.ts")).exploreCommand));
  checkSyntax(program).action(does(async () => (await import("./check/command.ts")).checkCommand));
  proveSyntax(program).action(does(async () => (await import("./prove/command.ts")).proveCommand));
  scenarioSyntax(program).action(does(async () => (await import("./scenario/command.ts")).scenarioCommand));
  defectsSyntax(program).action(does(async () => (await import("./defects/command.ts")).defectsCommand));
  nightlySyntax(program).action(does(async () => (await import("./nightly/command.ts")).nightlyCommand));
  completionSyntax(program).action(
    does(async () => {
      const { completionCommand } = await import("./completion/command.ts");
      return (shell: string) => completionCommand(shell, program);
    }),
  );
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error, program);
  } finally {
    process.removeAllListeners("SIGINT");
  }
}

/** Without commands yet. */
function emptyProgram(): Command {
  return (
    new Command("kafka-trial")
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
      )
  );
}

/** A flag that may be repeated is empty by default: not worth a word. */
function optionDescription(option: Option): string {
  const isEmptyList = Array.isArray(option.defaultValue) && option.defaultValue.length === 0;
  return isEmptyList ? option.description : Help.prototype.optionDescription.call(new Help(), option);
}

async function exitCodeOf(error: unknown, program: Command): Promise<number> {
  if (error instanceof UnknownName) return printBadUsage(await withHint(error));
  if (error instanceof BadUsage) return printBadUsage(error);
  if (isFileError(error)) return printBadUsage(new BadUsage(`${error.path} cannot be written (${error.code})`));
  if (!(error instanceof CommanderError)) return printInternalFault(error);
  if (error.exitCode === 0) return exitCode.held;
  return printBadUsage(new BadUsage(usageSentence(error, program)));
}

async function withHint({ message, text, names }: UnknownName): Promise<BadUsage> {
  const { nearest } = await import("../scenario/nearest.ts");
  const close = nearest(text, names);
  const hint = close === null ? `known are ${names.join(", ")}` : `did you mean ${close}?`;
  return new BadUsage(`${message}; ${hint}`);
}

/** `unknown command 'rum'; did you mean run?` */
function usageSentence({ code, message }: CommanderError, program: Command): string {
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
