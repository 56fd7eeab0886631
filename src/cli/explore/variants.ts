/** From the command line to the configurations that are compared, and to those that Kafka would refuse. */

import type { LoadedConfiguration } from "../../configuration/loaded-configuration.ts";
import { type Axis, axisKeys, parseAxis } from "../../durability/axis.ts";
import {
  type Combination,
  combinationCount,
  combinations,
  combinationText,
  designNames,
} from "../../durability/design.ts";
import { defaultPresets, type PresetName, preset, presetConfiguration, presetNames } from "../../durability/preset.ts";
import type { Variant } from "../../durability/variant.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { BadUsage, refuse, UnknownName } from "../shared/bad-usage.ts";
import { configurationsOf, loadOptionsOf, refuseDeadCluster, rulesOf } from "../shared/cluster.ts";
import { manyOf, oneOf } from "../shared/options.ts";
import type { ExploreOptions } from "./syntax.ts";

/** A combination that Kafka refuses, with its sentence. */
interface RefusedVariant {
  readonly label: string;
  readonly sentence: string;
}

export interface Variants {
  readonly variants: readonly Variant[];
  readonly refused: readonly RefusedVariant[];
}

/** More than anybody reads; each costs a hundred runs under every profile. */
const mostVariants = 200;

/** One configuration to vary around: loaded anew with each combination, as settings depend on each other. */
interface Base {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  load(set: readonly string[]): LoadedConfiguration;
}

export function variantsOf(files: readonly string[], options: ExploreOptions): Variants {
  const bases = basesOf(files, options);
  const axes = axesOf(options.vary);
  const design = oneOf("design", designNames)(options.design ?? "grid");
  const count = bases.length * combinationCount(design, axes);
  if (count > mostVariants) {
    throw new BadUsage(
      `${count} configurations are more than the ${mostVariants} that an exploration takes; name fewer settings or values with --vary, or try --design tornado`,
    );
  }
  const variants: Variant[] = [];
  const refused: RefusedVariant[] = [];
  for (const base of bases)
    for (const combination of combinations(design, axes)) {
      const made = variantOf(base, combination, options, bases.length > 1);
      if ("sentence" in made) refused.push(made);
      else variants.push(made);
    }
  return { variants, refused };
}

function variantOf(
  base: Base,
  combination: Combination,
  options: ExploreOptions,
  isOneOfMany: boolean,
): Variant | RefusedVariant {
  const text = combinationText(combination);
  const label = text === "" ? base.name : isOneOfMany ? `${base.name} ${text}` : text;
  try {
    const configuration = base.load(combination.map(([key, value]) => `${key}=${value}`));
    const settings = { ...base.settings, ...Object.fromEntries(combination) };
    return { label, settings, configuration, rules: rulesOf(options, configuration.version) };
  } catch (error) {
    // What the files themselves get wrong is no combination's fault.
    if (!(error instanceof BadUsage) || combination.length === 0) throw error;
    return { label, sentence: error.message };
  }
}

function basesOf(files: readonly string[], options: ExploreOptions): readonly Base[] {
  const named = manyOf("preset", presetNames)(options.preset);
  if (files.length > 0 && named.length > 0)
    throw new BadUsage("--preset and configuration files exclude each other: name one or the other");
  if (files.length === 0) return (named.length > 0 ? named : defaultPresets).map((name) => presetBase(name, options));
  return configurationsOf(files, options).map(({ name }, place) => ({
    name,
    settings: {},
    load: (set) => configurationsOf(files, { ...options, set: [...options.set, ...set] })[place]!,
  }));
}

function presetBase(name: PresetName, options: ExploreOptions): Base {
  return {
    name,
    settings: preset(name).set,
    load: (set) => {
      const loaded = presetConfiguration(name, loadOptionsOf({ ...options, set: [...options.set, ...set] }));
      if (isBadInput(loaded)) return refuse(loaded);
      refuseDeadCluster(loaded, rulesOf(options, loaded.version));
      return loaded;
    },
  };
}

function axesOf(texts: readonly string[]): readonly Axis[] {
  const words = texts.flatMap((text) => text.split(",")).filter((text) => text !== "");
  const axes = words.map(axisOf);
  const twice = axes.find(({ key }, i) => axes.findIndex((other) => other.key === key) !== i);
  if (twice !== undefined) throw new BadUsage(`--vary names ${twice.key} twice; expected each setting once`);
  return axes;
}

function axisOf(word: string): Axis {
  const axis = parseAxis(word);
  if (axis !== null) return axis;
  if (word.includes("=")) throw new BadUsage(`--vary ${word}: a value is missing; expected KEY=VALUE:VALUE…`);
  throw new UnknownName("setting to vary without values", word, axisKeys);
}
