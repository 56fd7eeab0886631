/** What a scenario carries: settings that the model obeys. Who a broker is and where it keeps its data is the plan's. */
import { type ConfigKind, keyTables } from "../kafka/config/key-tables.ts";
import type { Settings } from "../kafka/config/settings.ts";

export const identityKeys: readonly string[] = [
  "broker.id",
  "node.id",
  "process.roles",
  "broker.rack",
  "log.dir",
  "log.dirs",
];

export function modelledOnly(kind: ConfigKind, settings: Settings): Settings {
  const kept = Object.entries(settings).filter(
    ([name]) => keyTables[kind].get(name)?.modelled === true && !(kind === "broker" && identityKeys.includes(name)),
  );
  return Object.fromEntries(kept);
}
