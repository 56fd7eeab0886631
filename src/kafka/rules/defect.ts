/** A known defect, planted in today's rules: what the harness must find. */
import type { Override } from "./rules.ts";

export interface Defect {
  /** As in defects.md: `R-01`. */
  readonly id: string;
  readonly title: string;
  /** KIPs, JIRAs, reports. */
  readonly source: string;
  /** Named like the defect. Empty of rules if the defect is an unsafe setting. */
  readonly override: Override;
  /** Unsafe settings, forced on whatever a scenario says. */
  readonly settings?: UnsafeSettings;
  /** What is expected of the cluster nevertheless: the promises of the safe setting are judged. */
  readonly judgedAs?: Expected;
}

/** Under Kafka's own keys: of every topic, every broker, every producer. */
export interface UnsafeSettings {
  readonly topic?: Readonly<Record<string, string>>;
  readonly broker?: Readonly<Record<string, string>>;
  readonly producer?: Readonly<Record<string, string>>;
}

export interface Expected {
  readonly eligibleLeaderReplicasEnable?: boolean;
  readonly minInsyncReplicas?: number;
  readonly uncleanLeaderElectionEnable?: boolean;
  /** -1: all. */
  readonly acks?: number;
  readonly enableIdempotence?: boolean;
}
