/**
 * Jepsen's isolation of a 0.8 leader, found from nothing: a cluster as in the incident, cuts and crashes anywhere at any time; how
 * many runs until an acknowledged record is lost? Lineage-driven fault injection needed 38 for it, random search 1,183 (Alvaro et
 * al., SIGMOD 2015); the faults are other ones here.
 */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { incidentFile } from "../incident/incident-files.ts";
import { readIncident } from "../incident/read-incident.ts";
import { recordAnchors } from "../run/recordings.ts";
import { run } from "../run/run.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import type { StrategyName } from "../strategy/names.ts";
import { RowSchedule } from "../strategy/row-schedule.ts";
import { median } from "../study/hunt/averages.ts";
import { type BenchRow, row } from "./row.ts";

const seeds = 10;
const cap = 2000;

export function benchIsolation(): BenchRow[] {
  const space = spaceOfIncident();
  const needed = (strategy: StrategyName): readonly number[] =>
    Array.from({ length: seeds }, (_, seed) => runsToLoss(space, strategy, `isolation-${seed}`));
  const figure = (strategy: StrategyName, floor: number | null, aim: number | null): BenchRow => {
    const runs = needed(strategy);
    const detail = [...runs].sort((a, b) => a - b).join(" ");
    return row(
      "isolation",
      median(runs),
      `runs, ${strategy} (median of ${seeds} seeds)`,
      { floor, aim, atLeast: false },
      detail,
    );
  };
  return [figure("anchored", 200, 38), figure("uniform", null, null)];
}

function spaceOfIncident(): ScenarioSpace {
  const incident = readIncident(incidentFile("jepsen-isolated-leader"));
  if (isBadInput(incident)) throw new Error(incident.sentence);
  const { cluster, rules, limits } = incident.cases[0]!.scenario;
  return {
    cluster,
    brokerSettings: {},
    producerSettings: { acks: "all" },
    consumerSettings: {},
    varyClients: false,
    rules,
    kinds: ["cut", "isolate", "process-crash"],
    chaosMs: limits.chaosMs,
    calmMs: limits.calmMs,
    records: 120,
  };
}

/** Executions, those that the strategy makes to learn from included. */
function runsToLoss(space: ScenarioSpace, strategy: StrategyName, seed: string): number {
  let executions = 0;
  const schedule = new RowSchedule(strategy, space, seed, (scenario) => {
    executions += 1;
    return recordAnchors(scenario);
  });
  for (let index = 0; executions < cap; index++) {
    executions += 1;
    const { statistics, marks } = run(schedule.scenarioOf(index));
    if (statistics.lostAcked > 0) return executions;
    schedule.note({ index, marks });
  }
  return cap;
}
