/** `kafka-trial completion SHELL`: prints a script that completes what this very program takes. */
import type { Command } from "commander";
import { exitCode } from "../shared/exit-code.ts";
import { oneOf } from "../shared/options.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { shells } from "./names.ts";
import { completionSpec } from "./spec.ts";
import { zshCompletion } from "./zsh.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export function completionCommand(shell: string, program: Command): number {
  process.stdout.write(scripts[oneOf("shell", shells)(shell)](completionSpec(program)));
  return exitCode.held;
}
