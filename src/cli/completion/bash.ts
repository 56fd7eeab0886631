/** Completion for bash, without the bash-completion package. */
import type { CommandSpec, CompletionSpec, FlagSpec } from "./spec.ts";

export function bashCompletion({ program, flags, commands }: CompletionSpec): string {
  const name = `_${program.replaceAll("-", "_")}`;
  return `# bash completion for ${program}: source <(${program} completion bash)
${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" command="" flag="" distance=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${commands.map((command) => command.name).join(" | ")}) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  for ((i = COMP_CWORD - 1; i > 0; i--)); do
    if [[ "\${COMP_WORDS[i]}" == --* ]]; then flag="\${COMP_WORDS[i]}"; distance=$((COMP_CWORD - i)); break; fi
  done
  if [[ -z "$command" ]]; then
    COMPREPLY=($(compgen -W ${quoted([...commands.map((command) => command.name), ...flags.map((one) => one.flag)])} -- "$cur"))
    return
  fi
  if [[ "$cur" == -* ]]; then
    case "$command" in
${commands.map(flagCase).join("\n")}
    esac
    return
  fi
  case "$command $flag $distance" in
${commands.flatMap((command) => command.flags.flatMap((flag) => valueCase(command, flag))).join("\n")}
  esac
  case "$command" in
${commands.flatMap(argumentCase).join("\n")}
  esac
}
complete -o default -F ${name} ${program}
`;
}

const quoted = (words: readonly string[]): string => `'${words.join(" ")}'`;

const flagCase = (command: CommandSpec): string =>
  `      ${command.name}) COMPREPLY=($(compgen -W ${quoted(command.flags.map((one) => one.flag))} -- "$cur")) ;;`;

/** After a flag that takes several names every word may be one, or a file. */
function valueCase(command: CommandSpec, { flag, takes, names }: FlagSpec): readonly string[] {
  if (takes === "nothing" || names === null) return [];
  const pattern = `"${command.name} ${flag} ${takes === "many" ? '"*' : '1"'}`;
  const space = names.some((word) => word.endsWith("=")) ? " compopt -o nospace;" : "";
  return [`    ${pattern}) COMPREPLY=($(compgen -W ${quoted(names)} -- "$cur"));${space} return ;;`];
}

const argumentCase = ({ name, argument }: CommandSpec): readonly string[] =>
  argument === null ? [] : [`    ${name}) COMPREPLY=($(compgen -W ${quoted(argument)} -- "$cur")) ;;`];
