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

export function replayCorpus(out: string): readonly CorpusEntry[] {
  const folder = failuresFolder(out);
  return savedFiles(folder).map((name) => replayEntry(join(folder, name)));
}

function savedFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch {
    return [];
  }
}

function replayEntry(file: string): CorpusEntry {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return { file, status: "stale", outcome: null };
  const outcome = run(saved.scenario);
  const wanted = saved.shown?.fingerprint ?? null;
  const same = outcome.violations.some(
    (violation) => violation.promised && (wanted === null || violation.fingerprint === wanted),
  );
  if (same) return { file, status: "reproduces", outcome };
  return { file, status: saved.otherSchedule ? "stale" : "fixed", outcome };
}
