import { describe, expect, test } from "vitest";
import type { PresetName } from "../../src/durability/preset.ts";
import { preset, presetConfiguration, presetNames } from "../../src/durability/preset.ts";
import { commonSpace, copiesOf, variantSide } from "../../src/durability/variant.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";

const loaded = (name: PresetName) => {
  const configuration = presetConfiguration(name);
  if (isBadInput(configuration)) throw new Error(configuration.sentence);
  return configuration;
};
const variant = (name: PresetName) => ({ label: name, settings: {}, configuration: loaded(name), rules: "kafka-4" });

describe("presets", () => {
  test.each(presetNames)("%s is a cluster that Kafka accepts, with every setting in use", (name) => {
    const configuration = loaded(name);
    expect(configuration.unknown).toEqual([]);
    expect(configuration.removed).toEqual([]);
    expect(configuration.notModelled).toEqual([]);
    expect(configuration.brokers).toBe(preset(name).brokers);
    const copies = Number(preset(name).set["default.replication.factor" as never]);
    expect(copiesOf(variant(name))).toBe(copies);
  });
});

describe("the scenarios that all of them meet", () => {
  const variants = [variant("ha"), variant("logging"), variant("two-dc-stretch")];

  test("are drawn for the smallest cluster, with racks if any has them", () => {
    const { cluster } = commonSpace(variants, "power-loss");
    expect(cluster?.brokers).toBe(3);
    expect(cluster?.racks).toEqual(["a", "b", "c"]);
  });

  test("are told under the rules of each", () => {
    expect(variantSide({ ...variants[0]!, rules: "kafka-3.9" }).rules).toBe("kafka-3.9");
  });
});
