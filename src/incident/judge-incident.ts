/** Runs the cases of an incident and compares each with what is claimed of it. */

import { run } from "../run/run.ts";
import type { Outcome } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type Answer, answer } from "./claim.ts";
import type { Incident, IncidentCase } from "./incident.ts";
import { type MeasureListener, type Measures, measureListener } from "./measures/measures.ts";

export interface JudgedCase {
  readonly incidentCase: IncidentCase;
  readonly outcome: Outcome;
  readonly measures: Measures;
  /** Records by which the claimed numbers can be understood. */
  readonly witnesses: readonly number[];
  readonly answers: readonly Answer[];
  readonly ok: boolean;
}

export interface JudgedIncident {
  readonly incident: Incident;
  readonly cases: readonly JudgedCase[];
  /** Every case is as claimed. */
  readonly ok: boolean;
}

export function judgeIncident(incident: Incident): JudgedIncident {
  const cases = incident.cases.map(judgeCase);
  return { incident, cases, ok: cases.every((one) => one.ok) };
}

export function judgeCase(incidentCase: IncidentCase): JudgedCase {
  const { outcome, listener } = listened(incidentCase.scenario);
  const measures = listener.of(outcome);
  const answers = incidentCase.claims.map((claim) => answer(claim, outcome, measures));
  const witnesses = incidentCase.claims.flatMap((claim) =>
    claim.kind === "measure" ? listener.witnesses(claim.name) : [],
  );
  return { incidentCase, outcome, measures, witnesses, answers, ok: answers.every((one) => one.ok) };
}

function listened(scenario: Scenario): { readonly outcome: Outcome; readonly listener: MeasureListener } {
  const listeners: MeasureListener[] = [];
  const outcome = run(scenario, {
    listener: (clock) => {
      const made = measureListener(() => clock.atMicros() / 1_000_000);
      listeners.push(made);
      return made.observer;
    },
  });
  return { outcome, listener: listeners[0]! };
}
