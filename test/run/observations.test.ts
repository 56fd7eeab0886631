/** Nothing stands in the table of observations that no protocol, and nothing of the world, tells. */
import { expect, test } from "vitest";
import { trialObservations } from "../../src/check/observer.ts";
import { recorderOf } from "../../src/core/observer.ts";
import { run } from "../../src/run/run.ts";
import { fixedScenarios } from "../fixed-runs/scenarios.ts";
import { drawnGroupScenario, forgottenGroup } from "./group-scenarios.ts";

test("each observation is made in some run, with as many arguments as its row has", () => {
  const unheard = new Set(Object.keys(trialObservations));
  const arities = new Map(Object.entries(trialObservations).map(([name, { arity }]) => [name, arity]));
  const recorder = recorderOf(trialObservations, (name, args) => {
    if (unheard.delete(name)) expect(args, name).toHaveLength(arities.get(name)!);
  });
  const ofGroups = Array.from({ length: 60 }, (_, index) => drawnGroupScenario(index));
  for (const scenario of [forgottenGroup, ...ofGroups, ...fixedScenarios()]) {
    if (unheard.size === 0) break;
    run(scenario, { checks: "none", listener: () => recorder });
  }
  expect([...unheard]).toEqual([]);
});
