/** `run --history FILE`: what the clients of one run saw, for `check`: of the first broken run, else of run 0. */
import type { CampaignResult } from "../run/campaign.ts";
import { historyLines } from "../run/history-file/export-history.ts";
import { writeOutput } from "./output-file.ts";
import type { RunPlan } from "./run-plan.ts";

/** A broken promise comes before what nothing promised. Null if there was no run at all. */
function chosenRun({ rows }: CampaignResult) {
  const all = rows.flatMap((of) => of.runs.map((run) => ({ of, run })));
  return (
    all.find(({ run }) => run.violations.some((violation) => violation.promised)) ??
    all.find(({ run }) => run.violations.length > 0) ??
    all[0] ??
    null
  );
}

export function writeHistory(plan: RunPlan, result: CampaignResult, file: string): void {
  const chosen = chosenRun(result);
  if (chosen === null) return;
  const { of, run } = chosen;
  const { row } = of;
  const scenario = of.scenarioOf(run.index);
  writeOutput(file, `${historyLines(scenario).join("\n")}\n`);
  const name = plan.configurations[row.configuration]!.name;
  const why = run.violations[0] === undefined ? "nothing was broken" : run.violations[0].sentence;
  process.stderr.write(`history of run ${run.index} of ${name} under ${row.profile} (${why}): ${file}\n`);
}
