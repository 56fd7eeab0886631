/** `kafka-trial completion SHELL`: prints a script that completes what this very program takes. */
import type { Command } from "commander";
import { bashCompletion } from "./completion/bash.ts";
import { fishCompletion } from "./completion/fish.ts";
import { shells } from "./completion/names.ts";
import { completionSpec } from "./completion/spec.ts";
import { zshCompletion } from "./completion/zsh.ts";
import { exitCode } from "./exit-code.ts";
import { oneOf } from "./options.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export function completionCommand(shell: string, program: Command): number {
  process.stdout.write(scripts[oneOf("shell", shells)(shell)](completionSpec(program)));
  return exitCode.held;
}
