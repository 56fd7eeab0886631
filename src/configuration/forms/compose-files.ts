/** Files that a service of a compose file is configured by: mounted properties and `env_file`. */
import { dirname, join } from "node:path";
import type { GuaranteeName } from "../../check/check.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import type { Doubt, PlacedSetting } from "../parts.ts";
import { parseProperties } from "../properties-file.ts";
import { readTextFile } from "../read-text-file.ts";
import { at, isYamlList, lineAt, textAt, type YamlValue } from "../yaml-file.ts";

interface Read {
  readonly settings: readonly PlacedSetting[];
  readonly doubts: readonly Doubt[];
}

/** A file that is not there may say anything. */
const anything: readonly GuaranteeName[] = [
  "no-acked-loss",
  "per-key-order",
  "no-duplicate",
  "stable-reads",
  "progress",
];

const listOf = (value: YamlValue | undefined): readonly YamlValue[] =>
  isYamlList(value) ? value : value === undefined || value === null ? [] : [value];

/** `./server.properties:/opt/kafka/config/server.properties:ro`, or `source:` of the long form. */
export function mountedSettings(file: string, service: YamlValue): Read {
  const paths = listOf(at(service, "volumes")).flatMap((volume) => {
    const source = typeof volume === "string" ? volume.split(":")[0] : textAt(volume, "source");
    return source?.endsWith(".properties") === true && !/log4j|tools/.test(source) ? [source] : [];
  });
  return readAll(file, paths, lineAt(service, "volumes"));
}

/** Variables, as `environment` has them. */
export function fileVariables(file: string, service: YamlValue): Read {
  const paths = listOf(at(service, "env_file")).flatMap((one) => {
    const path = typeof one === "string" ? one : textAt(one, "path");
    return path === undefined ? [] : [path];
  });
  return readAll(file, paths, lineAt(service, "env_file"));
}

function readAll(file: string, paths: readonly string[], line: number | undefined): Read {
  const settings: PlacedSetting[] = [];
  const doubts: Doubt[] = [];
  for (const path of paths) {
    const own = path.startsWith("/") ? path : join(dirname(file), path);
    const read = readTextFile(own);
    const entries = isBadInput(read) ? null : parseProperties(read.text);
    if (entries === null || "kind" in entries) {
      doubts.push({
        key: path,
        file,
        line,
        guarantees: anything,
        reason: `${path} cannot be read, and may set anything`,
      });
    } else for (const one of entries) settings.push({ key: one.key, value: one.value, file: own, line: one.line });
  }
  return { settings, doubts };
}
