/** What the three axes of shrinking share. */
import type { Outcome } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** The best so far, and the one question they ask. */
export interface Shrinking {
  readonly best: Scenario;
  /** The best as it is run to show the failure. */
  readonly failing: Scenario;
  readonly outcome: Outcome;
  readonly exhausted: boolean;
  /** Runs the candidate; makes it the best if it fails in the same way. */
  attempt(candidate: Scenario): boolean;
}
