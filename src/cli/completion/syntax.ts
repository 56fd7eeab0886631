/** The command line of `completion`. */
import type { Command } from "commander";

export const completionSyntax = (program: Command): Command =>
  program
    .command("completion")
    .description("print a completion script for bash, zsh or fish")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  source <(kafka-trial completion bash)          # in ~/.bashrc\n" +
        "  source <(kafka-trial completion zsh)           # in ~/.zshrc, after compinit\n" +
        "  kafka-trial completion fish | source           # in config.fish\n",
    );
