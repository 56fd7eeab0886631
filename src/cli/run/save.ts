/**
 * Shrinks and saves what a campaign found: one scenario per failure fingerprint, and one witness per configuration and
 * guarantee that nothing promised. Every file is whole or absent.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type CampaignResult, type CampaignRow, type RowResult, rowSeed } from "../../campaign/campaign.ts";
import { type ChunkResult, type ChunkTask, scenariosOf } from "../../campaign/chunk.ts";
import { failuresFolder, witnessesFolder } from "../../campaign/corpus.ts";
import type { Judgement, Witness } from "../../campaign/judgement.ts";
import type { Violation } from "../../check/check.ts";
import { kafka4 } from "../../kafka/rules/rules.ts";
import { run } from "../../run/run.ts";
import { saveScenario } from "../../scenario/saved-scenario.ts";
import { saveSmall, slug, type Workers } from "../shared/save.ts";
import { judgedRow } from "./judged.ts";
import type { RunPlan } from "./plan.ts";

interface Finding {
  readonly row: CampaignRow;
  readonly of: RowResult;
  readonly judgement: Judgement;
  readonly witness: Witness;
}

export interface SavedFinding extends Finding {
  readonly file: string;
  /** What the saved story says of the failure: it may be smaller than the run in which it was found. */
  readonly sentence: string;
}

/** Executions spent on one witness: enough to tell it, not to perfect it (`shrink` goes on from the file). */
const witnessRuns = 150;
const failureRuns = 600;

export async function saveFindings(
  plan: RunPlan,
  result: CampaignResult,
  workers: Workers,
): Promise<readonly SavedFinding[]> {
  const saved = new Map<string, { readonly file: string; readonly sentence: Promise<string> }>();
  const findings = result.rows.flatMap((of) =>
    judgedRow(plan, of).flatMap((judgement) => {
      return judgement.witness === null ? [] : [{ row: of.row, of, judgement, witness: judgement.witness }];
    }),
  );
  return Promise.all(
    findings.map(async (finding) => {
      const key = keyOf(plan, finding);
      const known = saved.get(key) ?? { file: fileOf(plan, finding), sentence: saveOne(plan, finding, workers) };
      saved.set(key, known);
      return { ...finding, file: known.file, sentence: await known.sentence };
    }),
  );
}

function saveOne(plan: RunPlan, finding: Finding, workers: Workers): Promise<string> {
  const { judgement, of, witness } = finding;
  const most = plan.shrink ?? (judgement.verdict === "violated" ? failureRuns : witnessRuns);
  return saveSmall(fileOf(plan, finding), of.scenarioOf(witness.run), witness.violation.fingerprint, most, workers);
}

const keyOf = (plan: RunPlan, { row, judgement, witness }: Finding): string =>
  judgement.verdict === "violated"
    ? witness.violation.fingerprint
    : `${plan.configurations[row.configuration]!.name}/${judgement.guarantee}`;

const fileOf = (plan: RunPlan, { row, judgement, witness }: Finding): string =>
  fileIn(judgement.verdict === "violated" ? failuresFolder : witnessesFolder, plan, row, witness.violation);

/** One file per failure and rule set, so that a campaign overwrites what it finds again, and nothing else. */
function fileIn(
  folder: (out: string) => string,
  plan: RunPlan,
  row: CampaignRow,
  { guarantee, fingerprint }: Violation,
): string {
  const rules = row.space.rules === kafka4.name ? [] : [row.space.rules];
  const configuration = plan.configurations[row.configuration]!.name;
  const name = [configuration, ...rules, row.profile, guarantee, fingerprint].map(slug).join(".");
  return join(folder(plan.out), `${name}.json`);
}

/**
 * Saves the first break of a promise under each fingerprint while the campaign still goes on: a kill -9 in a night-long
 * campaign takes nothing that was found. What is saved in the end, shrunk, replaces it.
 */
export interface FoundFailures {
  note(task: ChunkTask, result: ChunkResult): void;
  /** Removes those that another file now holds. */
  settle(files: readonly string[]): void;
}

export function saveAsFound(plan: RunPlan): FoundFailures {
  const known = new Set<string>();
  const files = new Set<string>();
  return {
    note(task, result) {
      const row = plan.rows.find(
        ({ space, profile }) => space === task.space && rowSeed(plan.seed, profile) === task.seed,
      );
      if (row === undefined) return;
      for (const { index, violations } of result.runs) {
        for (const violation of violations) {
          if (!violation.promised || known.has(violation.fingerprint)) continue;
          known.add(violation.fingerprint);
          const scenario = scenariosOf(task)(index);
          const file = fileIn(failuresFolder, plan, row, violation);
          saveScenario(file, scenario, run(scenario), violation.fingerprint);
          files.add(file);
        }
      }
    },
    settle(kept) {
      for (const file of files) if (!kept.includes(file)) rmSync(file, { force: true });
    },
  };
}
