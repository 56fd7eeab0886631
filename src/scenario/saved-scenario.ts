/**
 * A scenario on disk: the scenario itself, what it showed, and two marks that tell "edited by hand" (the content hash)
 * from "the program changed" (the schedule version).
 */
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { type BadInput, isBadInput } from "./bad-input.ts";
import { contentHash, scheduleVersion } from "./content-hash.ts";
import type { Outcome, Verdict } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";
import { parseScenario } from "./scenario-schema.ts";
import { writeFileAtomically } from "./written-files.ts";

export interface SavedScenario {
  readonly scenario: Scenario;
  /** Absent in a scenario written by hand. */
  readonly shown: Shown | null;
  readonly edited: boolean;
  readonly otherSchedule: boolean;
}

interface Shown {
  readonly verdict: Verdict;
  readonly digest: string;
  readonly fingerprint: string | null;
}

const savedSchema = z.strictObject({
  kafkaTrial: z.strictObject({
    contentHash: z.string(),
    scheduleVersion: z.number(),
    verdict: z.enum(["held", "violated", "unpromised"]),
    digest: z.string(),
    fingerprint: z.string().nullable(),
  }),
  scenario: z.unknown(),
});

/** `outcome`: of a whole run of the scenario, so that a replay has its digest. `fingerprint`: the failure it is kept for. */
export function saveScenario(path: string, scenario: Scenario, outcome: Outcome, fingerprint?: string): void {
  const shown = {
    contentHash: contentHash(scenario),
    scheduleVersion,
    verdict: outcome.verdict,
    digest: outcome.digest,
    fingerprint: fingerprint ?? outcome.violations[0]?.fingerprint ?? null,
  };
  writeFileAtomically(path, `${JSON.stringify({ kafkaTrial: shown, scenario }, null, 2)}\n`);
}

/** `-` reads standard input. */
export function loadScenario(file: string): SavedScenario | BadInput {
  const text = readText(file);
  if (typeof text !== "string") return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    return bad(file, `text that is no JSON (${why})`, "a whole scenario file");
  }
  if (typeof value !== "object" || value === null || !("kafkaTrial" in value)) return unsaved(value, file);
  const saved = savedSchema.safeParse(value);
  if (!saved.success) {
    const issue = saved.error.issues[0]!;
    return bad(
      file,
      `an unusable field ${issue.path.map(String).join(".")} (${issue.message})`,
      "a file that kafka-trial saved",
    );
  }
  const scenario = parseScenario(saved.data.scenario, file);
  if (isBadInput(scenario)) return scenario;
  const { contentHash: hash, scheduleVersion: version, ...shown } = saved.data.kafkaTrial;
  return { scenario, shown, edited: hash !== contentHash(scenario), otherSchedule: version !== scheduleVersion };
}

function unsaved(value: unknown, file: string): SavedScenario | BadInput {
  const scenario = parseScenario(value, file);
  if (isBadInput(scenario)) return scenario;
  return { scenario, shown: null, edited: false, otherSchedule: false };
}

function readText(file: string): string | BadInput {
  try {
    const bytes = readFileSync(file === "-" ? 0 : file);
    if (bytes.includes(0) || !isUtf8(bytes)) return bad(file, "binary", "a scenario as JSON");
    const text = bytes.toString("utf8");
    return text.trim() === "" ? bad(file, "empty", "a scenario as JSON") : text;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    if (code === "ENOENT") return bad(file, "missing", "the path of a scenario file");
    if (code === "EISDIR") return bad(file, "a directory", "the path of a scenario file");
    return bad(file, `unreadable (${code})`, "a scenario file that can be read");
  }
}

function bad(file: string, found: string, expected: string): BadInput {
  const name = file === "-" ? "standard input" : file;
  return { file: name, found, expected, sentence: `${name} is ${found}; expected ${expected}` };
}
