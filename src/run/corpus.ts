/**
 * Failures of earlier campaigns, replayed before fresh seeds. Each still `reproduces`, is `fixed` (the same schedule,
 * another verdict), or is `stale` (saved under another schedule, and showing nothing now: it says nothing either way).
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isBadInput } from "./bad-input.ts";
import type { Outcome } from "./outcome.ts";
import { run } from "./run.ts";
import { loadScenario } from "./saved-scenario.ts";

export type CorpusStatus = "reproduces" | "fixed" | "stale";

export interface CorpusEntry {
  readonly file: string;
  readonly status: CorpusStatus;
  readonly outcome: Outcome | null;
}

export const failuresFolder = (out: string): string => join(out, "failures");
export const witnessesFolder = (out: string): string => join(out, "witnesses");

/** The files in which a campaign saved its failures, in the order of their names. */
export function corpusFiles(out: string): readonly string[] {
  const folder = failuresFolder(out);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Null for a failure under other rules: what a planted defect did says nothing about the rules on trial. */
export function replayEntry(file: string, rules: string): CorpusEntry | null {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return { file, status: "stale", outcome: null };
  if (saved.scenario.rules !== rules) return null;
  const outcome = run(saved.scenario);
  const wanted = saved.shown?.fingerprint ?? null;
  const same = outcome.violations.some(
    (violation) => violation.promised && (wanted === null || violation.fingerprint === wanted),
  );
  if (same) return { file, status: "reproduces", outcome };
  return { file, status: saved.otherSchedule ? "stale" : "fixed", outcome };
}
