/** Where findings are saved: one file per failure and rule set, so that a campaign overwrites what it finds again, and nothing else. */
import { join } from "node:path";
import type { CampaignRow } from "../campaign/campaign.ts";
import { failuresFolder, witnessesFolder } from "../campaign/corpus.ts";
import type { Violation } from "../check/check.ts";
import { kafka4 } from "../kafka/rules/rules.ts";
import type { RunPlan } from "./run-plan.ts";

export const failureFile = (plan: RunPlan, row: CampaignRow, violation: Violation): string =>
  join(failuresFolder(plan.out), nameOf(plan, row, violation));

export const witnessFile = (plan: RunPlan, row: CampaignRow, violation: Violation): string =>
  join(witnessesFolder(plan.out), nameOf(plan, row, violation));

function nameOf(plan: RunPlan, row: CampaignRow, { guarantee, fingerprint }: Violation): string {
  const rules = row.space.rules === kafka4.name ? [] : [row.space.rules];
  const configuration = plan.configurations[row.configuration]!.name;
  return `${[configuration, ...rules, row.profile, guarantee, fingerprint].map(slug).join(".")}.json`;
}

export const slug = (text: string): string => text.replace(/[^a-zA-Z0-9.]+/g, "-").replace(/^-|-$/g, "");
