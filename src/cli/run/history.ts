/** `run --history FILE`: what the clients of one run saw, for `check`: of the first broken run, else of run 0. */

import type { CampaignResult } from "../../campaign/campaign.ts";
import type { GuaranteeName, Violation } from "../../check/check.ts";
import { historyLines } from "../../history-file/export-history.ts";
import { writeOutput } from "../shared/output.ts";
import type { RunPlan } from "./plan.ts";

/** What clients can have seen at all; what a broker or the controller did wrong unseen shows in no history. */
const seenByClients: readonly GuaranteeName[] = ["no-acked-loss", "per-key-order", "no-duplicate", "stable-reads"];

/** In this order: a broken promise that clients may have felt, any broken promise, anything broken. */
const wanted: readonly ((violation: Violation) => boolean)[] = [
  ({ promised, guarantee }) => promised && seenByClients.includes(guarantee),
  ({ promised }) => promised,
  () => true,
];

/** Null if there was no run at all; `violation` null if nothing was broken. */
function chosenRun({ rows }: CampaignResult) {
  const all = rows.flatMap((of) => of.runs.map((run) => ({ of, run })));
  for (const isWanted of wanted) {
    for (const one of all) {
      const violation = one.run.violations.find(isWanted);
      if (violation !== undefined) return { ...one, violation };
    }
  }
  return all[0] === undefined ? null : { ...all[0], violation: null };
}

export function writeHistory(plan: RunPlan, result: CampaignResult, file: string): void {
  const chosen = chosenRun(result);
  if (chosen === null) return;
  const { of, run, violation } = chosen;
  const { row } = of;
  const scenario = of.scenarioOf(run.index);
  writeOutput(file, `${historyLines(scenario).join("\n")}\n`);
  const name = plan.configurations[row.configuration]!.name;
  const why = violation === null ? "nothing was broken" : violation.sentence;
  process.stderr.write(`history of run ${run.index} of ${name} under ${row.profile} (${why}): ${file}\n`);
}
