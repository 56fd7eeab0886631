/** Sorting the settings of one kind: those that count, and what is to be said about the others. */
import { absenceSentence, absentIn, type ConfigKind, isOpenKey, keyTables } from "../kafka/config/key-tables.ts";
import type { Problem } from "../kafka/config/settings.ts";
import { suggestionWords, suggestKey } from "../kafka/config/suggest-key.ts";
import type { KafkaVersion } from "../kafka/config/version.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { decidedBy, resembles } from "./deciding-keys.ts";
import { addRemoved, addUndecided, addUnknown, type Findings } from "./findings.ts";
import { identityKeys } from "./modelled-only.ts";
import { lastOf, type PlacedSetting, placeText } from "./parts.ts";
import { badInput } from "./refusal.ts";

/** The settings that Kafka of this version reads, in order; the rest goes to the findings. */
export function knownSettings(
  kind: ConfigKind,
  settings: readonly PlacedSetting[],
  version: KafkaVersion,
  findings: Findings,
): readonly PlacedSetting[] {
  const known: PlacedSetting[] = [];
  for (const setting of settings) {
    const key = keyTables[kind].get(setting.key);
    if (key === undefined) {
      if (isOpenKey(kind, setting.key)) findings.notModelled.add(setting.key);
      else sayUnknown(kind, setting, findings);
    } else if (absentIn(key, version) !== null) addRemoved(findings, setting, absenceSentence(key, version));
    else if (!key.modelled) {
      findings.notModelled.add(setting.key);
      doubtChoice(kind, setting, findings);
      if (!isPlaceholder(setting.value)) known.push(setting);
    } else if (isPlaceholder(setting.value)) sayPlaceholder(kind, setting, settings, findings);
    else known.push(setting);
  }
  sayDuplicates(known, findings);
  return known;
}

function sayUnknown(kind: ConfigKind, setting: PlacedSetting, findings: Findings): void {
  const suggestion = suggestKey(kind, setting.key);
  const hint = suggestion === null ? "" : suggestionWords(suggestion, kind);
  addUnknown(findings, setting, suggestion?.key ?? null, hint);
  doubtName(kind, setting, findings);
}

/** A name that nobody reads, and that may stand for one which decides a guarantee. */
export function doubtName(kind: ConfigKind, setting: PlacedSetting, findings: Findings): void {
  const meant = resembles(kind, setting.key);
  if (meant === null) return;
  const reason = `${setting.key} is no ${kind} key, and it may stand for ${meant.kind === kind ? "" : `the ${meant.kind} key `}${meant.key}`;
  addUndecided(findings, { ...setting, guarantees: meant.guarantees, reason });
}

/** Choices of code, such as a partitioner, that nobody here can follow. */
function doubtChoice(kind: ConfigKind, setting: PlacedSetting, findings: Findings): void {
  const guarantees = decidedBy(kind, setting.key);
  const value = setting.value.trim();
  if (!setting.key.endsWith(".class") || guarantees.length === 0 || value === "") return;
  if (value.endsWith(".DefaultPartitioner")) return;
  addUndecided(findings, { ...setting, guarantees, reason: `${setting.key}=${value} is code that is not modelled` });
}

/** `${file:/secret:password}` and unset variables: nobody here can look them up. */
function isPlaceholder(value: string): boolean {
  return value.includes("${");
}

/** A variable counts as not set; where it would decide a guarantee, that one stays undecided, unless `--set` gives a value. */
function sayPlaceholder(
  kind: ConfigKind,
  setting: PlacedSetting,
  settings: readonly PlacedSetting[],
  findings: Findings,
): void {
  const { key, value } = setting;
  if (lastOf(settings, key) !== setting) return;
  const guarantees = decidedBy(kind, key);
  const reason = `${key}=${value} is a variable that this file does not set; give it with --set ${key}=…`;
  if (guarantees.length > 0) addUndecided(findings, { ...setting, guarantees, reason });
  else if (!identityKeys.includes(key)) findings.notes.add(`${placeText(setting)}: ${key}=${value} counts as not set`);
}

function sayDuplicates(settings: readonly PlacedSetting[], findings: Findings): void {
  const seen = new Map<string, PlacedSetting>();
  for (const setting of settings) {
    const id = `${setting.file}\n${setting.key}`;
    const earlier = seen.get(id);
    if (earlier !== undefined && earlier.line !== setting.line && earlier.value !== setting.value) {
      findings.notes.add(
        `${setting.file}: ${setting.key} stands in lines ${earlier.line} and ${setting.line}; the last one counts`,
      );
    }
    seen.set(id, setting);
  }
}

/** The first problem as bad input, at the line where its key stands. */
export function refuseProblem(
  problems: readonly Problem[],
  settings: readonly PlacedSetting[],
  file: string,
): BadInput | null {
  const first = problems[0];
  if (first === undefined) return null;
  const setting = lastOf(settings, first.key);
  const place = { file: setting?.file ?? file, line: setting?.line, key: first.key };
  return badInput(place, first.found, first.expected, first.sentence);
}
