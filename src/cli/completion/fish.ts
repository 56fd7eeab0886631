/** Completion for fish. */
import type { CommandSpec, CompletionSpec, FlagSpec } from "./spec.ts";

export function fishCompletion({ program, flags, commands }: CompletionSpec): string {
  const complete = `complete -c ${program}`;
  return [
    `# fish completion for ${program}: ${program} completion fish | source`,
    ...flags.map((one) => `${complete} -n __fish_use_subcommand${flagWords(one)}`),
    ...commands.flatMap((command) => linesOf(complete, command)),
    "",
  ].join("\n");
}

function linesOf(complete: string, { name, description, flags, argument }: CommandSpec): readonly string[] {
  const within = `-n '__fish_seen_subcommand_from ${name}'`;
  return [
    `${complete} -f -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...flags.map((one) => `${complete} ${within}${flagWords(one)}`),
    ...(argument === null ? [] : [`${complete} -f ${within} -a ${quoted(argument.join(" "))}`]),
  ];
}

function flagWords({ flag, description, takes, names }: FlagSpec): string {
  const value = takes === "nothing" ? "" : names === null ? " -r" : ` -x -a ${quoted(names.join(" "))}`;
  return ` -l ${flag.replace(/^--/, "")}${value} -d ${quoted(description)}`;
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
