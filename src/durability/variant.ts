/** What is compared with what: configurations, each with the settings that set it apart, as sides of the same runs. */
import { type Side, sideOf } from "../arbitrary/side.ts";
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { clusterOf, spaceOf } from "../arbitrary/space-of.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";

export interface Variant {
  /** Unlike any other of the exploration. */
  readonly label: string;
  /** What sets it apart: the settings of a preset, or the values of the axes. */
  readonly settings: Readonly<Record<string, string>>;
  readonly configuration: LoadedConfiguration;
  /** The rules of its release, or those that the command line names. */
  readonly rules: string;
}

export const variantSide = ({ configuration, rules }: Variant): Side => ({ ...sideOf(configuration), rules });

/**
 * What the runs of all variants are drawn from: the smallest of the clusters, so that a broker meets as many faults in each of them
 * (larger ones get faults of their own for the brokers that they have more), with racks if any of them has.
 */
export function commonSpace(variants: readonly Variant[], profile: ProfileName): ScenarioSpace {
  const first = variants[0]!;
  const smallest = variants.reduce((least, one) =>
    one.configuration.brokers < least.configuration.brokers ? one : least,
  );
  const { racks } = (variants.find(({ configuration }) => configuration.racks.length > 0) ?? first).configuration;
  const longest = Math.max(
    ...variants.map(({ configuration, rules }) => spaceOf(configuration, profile, rules).calmMs),
  );
  return {
    ...spaceOf(first.configuration, profile, first.rules),
    cluster: { ...clusterOf(smallest.configuration), racks },
    calmMs: longest,
  };
}

/** Copies of each record that the topic with the most has: what a variant costs in disks and network. */
export const copiesOf = ({ configuration }: Variant): number =>
  Math.max(...configuration.topics.map((topic) => topic.replicationFactor));
