/**
 * Failures of earlier campaigns, replayed before fresh seeds. Each still `reproduces`, is `fixed` (the same schedule,
 * another verdict), or is `stale` (saved under another schedule, and showing nothing now: it says nothing either way).
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { run } from "../run/run.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import type { Outcome } from "../scenario/outcome.ts";
import { loadScenario } from "../scenario/saved-scenario.ts";
import type { Scenario, Settings } from "../scenario/scenario.ts";
import type { CampaignRow } from "./campaign.ts";

type CorpusStatus = "reproduces" | "fixed" | "stale";

export interface CorpusEntry {
  readonly file: string;
  readonly status: CorpusStatus;
  readonly outcome: Outcome | null;
}

export const failuresFolder = (out: string): string => join(out, "failures");
export const witnessesFolder = (out: string): string => join(out, "witnesses");

/** The files in which a campaign saved its failures, in the order of their names. */
export function corpusFiles(out: string): readonly string[] {
  const folder = failuresFolder(out);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Null for a failure that is not of these rules and configurations: it says nothing about what is on trial. */
export function replayEntry(file: string, rows: readonly CampaignRow[]): CorpusEntry | null {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return { file, status: "stale", outcome: null };
  if (!rows.some(({ space }) => isOfSpace(saved.scenario, space))) return null;
  const outcome = run(saved.scenario);
  const wanted = saved.shown?.fingerprint ?? null;
  const same = outcome.violations.some(
    (violation) => violation.promised && (wanted === null || violation.fingerprint === wanted),
  );
  if (same) return { file, status: "reproduces", outcome };
  return { file, status: saved.otherSchedule ? "stale" : "fixed", outcome };
}

/** By rules and settings: shrinking leaves those as they are, and takes away what else there is. */
function isOfSpace({ rules, cluster, workload }: Scenario, space: ScenarioSpace): boolean {
  if (rules !== space.rules || space.cluster === null) return false;
  const topics = space.cluster.topics.map((topic) => topic.settings);
  return (
    same(cluster.settings, space.cluster.settings) &&
    cluster.topics.every((topic) => topics.some((settings) => same(settings, topic.settings))) &&
    workload.producers.every((producer) => same(producer.settings, space.producerSettings))
  );
}

const same = (a: Settings, b: Settings): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);
