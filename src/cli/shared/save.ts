/** Scenarios that a command found: saved as they are at once, then smaller, so that neither a kill nor Ctrl-C loses one. */

import { run } from "../../run/run.ts";
import type { Outcome } from "../../scenario/outcome.ts";
import { saveScenario } from "../../scenario/saved-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { WorkerPool } from "../../workers/pool.ts";
import { breathe, type Stop, unlessStopped } from "./interrupt.ts";

export interface Workers {
  readonly pool: WorkerPool;
  readonly stop: Stop;
}

/** A part of a file's name. */
export const slug = (text: string): string => text.replace(/[^a-zA-Z0-9.]+/g, "-").replace(/^-|-$/g, "");

/**
 * At most `maxRuns` runs are spent on making it smaller; 0: it stays as it was found. Resolves to what the saved story says of
 * the failure.
 */
export async function saveSmall(
  file: string,
  scenario: Scenario,
  fingerprint: string,
  maxRuns: number,
  { pool, stop }: Workers,
): Promise<string> {
  const found = run(scenario);
  saveScenario(file, scenario, found, fingerprint);
  await breathe();
  const sentenceOf = ({ violations }: Outcome): string =>
    violations.find((violation) => violation.fingerprint === fingerprint)?.sentence ?? fingerprint;
  if (stop.requested || maxRuns === 0) return sentenceOf(found);
  const small = await unlessStopped(pool.shrink({ kind: "shrink", scenario, fingerprint, maxRuns }), stop);
  if (small === null) return sentenceOf(found);
  saveScenario(file, small.scenario, small.outcome, fingerprint);
  return sentenceOf(small.outcome);
}
