/** Types, ranges and valid values of all settings of one kind; cross-checks between keys stand with the resolvers. */
import { type CheckOptions, checkValue } from "./config-value.ts";
import { absentIn, type ConfigKind, keyTables } from "./key-tables.ts";
import type { Problem, Settings } from "./settings.ts";
import { latestVersion } from "./version.ts";

/** Problems in the order of the settings. Unknown keys and keys that the release ignores are no problems. */
export function checkSettings(kind: ConfigKind, settings: Settings, options: CheckOptions = {}): readonly Problem[] {
  const version = options.version ?? latestVersion;
  const problems: Problem[] = [];
  for (const [name, text] of Object.entries(settings)) {
    const key = keyTables[kind].get(name);
    if (key === undefined || absentIn(key, version) !== null) continue;
    const found = checkValue(key, text, version, options);
    if (found !== null) problems.push(found);
  }
  return problems;
}
