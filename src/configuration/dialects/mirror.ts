/**
 * MirrorMaker 2: producers write to the cluster whose name stands before `.producer.`, or to all (`producer.`). It runs on
 * Connect and has its defaults. One producer is judged: where flows differ, their guarantees stay open.
 */
import { decidedBy } from "../deciding-keys.ts";
import type { ClientPart, Doubt, PlacedSetting } from "../parts.ts";
import { readConnect } from "./connect.ts";

const clientKey = /^(?:[^.]+->[^.]+\.)?(?:[^.]+\.)??(producer|consumer)\.(?:override\.)?(.+)$/;

export function readMirror(file: string, settings: readonly PlacedSetting[]): ClientPart {
  const own = settings.flatMap((setting) => {
    const [, kind, key] = clientKey.exec(setting.key) ?? [];
    return kind === undefined || key === undefined ? [] : [{ ...setting, key: `${kind}.${key}` }];
  });
  const [part] = readConnect([{ name: file, file, settings: own }], []);
  return {
    ...part!,
    doubts: own.flatMap((setting) => doubtOf(setting, own)),
    notes: [`${file}: the producers and consumers of MirrorMaker, with Connect's defaults; its flows are not modelled`],
  };
}

function doubtOf(setting: PlacedSetting, all: readonly PlacedSetting[]): readonly Doubt[] {
  const other = all.find(({ key, value }) => key === setting.key && value.trim() !== setting.value.trim());
  const key = setting.key.replace(/^producer\./, "");
  const guarantees = decidedBy("producer", key);
  if (other === undefined || guarantees.length === 0) return [];
  const reason = `${key} is ${setting.value} here and ${other.value} in line ${other.line}: which producer writes to this cluster is not known`;
  return [{ key, file: setting.file, line: setting.line, guarantees, reason }];
}
