/** A known defect, planted in today's rules: what the harness must find. */
import type { Override } from "./rules.ts";

export interface Defect {
  /** As in defects.md: `R-01`. */
  readonly id: string;
  /** 1: a harness that misses it is worth little; 4: nice to have. */
  readonly rank: 1 | 2 | 3 | 4;
  readonly title: string;
  /** KIPs, JIRAs, reports. */
  readonly source: string;
  /** What was wrong, where it was found and what it costs: paragraphs, and the lines of a diagram. */
  readonly about: readonly string[];
  /** Named like the defect. Empty of rules if the defect is an unsafe setting. */
  readonly override: Override;
  /** Unsafe settings, forced on whatever a scenario says. */
  readonly settings?: UnsafeSettings;
  /** Why no run breaks a promise: the other rules keep the harm away, or it is none that a promise is about. */
  readonly masked?: string;
  /** What is expected of the cluster nevertheless: the promises of the safe setting are judged. */
  readonly judgedAs?: Expected;
}

/** Under Kafka's own keys: of every topic, every broker, every producer. */
interface UnsafeSettings {
  readonly topic?: Readonly<Record<string, string>>;
  readonly broker?: Readonly<Record<string, string>>;
  readonly producer?: Readonly<Record<string, string>>;
}

interface Expected {
  readonly eligibleLeaderReplicasEnable?: boolean;
  readonly minInsyncReplicas?: number;
  readonly uncleanLeaderElectionEnable?: boolean;
  /** -1: all. */
  readonly acks?: number;
  readonly enableIdempotence?: boolean;
}
