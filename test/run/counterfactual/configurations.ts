/** Bundled configurations, loaded. */
import { isBadInput } from "../../../src/run/bad-input.ts";
import { loadConfiguration } from "../../../src/run/configuration/load.ts";
import type { LoadedConfiguration } from "../../../src/run/configuration/loaded-configuration.ts";
import { type Side, sideOf } from "../../../src/run/counterfactual/side.ts";
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
