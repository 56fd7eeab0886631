/** Before and after all tests: one folder that everything they write lies in, and that is gone in the end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scratchVariable } from "./scratch.ts";

export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "kafka-trial-test-"));
  process.env[scratchVariable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
