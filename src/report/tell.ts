/** Runs a scenario once more with a recorder and tells its first violation as a story. */
import type { Violation } from "../check/check.ts";
import type { Outcome } from "../run/outcome.ts";
import { run, type TraceLine } from "../run/run.ts";
import type { Scenario } from "../run/scenario.ts";
import { FactRecorder } from "./fact-recorder.ts";
import { story } from "./story.ts";

export interface Telling {
  readonly outcome: Outcome;
  /** Empty when nothing was violated. */
  readonly story: readonly string[];
}

export function tell(scenario: Scenario, trace?: (line: TraceLine) => void): Telling {
  let facts: FactRecorder | null = null;
  const outcome = run(scenario, {
    listener: (clock) => {
      facts = new FactRecorder(clock, scenario.faults);
      return facts;
    },
    ...(trace === undefined ? {} : { trace }),
  });
  const subject = subjectOf(outcome.violations);
  if (subject === undefined || facts === null) return { outcome, story: [] };
  return { outcome, story: story(facts, subject) };
}

/** A broken promise before anything else; then the loss before its forerunners. */
function subjectOf(violations: readonly Violation[]): Violation | undefined {
  return violations.find((violation) => violation.promised) ?? violations[0];
}
