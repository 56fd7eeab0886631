/** `run --list`: the profiles and guarantees by name; with files, what those promise and what decides it. Nothing is run. */

import { sideOf } from "../../arbitrary/side.ts";
import { type ProfileName, profileNames, profiles } from "../../chaos/fault-kinds.ts";
import { guarantees } from "../../check/guarantees.ts";
import type { LoadedConfiguration } from "../../configuration/loaded-configuration.ts";
import { configurationReport, configurationText } from "../../report/configuration-report.ts";
import { effectiveText } from "../../report/effective-text.ts";
import { promisesOf } from "../../report/verdict-report.ts";
import { promiseTable } from "../../study/promises/promise-table.ts";
import { topicReaches } from "../../study/promises/topic-reaches.ts";
import { configurationsOf, profilesOf, rulesOf } from "../shared/cluster.ts";
import { exitCode } from "../shared/exit-code.ts";
import { namesAndFiles } from "../shared/options.ts";
import { print } from "../shared/output.ts";
import { promiseTexts } from "./print.ts";
import type { RunOptions } from "./syntax.ts";

export function printList(configs: readonly string[], options: RunOptions): number {
  const profile = namesAndFiles(options.profile, profileNames);
  const files = [...configs, ...profile.files];
  const asked = profilesOf(profile.names, false);
  const configurations = files.length === 0 ? [] : configurationsOf(files, options);
  const reportOf = (one: LoadedConfiguration) => configurationReport(one, rulesOf(options, one.version));
  const object = () => ({
    profiles: profileNames.map((name) => ({ name, sentence: profiles[name].sentence, faults: profiles[name].kinds })),
    guarantees,
    promises: configurations.map((one) => ({
      configuration: one.name,
      promises: promisesOf(promiseTable(sideOf(one), asked)),
      ...reportOf(one),
      effective: one.effective,
    })),
  });
  const lines = () => [
    ...(files.length === 0 ? nameLines() : []),
    ...configurations.flatMap((one) => [...configurationText(reportOf(one)), ...effective(one, asked)]),
    ...promiseTexts(configurations, asked),
  ];
  print(options.json, object, () => lines().join("\n"));
  return exitCode.held;
}

const nameLines = (): readonly string[] => [
  "Profiles:",
  ...profileNames.map((name) => `  ${name.padEnd(16)} ${profiles[name].sentence}`),
  "Guarantees:",
  ...guarantees.map(({ name, sentence }) => `  ${name.padEnd(16)} ${sentence}`),
];

/** Faults that take what a replica holds; nothing else tells topics apart. */
const tearing: readonly ProfileName[] = ["process-crash", "power-loss", "disk-loss"];

const effective = (one: LoadedConfiguration, asked: readonly ProfileName[]): readonly string[] => {
  const told = tearing.filter((name) => asked.includes(name));
  return effectiveText(one.effective, topicReaches(sideOf(one), told.length > 0 ? told : tearing));
};
