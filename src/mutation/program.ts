/** `npm run mutate -- [PATH…] [--sample N] [--seed S] [--runs N] [--json]`, as a process or a test calls it. */
import { CommanderError } from "commander";
import { BadUsage, printBadUsage, printInternalFault } from "../cli/shared/bad-usage.ts";
import { exitCode } from "../cli/shared/exit-code.ts";
import { mutateCommand } from "./command.ts";
import { type MutateOptions, mutateSyntax } from "./syntax-of-command.ts";

/** Resolves to the exit code. */
export async function mutate(words: readonly string[]): Promise<number> {
  let code: number = exitCode.held;
  const program = mutateSyntax().action(async (paths: readonly string[], options: MutateOptions) => {
    code = await mutateCommand(paths, options);
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof BadUsage) return printBadUsage(error);
    if (!(error instanceof CommanderError)) return printInternalFault(error);
    return error.exitCode === 0 ? exitCode.held : printBadUsage(new BadUsage(error.message.replace(/^error: /, "")));
  } finally {
    process.removeAllListeners("SIGINT");
  }
}
