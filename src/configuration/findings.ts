/** What is said about the keys of a set of files, each key once: not modelled, unknown, not read by this version; notes. */
import type { RemovedKey, Undecided, UnknownKey } from "./loaded-configuration.ts";
import { type Doubt, type PlacedSetting, placeText } from "./parts.ts";

export interface Findings {
  readonly notModelled: Set<string>;
  readonly notes: Set<string>;
  readonly warnings: Set<string>;
  readonly unknown: Map<string, UnknownKey>;
  readonly removed: Map<string, RemovedKey>;
  readonly undecided: Map<string, Undecided>;
}

export function newFindings(): Findings {
  return {
    notModelled: new Set(),
    notes: new Set(),
    warnings: new Set(),
    unknown: new Map(),
    removed: new Map(),
    undecided: new Map(),
  };
}

function placeOf(setting: Pick<PlacedSetting, "file" | "line">): { file: string; line?: number } {
  return setting.line === undefined ? { file: setting.file } : { file: setting.file, line: setting.line };
}

export function addUndecided(findings: Findings, doubt: Doubt): void {
  const { key, guarantees, reason } = doubt;
  const id = `${placeText(doubt)}\n${key}`;
  if (findings.undecided.has(id)) return;
  findings.undecided.set(id, { key, ...placeOf(doubt), guarantees, sentence: `${placeText(doubt)}: ${reason}` });
}

export function addUnknown(findings: Findings, setting: PlacedSetting, suggestion: string | null, hint: string): void {
  const id = `${setting.file}\n${setting.key}`;
  if (findings.unknown.has(id)) return;
  const sentence = `${placeText(setting)}: unknown key ${setting.key}${hint === "" ? "" : `: ${hint}`}`;
  findings.unknown.set(id, { key: setting.key, ...placeOf(setting), suggestion, sentence });
}

export function addRemoved(findings: Findings, setting: PlacedSetting, sentence: string): void {
  const id = `${setting.file}\n${setting.key}`;
  if (!findings.removed.has(id)) findings.removed.set(id, { key: setting.key, ...placeOf(setting), sentence });
}
