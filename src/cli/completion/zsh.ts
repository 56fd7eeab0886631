/** Completion for zsh: what is offered stands beside its description. */
import type { CommandSpec, CompletionSpec, FlagSpec } from "./spec.ts";

export function zshCompletion({ program, flags, commands }: CompletionSpec): string {
  const name = `_${program.replaceAll("-", "_")}`;
  return `#compdef ${program}
# zsh completion for ${program}: source <(${program} completion zsh)
${name}() {
  local command="" flag="" distance=0 i
  for ((i = 2; i < CURRENT; i++)); do
    case "\${words[i]}" in
      ${commands.map((command) => command.name).join("|")}) command="\${words[i]}"; break ;;
    esac
  done
  for ((i = CURRENT - 1; i > 1; i--)); do
    if [[ "\${words[i]}" == --* ]]; then flag="\${words[i]}"; distance=$((CURRENT - i)); break; fi
  done
  local -a offered
  if [[ -z "$command" ]]; then
    offered=(${commands.map((command) => described(command.name, command.description)).join(" ")})
    _describe 'command' offered
    offered=(${flags.map((one) => described(one.flag, one.description)).join(" ")})
    _describe 'option' offered
    return
  fi
  if [[ "\${words[CURRENT]}" == -* ]]; then
    case "$command" in
${commands.map(flagCase).join("\n")}
    esac
    _describe 'option' offered
    return
  fi
  case "$command $flag $distance" in
${commands.flatMap((command) => command.flags.flatMap((flag) => valueCase(command, flag))).join("\n")}
  esac
  case "$command" in
${commands.flatMap(argumentCase).join("\n")}
  esac
  _files
}
compdef ${name} ${program}
`;
}

/** `:` ends the name in what _describe is given. */
const described = (name: string, description: string): string =>
  `'${name}:${description.replaceAll("'", "’").replaceAll(":", "\\:")}'`;

const words = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(" ");

const flagCase = (command: CommandSpec): string =>
  `      ${command.name}) offered=(${command.flags.map((one) => described(one.flag, one.description)).join(" ")}) ;;`;

function valueCase(command: CommandSpec, { flag, takes, names }: FlagSpec): readonly string[] {
  if (takes === "nothing" || names === null) return [];
  const pattern = `"${command.name} ${flag} ${takes === "many" ? '"*' : '1"'}`;
  const suffix = names.some((word) => word.endsWith("=")) ? "-S '' " : "";
  return [`    ${pattern}) compadd ${suffix}-- ${words(names)}; ${takes === "many" ? "_files; " : ""}return ;;`];
}

const argumentCase = ({ name, argument }: CommandSpec): readonly string[] =>
  argument === null ? [] : [`    ${name}) compadd -- ${words(argument)}; return ;;`];
