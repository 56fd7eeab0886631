/** What one setting would have changed: the re-runs after a campaign, within their budget. */

import { sideOf } from "../../arbitrary/side.ts";
import type { CampaignResult } from "../../campaign/campaign.ts";
import { type BlameResult, blame } from "../../study/counterfactual/blame.ts";
import { changesOf } from "../../study/counterfactual/change.ts";
import type { WorkerPool } from "../../workers/pool.ts";
import { type Stop, unlessStopped } from "../shared/interrupt.ts";
import type { RunPlan } from "./plan.ts";

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
