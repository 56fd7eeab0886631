/**
 * A hunt: one strategy over the space of small clusters, run after run, until a promise is broken. It gets the rule set
 * as a black box: no scenario, seed, bias or check depends on which one it is.
 */
import type { ScenarioSpace } from "../../arbitrary/space.ts";
import type { CheckName } from "../../check/check.ts";
import { recordAnchors } from "../../run/recordings.ts";
import { run } from "../../run/run.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { StrategyName } from "../../strategy/names.ts";
import { RowSchedule } from "../../strategy/row-schedule.ts";

export interface HuntTask {
  readonly kind: "hunt";
  readonly space: ScenarioSpace;
  readonly strategy: StrategyName;
  readonly seed: string;
  /** Executions after which it gives up. */
  readonly cap: number;
}

export interface HuntResult {
  readonly found: Found | null;
  /** Runs of the campaign, and what it executed beside them to learn. */
  readonly executions: number;
}

export interface Found {
  readonly scenario: Scenario;
  /** The first promise that was broken. */
  readonly check: CheckName;
  readonly fingerprint: string;
  /** All checks that the whole run breaks, in the order of their events. */
  readonly checks: readonly CheckName[];
}

export function hunt({ space, strategy, seed, cap }: HuntTask): HuntResult {
  let executions = 0;
  const schedule = new RowSchedule(strategy, space, seed, (scenario) => {
    executions += 1;
    return recordAnchors(scenario);
  });
  for (let index = 0; executions < cap; index++) {
    const scenario = schedule.scenarioOf(index);
    executions += 1;
    const outcome = run(scenario, { untilBroken: true });
    if (outcome.violations.some((violation) => violation.promised)) return { found: foundIn(scenario), executions };
    schedule.note({ index, marks: outcome.marks });
  }
  return { found: null, executions };
}

function foundIn(scenario: Scenario): Found {
  const broken = run(scenario).violations.filter((violation) => violation.promised);
  const first = broken[0]!;
  return {
    scenario,
    check: first.check,
    fingerprint: first.fingerprint,
    checks: [...new Set(broken.map((violation) => violation.check))],
  };
}

/** Campaigns that found nothing count as the longest ones; of equal ones the first. */
export function medianHunt(hunts: readonly HuntResult[]): HuntResult {
  const rank = ({ found, executions }: HuntResult): number => executions + (found === null ? 1e9 : 0);
  return [...hunts].sort((a, b) => rank(a) - rank(b))[Math.floor(hunts.length / 2)]!;
}
