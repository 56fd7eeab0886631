/** Where the repository lies, also for what was compiled into a folder of its own. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function rootAbove(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : rootAbove(dirname(folder));
}

export const packageRoot = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** What the command downloads and compiles; git ignores it. */
export const workFolder = join(packageRoot, ".fidelity");
