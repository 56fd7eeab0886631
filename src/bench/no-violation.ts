/** Default rules, promised guarantees: generated runs over small clusters of any shape and every kind of fault. */

import { availableParallelism } from "node:os";
import { propertySpace } from "../arbitrary/space.ts";
import { type CampaignPlan, runCampaign } from "../campaign/campaign.ts";
import { upper95 } from "../campaign/exact-tests.ts";
import { openPool } from "../workers/pool.ts";
import { type BenchRow, row } from "./row.ts";

const runs = 20_000;

export async function benchNoViolation(): Promise<BenchRow[]> {
  const jobs = availableParallelism();
  const pool = openPool(jobs);
  try {
    const plan: CampaignPlan = {
      strategy: "portfolio",
      rows: [{ configuration: 0, profile: "all", space: propertySpace("kafka-4") }],
      seed: "no-violation",
      runs,
      untilMs: null,
      jobs,
    };
    const result = await runCampaign(
      plan,
      (task) => pool.chunk(task),
      () => {},
      { requested: false },
    );
    const all = result.rows.flatMap((one) => one.runs);
    const broken = all.filter((one) => one.violations.some((violation) => violation.promised)).length;
    const detail = `${all.length} runs, bound ${(upper95(broken, all.length) * 100).toPrecision(2)} %, internal faults ${result.faults.length}, digest ${result.digest ?? "-"}`;
    return [
      row(
        "no-violation",
        broken + result.faults.length,
        "runs with a violated promise",
        { floor: 0, aim: 0, atLeast: false },
        detail,
      ),
    ];
  } finally {
    await pool.close();
  }
}
