/**
 * `--require`: a guarantee is met under a profile if the configuration promises it there, whatever the faults do, and no
 * run broke it. That a producer renewed its session in some run (KIP-360) ends the promise for that run, but is no reason
 * to refuse a configuration; an order that was broken by it is.
 */
import type { CampaignResult, CampaignRow } from "../../campaign/campaign.ts";
import { type Judgement, judgedGuarantees, notTestedText } from "../../campaign/judgement.ts";
import type { GuaranteeName } from "../../check/check.ts";
import { isPromised } from "../../check/reach.ts";
import { judgedRow } from "./judged.ts";
import type { RunPlan } from "./plan.ts";

interface Unmet {
  readonly row: CampaignRow;
  readonly guarantee: GuaranteeName;
  readonly why: string;
}

export function unmetRequirements(plan: RunPlan, result: CampaignResult): readonly Unmet[] {
  return result.rows.flatMap((of) => {
    const { row, runs } = of;
    const judged = judgedRow(plan, of);
    return judgedGuarantees.flatMap((guarantee) => {
      if (!isRequired(plan, guarantee, row)) return [];
      const judgement = judged.find((one) => one.guarantee === guarantee);
      const why = judgement === undefined ? noGroup : whyUnmet(plan, row, judgement, runs.length);
      return why === null ? [] : [{ row, guarantee, why }];
    });
  });
}

const noGroup = "there is no group: the consumer has no group.id";

const isRequired = ({ required }: RunPlan, guarantee: GuaranteeName, { profile }: CampaignRow): boolean =>
  required.some((one) => one.guarantee === guarantee && one.profiles.includes(profile));

function whyUnmet(plan: RunPlan, row: CampaignRow, judgement: Judgement, runs: number): string | null {
  const { guarantee, reach, verdict, brokenRuns } = judgement;
  if (reach.undecided) return `undecided: ${doubts(plan, row, guarantee).join("; ")}`;
  if (!isPromised(reach)) {
    return reach.promised
      ? `promised only while at most ${reach.upTo} of ${reach.replicas} replicas are lost`
      : "not promised";
  }
  if (runs === 0) return "not tried in any run";
  if (verdict === "not-tested") return notTestedText(guarantee);
  return brokenRuns === 0 ? null : `broken in ${brokenRuns} of ${runs} runs`;
}

const doubts = (plan: RunPlan, { configuration }: CampaignRow, guarantee: GuaranteeName): readonly string[] =>
  plan.configurations[configuration]!.undecided.flatMap(({ guarantees, sentence }) =>
    guarantees.includes(guarantee) ? [sentence] : [],
  );
