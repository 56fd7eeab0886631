/** Files that are written whole or not at all, and whether their folder can be written to. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

export function writeFileAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
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

/** Null if it can; else why not. */
export function whyNotWritable(folder: string): string | null {
  for (let path = resolve(folder); ; path = dirname(path)) {
    try {
      if (!statSync(path).isDirectory()) return `${path} is no directory`;
      accessSync(path, constants.W_OK | constants.X_OK);
      return null;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code !== "ENOENT" || path === dirname(path)) return `${path} is not writable (${String(code)})`;
    }
  }
}
