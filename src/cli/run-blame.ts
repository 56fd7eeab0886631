/** What one setting would have changed: the re-runs after a campaign, within their budget. */
import type { CampaignResult } from "../run/campaign.ts";
import { type BlameResult, blame } from "../run/counterfactual/blame.ts";
import { changesOf } from "../run/counterfactual/change.ts";
import { sideOf } from "../run/counterfactual/side.ts";
import type { WorkerPool } from "../run/pool.ts";
import { type Stop, unlessStopped } from "./interrupt.ts";
import type { RunPlan } from "./run-plan.ts";

/** Of what the campaign itself took, unless `--blame` says otherwise. */
const share = 0.25;
const least = 120;
const most = 600;

export function blameCampaign(
  plan: RunPlan,
  result: CampaignResult,
  pool: WorkerPool,
  stop: Stop,
  asked: number | undefined,
): Promise<BlameResult> {
  const runs = result.rows.reduce((sum, row) => sum + row.runs.length, 0);
  const budget = asked ?? Math.min(most, Math.max(least, Math.floor(runs * share)));
  const sides = plan.configurations.map(sideOf);
  return blame(
    result,
    { seed: plan.seed, budget: stop.requested ? 0 : budget, sides, changes: sides.map(changesOf) },
    (task) => unlessStopped(pool.rerun(task), stop),
  );
}
