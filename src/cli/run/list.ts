/** `run --list`: the profiles and guarantees by name; with files, what those promise. Nothing is run. */

import { sideOf } from "../../arbitrary/side.ts";
import { profileNames, profiles } from "../../chaos/fault-kinds.ts";
import { guarantees } from "../../check/guarantees.ts";
import { promisesOf } from "../../report/verdict-report.ts";
import { promiseTable } from "../../study/promises/promise-table.ts";
import { configurationsOf, profilesOf } from "../shared/cluster.ts";
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
  const object = () => {
    const named = profileNames.map((name) => ({
      name,
      sentence: profiles[name].sentence,
      faults: profiles[name].kinds,
    }));
    const promises = configurations.map((one) => ({
      configuration: one.name,
      promises: promisesOf(promiseTable(sideOf(one), asked)),
    }));
    return { profiles: named, guarantees, promises };
  };
  const lines = () => [
    "Profiles:",
    ...profileNames.map((name) => `  ${name.padEnd(16)} ${profiles[name].sentence}`),
    "Guarantees:",
    ...guarantees.map(({ name, sentence }) => `  ${name.padEnd(16)} ${sentence}`),
    ...promiseTexts(configurations, asked),
  ];
  print(options.json, object, () => lines().join("\n"));
  return exitCode.held;
}
