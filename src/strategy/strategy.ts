/** A strategy: how a campaign finds the scenario of its nth run. */
import type fc from "fast-check";
import type { FaultDraw } from "../arbitrary/fault-draw.ts";
import { scenarioArbitrary } from "../arbitrary/scenario-arbitrary.ts";
import { randomAt, scenarioAt } from "../arbitrary/scenario-at.ts";
import type { ScenarioSpace } from "../arbitrary/space.ts";
import type { AnchorPoint } from "../run/recordings.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Feedback } from "./feedback.ts";
import type { StrategyName } from "./names.ts";

export interface Strategy {
  readonly name: StrategyName;
  readonly sentence: string;
  /** Needs what earlier runs taught, or its runs cannot be drawn again. */
  readonly learns: boolean;
  scenario(ground: StrategyGround, index: number, feedback: Feedback): Scenario;
}

/** Where scenarios are drawn from. Nothing here depends on what was drawn before. */
export interface StrategyGround {
  readonly space: ScenarioSpace;
  /** Of the campaign's row. */
  readonly seed: string;
  /** A fresh scenario of this run. */
  fresh(draw: FaultDraw, index: number): Scenario;
  /** Chance of this run, for one use. */
  random(use: string, index: number): fc.Random;
  /** The observations of a run of `scenario`, made once for each `key`. */
  recorded(key: string, scenario: () => Scenario): RecordedRun;
}

export interface RecordedRun {
  readonly scenario: Scenario;
  readonly points: readonly AnchorPoint[];
}

/** `record` runs a scenario for its observations: an execution beside the runs of the campaign. */
export function strategyGround(
  space: ScenarioSpace,
  seed: string,
  record: (scenario: Scenario) => readonly AnchorPoint[],
): StrategyGround {
  const arbitraries = new Map<FaultDraw, fc.Arbitrary<Scenario>>();
  const recordings = new Map<string, RecordedRun>();
  return {
    space,
    seed,
    fresh(draw, index) {
      let arbitrary = arbitraries.get(draw);
      if (arbitrary === undefined) {
        arbitrary = scenarioArbitrary(space, draw);
        arbitraries.set(draw, arbitrary);
      }
      return scenarioAt(arbitrary, seed, index);
    },
    random: (use, index) => randomAt(`${seed}/${use}`, index),
    recorded(key, scenarioOf) {
      let recorded = recordings.get(key);
      if (recorded === undefined) {
        const scenario = scenarioOf();
        recorded = { scenario, points: record(scenario) };
        recordings.set(key, recorded);
      }
      return recorded;
    },
  };
}
