/** When `--require` is met: by the promise of the configuration under the profile, and by runs that kept it. */
import { expect, test } from "vitest";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import type { CampaignResult } from "../../src/campaign/campaign.ts";
import type { RunSummary } from "../../src/campaign/chunk.ts";
import type { ProfileName } from "../../src/chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../src/check/check.ts";
import type { RunPlan } from "../../src/cli/run/plan.ts";
import { unmetRequirements } from "../../src/cli/run/requirements.ts";
import { drawnAt } from "../../src/study/counterfactual/drawn.ts";
import { summary, untested, violation } from "../campaign/summaries.ts";
import { loaded } from "../study/counterfactual/configurations.ts";

function unmet(
  guarantee: GuaranteeName,
  profile: ProfileName,
  runs: readonly RunSummary[],
  ...set: readonly string[]
): readonly string[] {
  const { configuration } = loaded("strimzi/kafka-persistent.yaml", ...set);
  const row = { configuration: 0, profile, space: spaceOf(configuration, profile, "kafka-4") };
  const plan: RunPlan = {
    configurations: [configuration],
    profiles: [profile],
    rows: [row],
    strategy: "swarm",
    seed: "s",
    runs: runs.length,
    out: "nowhere",
    required: [guarantee],
    shrink: undefined,
  };
  const scenarioOf = (index: number) => drawnAt(row.space, "s", index);
  const result: CampaignResult = { rows: [{ row, runs, scenarioOf }], faults: [], digest: null, interrupted: false };
  return unmetRequirements(plan, result).map((one) => one.why);
}

const good = summary(0, true);
const sessionEnded: RunSummary = { ...good, promised: { ...good.promised, "per-key-order": false } };
const reordered: RunSummary = { ...sessionEnded, violations: [violation("per-key-order", false)] };

test.each<[string, readonly string[], readonly string[]]>([
  ["promised and kept", unmet("no-acked-loss", "process-crash", [good]), []],
  ["not promised", unmet("no-acked-loss", "process-crash", [good], "acks=1"), ["not promised"]],
  ["promised up to a number of replicas only", unmet("no-acked-loss", "power-loss", [good]), ["not promised"]],
  ["a session that ended harms nobody by itself", unmet("per-key-order", "network", [good, sessionEnded]), []],
  ["an order that it broke does", unmet("per-key-order", "network", [good, reordered]), ["broken in 1 of 2 runs"]],
  [
    "never put to the test",
    unmet("no-acked-loss", "process-crash", [untested(good, "no-acked-loss")]),
    ["not tested: no run in which a send with acks=all succeeded"],
  ],
  ["no run at all", unmet("progress", "network", []), ["not tried in any run"]],
])("%s", (_name, found, expected) => {
  expect(found).toEqual(expected);
});
