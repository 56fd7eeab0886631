/** Can a folder be made and written to? Asked before a campaign, not after it. */
import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

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
