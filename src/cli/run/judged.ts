/** The verdicts of a row: what its configuration promises under its profile, and what its runs showed. */
import { promisingOf, sideOf } from "../../arbitrary/side.ts";
import type { RowResult } from "../../campaign/campaign.ts";
import { type Judgement, judge, judgedGuarantees } from "../../campaign/judgement.ts";
import { profiles } from "../../chaos/fault-kinds.ts";
import { nothingHappened, promise } from "../../check/guarantees.ts";
import { reachOf } from "../../check/reach.ts";
import type { RunPlan } from "./plan.ts";

/** One for each of `judgedGuarantees`; of groups only where the configuration has one. */
export function judgedRow(plan: RunPlan, { row, runs }: RowResult): readonly Judgement[] {
  const promising = promisingOf(sideOf(plan.configurations[row.configuration]!));
  const { kinds } = profiles[row.profile];
  const promised = promise(promising.terms, nothingHappened);
  return judgedGuarantees
    .filter((guarantee) => guarantee in promised)
    .map((guarantee) => judge(guarantee, runs, reachOf(guarantee, promising, kinds)));
}
