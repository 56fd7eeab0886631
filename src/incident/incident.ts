/**
 * A named incident: what happened in a real system, told, and the same thing as scenarios: cases under which it must show
 * itself, and cases under which it must not. One file each, `scenarios/NAME.yaml`.
 */
import type { Scenario } from "../scenario/scenario.ts";
import type { Claim } from "./claim.ts";

export interface Incident {
  /** That of its file. */
  readonly name: string;
  readonly title: string;
  /** Prose: paragraphs, without line breaks of their own. */
  readonly happened: readonly string[];
  /** KIPs, JIRAs, reports, posts. */
  readonly sources: readonly string[];
  readonly cases: readonly IncidentCase[];
}

export interface IncidentCase {
  readonly name: string;
  readonly scenario: Scenario;
  /** Not empty. */
  readonly claims: readonly Claim[];
}
