/**
 * `--require`: a guarantee is met under a profile if the configuration promises it there, whatever the faults do, some run
 * put it to the test, and none broke it. That a producer renewed its session in some run (KIP-360) ends the promise for that run, but is no reason
 * to refuse a configuration; an order that was broken by it is.
 */

import { sideOf, termsOf } from "../../arbitrary/side.ts";
import type { CampaignResult, CampaignRow } from "../../campaign/campaign.ts";
import { judge, notTestedText } from "../../campaign/judgement.ts";
import { profiles } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../check/check.ts";
import { reachOf } from "../../study/promises/reach.ts";
import type { RunPlan } from "./plan.ts";

interface Unmet {
  readonly row: CampaignRow;
  readonly guarantee: GuaranteeName;
  readonly why: string;
}

export function unmetRequirements(plan: RunPlan, result: CampaignResult): readonly Unmet[] {
  return result.rows.flatMap(({ row, runs }) =>
    plan.required.flatMap((guarantee) => {
      const { brokenRuns, verdict } = judge(guarantee, runs);
      if (!isPromised(plan, row, guarantee)) return [{ row, guarantee, why: "not promised" }];
      if (runs.length === 0) return [{ row, guarantee, why: "not tried in any run" }];
      if (verdict === "not-tested") return [{ row, guarantee, why: notTestedText(guarantee) }];
      return brokenRuns === 0 ? [] : [{ row, guarantee, why: `broken in ${brokenRuns} of ${runs.length} runs` }];
    }),
  );
}

function isPromised(plan: RunPlan, { configuration, profile }: CampaignRow, guarantee: GuaranteeName): boolean {
  const side = sideOf(plan.configurations[configuration]!);
  const { kinds } = profiles[profile];
  const reach = reachOf(guarantee, termsOf(side), kinds, side.cluster.racks.length > 0);
  return reach.promised && reach.upTo === null;
}
