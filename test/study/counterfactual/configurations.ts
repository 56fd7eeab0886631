/** Bundled configurations, loaded. */

import { type Side, sideOf } from "../../../src/arbitrary/side.ts";
import { loadConfiguration } from "../../../src/configuration/load.ts";
import type { LoadedConfiguration } from "../../../src/configuration/loaded-configuration.ts";
import { isBadInput } from "../../../src/scenario/bad-input.ts";
import { configuration } from "../../cli/program.ts";

export interface Loaded {
  readonly configuration: LoadedConfiguration;
  readonly side: Side;
}

export function loaded(file: string, ...set: readonly string[]): Loaded {
  const read = loadConfiguration([configuration(file)], { set });
  if (isBadInput(read)) throw new Error(read.sentence);
  return { configuration: read, side: sideOf(read) };
}
