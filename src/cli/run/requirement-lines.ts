/** What `--require` came to, and under what: a green line says where it does not reach. */
import pc from "picocolors";
import { promisingOf, sideOf } from "../../arbitrary/side.ts";
import type { CampaignResult } from "../../campaign/campaign.ts";
import { type ProfileName, profileNames, profiles } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../check/check.ts";
import { type Promising, type Reach, reachOf } from "../../check/reach.ts";
import type { Requirement, RunPlan } from "./plan.ts";
import { unmetRequirements } from "./requirements.ts";

export function requirementLines(plan: RunPlan, result: CampaignResult): readonly string[] {
  const unmet = unmetRequirements(plan, result);
  const met = plan.required.filter(({ guarantee }) => unmet.every((one) => one.guarantee !== guarantee));
  return [
    ...met.map((requirement) => pc.green(metLine(plan, requirement))),
    ...unmet.map(({ row, guarantee, why }) => {
      const { name } = plan.configurations[row.configuration]!;
      return pc.red(`required, and not met: ${guarantee} under ${row.profile} (${name}): ${why}`);
    }),
  ];
}

function metLine(plan: RunPlan, { guarantee, profiles: under }: Requirement): string {
  const promising = plan.configurations.map((configuration) => promisingOf(sideOf(configuration)));
  const others = profileNames
    .filter((profile) => !under.includes(profile))
    .map((profile) => `${profile} (${elsewhere(guarantee, profile, promising)})`);
  const rest = others.length === 0 ? "" : `; not asked under ${others.join(", ")}`;
  return `required: ${guarantee}: promised and held under ${under.join(", ")}${rest}`;
}

/** The least that a configuration promises there. */
function elsewhere(guarantee: GuaranteeName, profile: ProfileName, promising: readonly Promising[]): string {
  const reaches = promising.map((one) => reachOf(guarantee, one, profiles[profile].kinds));
  const least = reaches.reduce((worst, reach) => (rank(reach) < rank(worst) ? reach : worst));
  if (!least.promised || least.upTo === 0) return "nothing promises it";
  return least.upTo === null ? "promised" : `promised up to ${least.upTo} of ${least.replicas} replicas`;
}

const rank = ({ promised, upTo }: Reach): number => (promised ? (upTo ?? Number.POSITIVE_INFINITY) : -1);
