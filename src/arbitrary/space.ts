/**
 * What scenarios are drawn from: a fixed cluster (a real configuration) or a family of small ones, the settings of the
 * clients, the kinds of faults that may occur, and the length of a run.
 */
import type { FaultKind } from "../chaos/fault.ts";
import type { ClusterPlan, Settings } from "../run/scenario.ts";

export interface ScenarioSpace {
  /** Given: every scenario has this cluster. Null: small clusters of any shape are drawn. */
  readonly cluster: ClusterPlan | null;
  readonly producerSettings: Settings;
  readonly consumerSettings: Settings;
  /** Besides the given settings, draw others (acks stays as given). */
  readonly varyClients: boolean;
  readonly rules: string;
  readonly kinds: readonly FaultKind[];
  readonly chaosMs: number;
  readonly calmMs: number;
  /** Most records of one producer. */
  readonly records: number;
}

/** The longest a fault lasts, as a share of the chaos phase, so that faults overlap with recovery. */
export const longestFault = (space: ScenarioSpace): number => Math.max(1, Math.floor(space.chaosMs / 2));
