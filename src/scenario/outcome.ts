/** What one run came to. Traces are never part of it: they come from running the scenario again with a recorder. */
import type { Excused } from "../check/anomaly.ts";
import type { Violation } from "../check/check.ts";
import type { Promises } from "../check/guarantees.ts";
import type { Statistics } from "../check/statistics.ts";
import type { Tested } from "../check/tested.ts";

export interface Outcome {
  readonly verdict: Verdict;
  /** 16 hex digits: a hash over (time, machine, input, decisions, observations) of every event. */
  readonly digest: string;
  readonly events: number;
  readonly virtualMicros: number;
  /** The first of each fingerprint, in the order of their events. */
  readonly violations: readonly Violation[];
  /** Which guarantees this run lay inside of: configuration and faults together. */
  readonly promised: Promises;
  /** Which guarantees this run put to the test. */
  readonly tested: Readonly<Tested>;
  readonly statistics: Statistics;
  /** Names of the marks met. */
  readonly marks: readonly string[];
  /** How often each legal anomaly excused something. */
  readonly excused: Excused;
  readonly stop: "done" | "calm-limit" | "event-limit" | "violation";
}

/** `unpromised`: something was lost, doubled or reordered that nothing promised. */
export type Verdict = "held" | "violated" | "unpromised";

export function verdictOf(violations: readonly Violation[]): Verdict {
  if (violations.some((violation) => violation.promised)) return "violated";
  return violations.length > 0 ? "unpromised" : "held";
}
