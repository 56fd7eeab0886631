/**
 * Shrinks and saves what a campaign found: one scenario per failure fingerprint, and one witness per configuration and
 * guarantee that nothing promised. Every file is whole or absent.
 */
import type { CampaignResult, CampaignRow, RowResult } from "../campaign/campaign.ts";
import { type Judgement, judge, judgedGuarantees, type Witness } from "../campaign/judgement.ts";
import { run } from "../run/run.ts";
import { saveScenario } from "../scenario/saved-scenario.ts";
import type { WorkerPool } from "../workers/pool.ts";
import { failureFile, witnessFile } from "./finding-file.ts";
import { breathe, type Stop, unlessStopped } from "./interrupt.ts";
import type { RunPlan } from "./run-plan.ts";

interface Finding {
  readonly row: CampaignRow;
  readonly of: RowResult;
  readonly judgement: Judgement;
  readonly witness: Witness;
}

export interface SavedFinding extends Finding {
  readonly file: string;
}

/** Executions spent on one witness: enough to tell it, not to perfect it (`shrink` goes on from the file). */
const witnessRuns = 150;
const failureRuns = 600;

export async function saveFindings(
  plan: RunPlan,
  result: CampaignResult,
  pool: WorkerPool,
  stop: Stop,
): Promise<readonly SavedFinding[]> {
  const saved = new Map<string, string>();
  const findings = result.rows.flatMap((of) =>
    judgedGuarantees.flatMap((guarantee) => {
      const judgement = judge(guarantee, of.runs);
      return judgement.witness === null ? [] : [{ row: of.row, of, judgement, witness: judgement.witness }];
    }),
  );
  const files = await Promise.all(
    findings.map(async (finding) => {
      const key = keyOf(plan, finding);
      const known = saved.get(key);
      if (known !== undefined) return known;
      const file = fileOf(plan, finding);
      saved.set(key, file);
      await shrinkAndSave(finding, file, pool, stop);
      return file;
    }),
  );
  return findings.map((finding, i) => ({ ...finding, file: files[i]! }));
}

const keyOf = (plan: RunPlan, { row, judgement, witness }: Finding): string =>
  judgement.verdict === "violated"
    ? witness.violation.fingerprint
    : `${plan.configurations[row.configuration]!.name}/${judgement.guarantee}`;

const fileOf = (plan: RunPlan, { row, judgement, witness }: Finding): string =>
  judgement.verdict === "violated"
    ? failureFile(plan, row, witness.violation)
    : witnessFile(plan, row, witness.violation);

/** Saved as found first, then smaller: neither a kill nor Ctrl-C while shrinking loses a failure. */
async function shrinkAndSave(
  { of, judgement, witness }: Finding,
  file: string,
  pool: WorkerPool,
  stop: Stop,
): Promise<void> {
  const { fingerprint } = witness.violation;
  const scenario = of.scenarioOf(witness.run);
  saveScenario(file, scenario, run(scenario), fingerprint);
  await breathe();
  if (stop.requested) return;
  const maxRuns = judgement.verdict === "violated" ? failureRuns : witnessRuns;
  const small = await unlessStopped(pool.shrink({ kind: "shrink", scenario, fingerprint, maxRuns }), stop);
  if (small !== null) saveScenario(file, small.scenario, small.outcome, fingerprint);
}
