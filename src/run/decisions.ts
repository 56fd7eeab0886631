/** The named decisions of a run, as it made them: what the schedule axis of shrinking works on. */

import type { Scenario } from "../scenario/scenario.ts";
import { run } from "./run.ts";

interface Decision {
  readonly name: string;
  readonly value: number;
}

/** Each name once, in the order of its first use. */
export function recordDecisions(scenario: Scenario): readonly Decision[] {
  const decisions = new Map<string, number>();
  run(scenario, {
    decisions: (name, value) => {
      if (!decisions.has(name)) decisions.set(name, value);
    },
  });
  return [...decisions].map(([name, value]) => ({ name, value }));
}
