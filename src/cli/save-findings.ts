/**
 * Shrinks and saves what a campaign found: one scenario per failure fingerprint, and one witness per configuration and
 * guarantee that nothing promised. Every file is whole or absent.
 */
import { join } from "node:path";
import { scenarioArbitrary } from "../arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../arbitrary/scenario-at.ts";
import { type CampaignResult, type CampaignRow, rowSeed } from "../run/campaign.ts";
import { failuresFolder, witnessesFolder } from "../run/corpus.ts";
import { type Judgement, judge, judgedGuarantees, type Witness } from "../run/judgement.ts";
import type { WorkerPool } from "../run/pool.ts";
import { saveScenario } from "../run/saved-scenario.ts";
import type { RunPlan } from "./run-plan.ts";

export interface SavedFinding {
  readonly row: CampaignRow;
  readonly judgement: Judgement;
  readonly witness: Witness;
  readonly file: string;
}

/** Executions spent on one witness: enough to tell it, not to perfect it (`shrink` goes on from the file). */
const witnessRuns = 150;
const failureRuns = 600;

export async function saveFindings(
  plan: RunPlan,
  result: CampaignResult,
  pool: WorkerPool,
  stop: { readonly requested: boolean },
): Promise<readonly SavedFinding[]> {
  const saved = new Map<string, string>();
  const findings = result.rows.flatMap(({ row, runs }) =>
    judgedGuarantees.flatMap((guarantee) => {
      const judgement = judge(guarantee, runs);
      return judgement.witness === null ? [] : [{ row, judgement, witness: judgement.witness }];
    }),
  );
  const files = await Promise.all(
    findings.map(async (finding) => {
      const key = keyOf(plan, finding.row, finding.judgement, finding.witness);
      const known = saved.get(key);
      if (known !== undefined) return known;
      const file = fileOf(plan, finding.row, finding.judgement, finding.witness);
      saved.set(key, file);
      await shrinkAndSave(plan, finding.row, finding.judgement, finding.witness, file, pool, stop.requested);
      return file;
    }),
  );
  return findings.map((finding, i) => ({ ...finding, file: files[i]! }));
}

const keyOf = (plan: RunPlan, row: CampaignRow, judgement: Judgement, witness: Witness): string =>
  judgement.verdict === "violated"
    ? witness.violation.fingerprint
    : `${plan.configurations[row.configuration]!.name}/${judgement.guarantee}`;

function fileOf(plan: RunPlan, row: CampaignRow, judgement: Judgement, witness: Witness): string {
  const folder = judgement.verdict === "violated" ? failuresFolder(plan.out) : witnessesFolder(plan.out);
  const slug = (text: string): string => text.replace(/[^a-zA-Z0-9.]+/g, "-").replace(/^-|-$/g, "");
  const name = slug(plan.configurations[row.configuration]!.name);
  return join(folder, `${name}.${row.profile}.${judgement.guarantee}.${slug(witness.violation.check)}.json`);
}

async function shrinkAndSave(
  plan: RunPlan,
  row: CampaignRow,
  judgement: Judgement,
  witness: Witness,
  file: string,
  pool: WorkerPool,
  hurry: boolean,
): Promise<void> {
  const scenario = scenarioAt(scenarioArbitrary(row.space), rowSeed(plan.seed, row.profile), witness.run);
  const violated = judgement.verdict === "violated";
  const { fingerprint } = witness.violation;
  const maxRuns = hurry ? 1 : violated ? failureRuns : witnessRuns;
  // Saved as found first: a kill while shrinking loses nothing.
  const found = await pool.shrink({ kind: "shrink", scenario, fingerprint, maxRuns: 1 });
  saveScenario(file, found.scenario, found.outcome, fingerprint);
  if (maxRuns === 1) return;
  const small = await pool.shrink({ kind: "shrink", scenario, fingerprint, maxRuns });
  saveScenario(file, small.scenario, small.outcome, fingerprint);
}
