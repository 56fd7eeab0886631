/** A YAML or JSON document as settings with dotted keys, as Spring and many charts mean it. */
import type { PlacedSetting } from "./parts.ts";
import { isYamlList, isYamlMap, type YamlValue } from "./yaml-file.ts";

/** Keys of nested maps are joined by dots, `[enable.idempotence]` stands for itself, lists of words are joined by commas. */
export function flatSettings(file: string, document: YamlValue | undefined): readonly PlacedSetting[] {
  const settings: PlacedSetting[] = [];
  add(settings, { file, path: "", line: undefined }, document ?? null);
  return settings;
}

interface At {
  readonly file: string;
  readonly path: string;
  readonly line: number | undefined;
}

function add(settings: PlacedSetting[], { file, path, line }: At, value: YamlValue): void {
  if (value === null) return;
  if (isYamlMap(value)) {
    for (const entry of value.entries) {
      const name = entry.key.replace(/^\[(.*)\]$/, "$1");
      add(settings, { file, path: path === "" ? name : `${path}.${name}`, line: entry.line }, entry.value);
    }
  } else if (isYamlList(value)) {
    const words = value.filter((one) => typeof one === "string");
    if (words.length === value.length) settings.push({ key: path, value: words.join(","), file, line });
    else for (const [index, one] of value.entries()) add(settings, { file, path: `${path}[${index}]`, line }, one);
  } else if (path !== "") settings.push({ key: path, value, file, line });
}
