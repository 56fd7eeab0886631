/** What can be completed, read from commander's own definition of the program: commands, flags, and the names that they take. */
import type { Command, Option } from "commander";
import { namesOfArgument, namesOfFlag } from "./names.ts";

export interface CompletionSpec {
  readonly program: string;
  readonly flags: readonly FlagSpec[];
  readonly commands: readonly CommandSpec[];
}

export interface CommandSpec {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly FlagSpec[];
  /** Names that its argument may be; null: files. */
  readonly argument: readonly string[] | null;
}

export interface FlagSpec {
  /** `--profile` */
  readonly flag: string;
  readonly description: string;
  readonly takes: "nothing" | "one" | "many";
  /** Null: anything, so files are offered. */
  readonly names: readonly string[] | null;
}

const help: FlagSpec = { flag: "--help", description: "display help for command", takes: "nothing", names: null };

export const completionSpec = (program: Command): CompletionSpec => ({
  program: program.name(),
  flags: [...program.options.map(flagOf), help],
  commands: program.commands.map((command) => ({
    name: command.name(),
    description: oneLine(command.description()),
    flags: [...command.options.map(flagOf), help],
    argument: namesOfArgument(command.name()),
  })),
});

function flagOf(option: Option): FlagSpec {
  const flag = option.long ?? option.flags;
  const takesOne = option.required || option.optional ? "one" : "nothing";
  return {
    flag,
    description: oneLine(option.description),
    takes: option.variadic ? "many" : takesOne,
    names: namesOfFlag(flag),
  };
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
