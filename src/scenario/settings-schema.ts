/** Settings inside a scenario file: keys that the model obeys, with values that Kafka reads. */
import { z } from "zod";
import { checkValue } from "../kafka/config/config-value.ts";
import { type ConfigKind, keyTables } from "../kafka/config/key-tables.ts";
import { suggestionWords, suggestKey } from "../kafka/config/suggest-key.ts";
import { latestVersion } from "../kafka/config/version.ts";

/** A map of text to text; values below Kafka's minima pass, as property campaigns shrink segments and timeouts. */
export function settingsSchema(kind: ConfigKind): z.ZodType<Readonly<Record<string, string>>> {
  return z.record(z.string(), z.string()).superRefine((settings, context) => {
    for (const [name, value] of Object.entries(settings)) {
      const message = complaint(kind, name, value);
      if (message !== null) context.addIssue({ code: "custom", path: [name], message });
    }
  });
}

function complaint(kind: ConfigKind, name: string, value: string): string | null {
  const key = keyTables[kind].get(name);
  if (key === undefined) {
    const suggestion = suggestKey(kind, name);
    return `unknown ${kind} key ${name}${suggestion === null ? "" : `: ${suggestionWords(suggestion, kind)}`}`;
  }
  if (!key.modelled) return `the ${kind} key ${name} is not modelled`;
  return checkValue(key, value, latestVersion, { allowBelowMinima: true })?.sentence ?? null;
}
