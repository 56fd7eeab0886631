/** What a case of an incident claims of its run, as data; and whether the run is as claimed. */
import type { Outcome, Verdict } from "../scenario/outcome.ts";
import { type Bound, boundText, within } from "./bound.ts";
import type { MeasureName, Measures } from "./measures/measures.ts";

export type Claim =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  /** A check, or any check of a guarantee, finds something. */
  | { readonly kind: "broken"; readonly name: string }
  | { readonly kind: "measure"; readonly name: MeasureName; readonly bound: Bound };

export interface Answer {
  readonly claim: Claim;
  /** What the run shows: a verdict, a number, the names of the checks that found something. */
  readonly happened: string;
  readonly ok: boolean;
}

export const claimText = (claim: Claim): string => {
  switch (claim.kind) {
    case "verdict":
      return claim.verdict === "unpromised" ? "not promised" : claim.verdict;
    case "broken":
      return `broken: ${claim.name}`;
    case "measure":
      return `${claim.name} ${boundText(claim.bound)}`;
  }
};

export function answer(claim: Claim, outcome: Outcome, measures: Measures): Answer {
  switch (claim.kind) {
    case "verdict": {
      const happened = claimText({ kind: "verdict", verdict: outcome.verdict });
      return { claim, happened, ok: outcome.verdict === claim.verdict };
    }
    case "broken": {
      const checks = [...new Set(outcome.violations.map((violation) => violation.check))];
      const ok = outcome.violations.some(({ check, guarantee }) => check === claim.name || guarantee === claim.name);
      return { claim, happened: checks.length === 0 ? "nothing" : checks.join(", "), ok };
    }
    case "measure": {
      const value = measures[claim.name];
      return { claim, happened: shown(value), ok: within(value, claim.bound) };
    }
  }
}

/** At most three decimals. */
const shown = (value: number): string => String(Math.round(value * 1000) / 1000);
