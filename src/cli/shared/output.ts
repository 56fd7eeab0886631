/** What a command prints, and the files that its flags name: asked about before the work begins, written whole or not at all. */
import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fitted } from "../../report/layout.ts";
import { whyNotWritable, writeFileAtomically } from "../../scenario/written-files.ts";
import { BadUsage } from "./bad-usage.ts";

/** The result of a command on stdout: one JSON object, or text in lines that fit a terminal; only what is asked for is made. */
export const print = (asJson: boolean | undefined, object: () => unknown, text: () => string): boolean =>
  process.stdout.write(`${asJson === true ? JSON.stringify(object()) : fitted(text())}\n`);

type Kind = "none" | "file" | "directory" | "device";

function kindOf(path: string): Kind {
  try {
    const stat = statSync(path);
    return stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "device";
  } catch {
    // Not there, or not to be reached: what is wrong with its folder is said below.
    return "none";
  }
}

export function refuseUnwritable(flag: string, path: string | undefined): void {
  if (path === undefined) return;
  const kind = kindOf(path);
  if (kind === "device") return;
  const problem = kind === "directory" ? `${path} is a directory` : whyNotWritable(dirname(path));
  if (problem !== null) throw new BadUsage(`${flag} ${path} cannot be written: ${problem}`);
}

/** A device, such as /dev/stderr, is written to as it is. */
export function writeOutput(path: string, text: string): void {
  if (kindOf(path) === "device") writeFileSync(path, text);
  else writeFileAtomically(path, text);
}

export function writeOrRefuse(flag: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new BadUsage(`${flag} ${path}: ${error instanceof Error ? error.message : "cannot be written"}`);
  }
}
