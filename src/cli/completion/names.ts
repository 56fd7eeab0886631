/** The closed lists behind flags and arguments. A flag or command that is not here takes anything. */

import { judgedGuarantees } from "../../campaign/judgement.ts";
import { profileNames } from "../../chaos/fault-kinds.ts";
import { configKinds, keyTables } from "../../kafka/config/key-tables.ts";
import { versionNames } from "../../kafka/config/version.ts";
import { explainable } from "../../report/pages.ts";
import { ruleSetNames } from "../../scenario/rule-sets.ts";

export const shells = ["bash", "zsh", "fish"] as const;

const flags: Readonly<Record<string, () => readonly string[]>> = {
  "--profile": () => profileNames,
  "--require": () => judgedGuarantees,
  "--kafka-version": () => versionNames,
  "--rules": () => ruleSetNames.historical,
  "--defect": () => ruleSetNames.defects,
  "--set": () => [...new Set(configKinds.flatMap(modelledKeys))].sort().map((key) => `${key}=`),
  "--sub-via": () => ["assign", "subscribe"],
};

const commandArguments: Readonly<Record<string, () => readonly string[]>> = {
  explain: () => [...new Set(Object.values(explainable()).flat())],
  completion: () => shells,
};

export const flagsWithNames: readonly string[] = Object.keys(flags);
export const commandsWithNames: readonly string[] = Object.keys(commandArguments);

export const namesOfFlag = (flag: string): readonly string[] | null => flags[flag]?.() ?? null;
export const namesOfArgument = (command: string): readonly string[] | null => commandArguments[command]?.() ?? null;

const modelledKeys = (kind: (typeof configKinds)[number]): readonly string[] =>
  [...keyTables[kind].values()].filter((key) => key.modelled).map((key) => key.name);
