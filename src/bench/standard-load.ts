/** The standard load of the figures: a scenario file of the repository, cut to a number of events. */
import { fileURLToPath } from "node:url";
import { type RunOptions, run } from "../run/run.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { loadScenario } from "../scenario/saved-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";

const standardLoadFile = fileURLToPath(new URL("../../scenarios/standard-load.json", import.meta.url));

export function standardLoad(maxEvents: number): Scenario {
  const saved = loadScenario(standardLoadFile);
  if (isBadInput(saved)) throw new Error(saved.sentence);
  return { ...saved.scenario, limits: { ...saved.scenario.limits, maxEvents } };
}

export interface Measured {
  readonly events: number;
  readonly seconds: number;
  readonly virtualSeconds: number;
  readonly records: number;
}

export function measure(scenario: Scenario, options: RunOptions = {}): Measured {
  const started = process.hrtime.bigint();
  const outcome = run(scenario, options);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return {
    events: outcome.events,
    seconds,
    virtualSeconds: outcome.virtualMicros / 1e6,
    records: outcome.statistics.ackedRecords,
  };
}

/** The best of several executions: what the code can do when nothing else disturbs. */
export function best(times: number, once: () => Measured): Measured {
  const all = Array.from({ length: times }, once);
  return all.reduce((least, one) => (one.events / one.seconds > least.events / least.seconds ? one : least));
}

export const rate = (measured: Measured): number => measured.events / measured.seconds;
