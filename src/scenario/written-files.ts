/** Files that are written whole or not at all, and whether their folder can be written to. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

export function writeFileAtomically(path: string, text: string): void {
  const folder = dirname(path);
  const problem = existsSync(folder) ? null : whyNotWritable(folder);
  if (problem !== null) throw new Error(`${path} cannot be written: ${problem}`);
  mkdirSync(folder, { recursive: true });
  const beside = `${path}.${process.pid}.part`;
  const file = openSync(beside, "w");
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

/**
 * Null if it can; else why not. What permissions say is not all: a file system may be read-only, or take no folders (/proc), where
 * making one with its parents never ends.
 */
export function whyNotWritable(folder: string): string | null {
  const nearest = nearestThere(resolve(folder));
  try {
    if (!statSync(nearest).isDirectory()) return `${nearest} is no directory`;
    const probe = join(nearest, `.kafka-trial.${process.pid}.part`);
    mkdirSync(probe);
    rmdirSync(probe);
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return `${nearest} is not writable (${String(code)})`;
  }
}

const nearestThere = (path: string): string =>
  existsSync(path) || path === dirname(path) ? path : nearestThere(dirname(path));
