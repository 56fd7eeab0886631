/** The programs that the command needs beside Node: a JDK and Maven. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export const runProgram = promisify(execFile);

const needed: readonly (readonly [program: string, argument: string])[] = [
  ["java", "-version"],
  ["javac", "-version"],
  ["jar", "--version"],
  ["mvn", "--version"],
];

/** Those that are not there. */
export async function missingTools(): Promise<readonly string[]> {
  const missing = await Promise.all(
    needed.map(([program, argument]) =>
      runProgram(program, [argument]).then(
        () => [],
        () => [program],
      ),
    ),
  );
  return missing.flat();
}

export const skipLine = (missing: readonly string[]): string =>
  `skipped: ${missing.join(", ")} not found; the command needs a JDK (17 or later) and Maven`;
