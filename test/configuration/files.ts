import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfiguration } from "../../src/configuration/load.ts";
import type { LoadedConfiguration, LoadOptions } from "../../src/configuration/loaded-configuration.ts";
import type { BadInput } from "../../src/scenario/bad-input.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { scratch } from "../scratch.ts";

const folder = scratch();

/** A file in a folder of this test file's own; its path. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function loaded(paths: readonly string[], options: LoadOptions = {}): LoadedConfiguration {
  const result = loadConfiguration(paths, options);
  if (isBadInput(result)) throw new Error(result.sentence);
  return result;
}

/** The refusal, with the folder cut from its sentence. */
export function refused(paths: readonly string[], options: LoadOptions = {}): BadInput {
  const result = loadConfiguration(paths, options);
  if (!isBadInput(result)) throw new Error(`accepted: ${JSON.stringify(result)}`);
  return { ...result, sentence: result.sentence.replaceAll(`${folder}/`, "") };
}

export { folder };
