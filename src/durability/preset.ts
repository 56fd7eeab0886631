/** Clusters that stand for what people run, each as a few settings. What a preset does not name has the default of its release. */

import { loadConfiguration } from "../configuration/load.ts";
import type { LoadedConfiguration, LoadOptions } from "../configuration/loaded-configuration.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import rows from "./presets.json" with { type: "json" };

export type PresetName = keyof typeof rows;

interface Preset {
  readonly sentence: string;
  readonly brokers: number;
  /** Racks of the brokers, in turn. */
  readonly racks: readonly string[];
  /** Default: the newest release. */
  readonly version?: string;
  readonly set: Readonly<Record<string, string>>;
}

export const presetNames = Object.keys(rows) as PresetName[];

/** What `explore` compares when nothing is named. */
export const defaultPresets: readonly PresetName[] = [
  "financial",
  "ha",
  "logging",
  "kafka-3-defaults",
  "two-dc-stretch",
  "single-rack",
];

export const preset = (name: PresetName): Preset => rows[name];

/** The preset as a configuration; `options` say what the command line sets besides, and win. */
export function presetConfiguration(name: PresetName, options: LoadOptions = {}): LoadedConfiguration | BadInput {
  const { brokers, racks, version, set } = preset(name);
  return loadConfiguration([], {
    name,
    brokers: options.brokers ?? brokers,
    racks: options.racks ?? (racks.length > 0 ? racks : null),
    version: options.version ?? version ?? null,
    partitions: options.partitions ?? null,
    set: [...Object.entries(set).map(([key, value]) => `${key}=${value}`), ...(options.set ?? [])],
  });
}
