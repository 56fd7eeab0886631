/** `explore --list`: what can be compared, varied and measured. */
import { axisKeys, parseAxis } from "../../durability/axis.ts";
import { metric, metricNames } from "../../durability/metric.ts";
import { defaultPresets, preset, presetNames } from "../../durability/preset.ts";
import { question, questionNames } from "../../durability/question.ts";

export const exploreListText = (): string =>
  [
    `Presets (without files and --preset: ${defaultPresets.join(", ")})`,
    ...presetNames.map((name) => `  ${name}: ${preset(name).sentence}`),
    "Questions (--question NAME)",
    ...questionNames.map((name) => `  ${name}: ${question(name).question}`),
    "Settings that --vary knows values for (any other as KEY=VALUE:VALUE…)",
    ...axisKeys.map((key) => `  ${key}: ${parseAxis(key)!.values.join(", ")}`),
    "Metrics (the unit of replication is the run)",
    ...metricNames.map((name) => `  ${name} (${metric(name).unit}): ${metric(name).sentence}`),
  ].join("\n");
