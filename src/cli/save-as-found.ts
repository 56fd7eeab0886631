/**
 * Saves the first break of a promise under each fingerprint while the campaign still goes on: a kill -9 in a night-long
 * campaign takes nothing that was found. What is saved in the end, shrunk, replaces it.
 */
import { rmSync } from "node:fs";
import { rowSeed } from "../campaign/campaign.ts";
import { type ChunkResult, type ChunkTask, scenariosOf } from "../campaign/chunk.ts";
import { run } from "../run/run.ts";
import { saveScenario } from "../scenario/saved-scenario.ts";
import { failureFile } from "./finding-file.ts";
import type { RunPlan } from "./run-plan.ts";

export interface FoundFailures {
  note(task: ChunkTask, result: ChunkResult): void;
  /** Removes those that another file now holds. */
  settle(files: readonly string[]): void;
}

export function saveAsFound(plan: RunPlan): FoundFailures {
  const known = new Set<string>();
  const files = new Set<string>();
  return {
    note(task, result) {
      const row = plan.rows.find(
        ({ space, profile }) => space === task.space && rowSeed(plan.seed, profile) === task.seed,
      );
      if (row === undefined) return;
      for (const { index, violations } of result.runs) {
        for (const violation of violations) {
          if (!violation.promised || known.has(violation.fingerprint)) continue;
          known.add(violation.fingerprint);
          const scenario = scenariosOf(task)(index);
          const file = failureFile(plan, row, violation);
          saveScenario(file, scenario, run(scenario), violation.fingerprint);
          files.add(file);
        }
      }
    },
    settle(kept) {
      for (const file of files) if (!kept.includes(file)) rmSync(file, { force: true });
    },
  };
}
