/** A command line that cannot be used: one sentence on stderr, exit code 2. */
import type { BadInput } from "../../scenario/bad-input.ts";
import { exitCode } from "./exit-code.ts";

export class BadUsage extends Error {
  override name = "BadUsage";
}

/** A name that is none of a closed list; which one was meant is looked for when it is told. */
export class UnknownName extends BadUsage {
  readonly text: string;
  readonly names: readonly string[];
  constructor(what: string, text: string, names: readonly string[]) {
    super(`unknown ${what} ${JSON.stringify(text)}`);
    this.text = text;
    this.names = names;
  }
}

export const refuse = (input: BadInput): never => {
  throw new BadUsage(input.sentence);
};

export function printBadUsage(error: BadUsage): number {
  // What a file holds may be quoted: one line all the same.
  const sentence = error.message.replace(/[\p{Cc}\s]+/gu, " ").trim();
  process.stderr.write(`kafka-trial: ${sentence}\n`);
  return exitCode.badInput;
}

/** A fault of kafka-trial itself, never of its user or of Kafka: the stack helps to mend it. */
export function printInternalFault(error: unknown): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`kafka-trial: internal fault: ${text}\n`);
  return exitCode.internalFault;
}

/** Files are read with sentences of their own; what is left is a disk that is full, a folder that is closed. */
export const isFileError = (error: unknown): error is { readonly path: string; readonly code: string } =>
  error instanceof Error && "syscall" in error && "path" in error && "code" in error;
