/** When a fault begins: at a time or on a protocol event. Times are virtual ms from the start of the run. */

/** The anchor of an observation, as its row names it: `appended`, `elected`. */
export type AnchorEvent = string;

export type Trigger =
  | { readonly at: number }
  /** On the nth time that the named observation is made with these values (omitted: any), at the end of that step. */
  | {
      readonly on: AnchorEvent;
      /** -1: nobody, as when a partition is left without a leader. */
      readonly node?: number;
      readonly topicPartition?: string;
      readonly offset?: number;
      readonly leaderEpoch?: number;
      readonly nth?: number;
      /** Observations count from this time on; omitted: from the start. */
      readonly sinceMs?: number;
      /** False: the step's sends are lost with the node. Default true. */
      readonly withSends?: boolean;
    };

/** A trigger that waits for an observation from the start goes on doing so. */
export function laterBy(trigger: Trigger, ms: number): Trigger {
  if ("at" in trigger) return { at: trigger.at + ms };
  return trigger.sinceMs === undefined ? trigger : { ...trigger, sinceMs: trigger.sinceMs + ms };
}

/** What every fault has. `id` names its own chance (torn tails, late requests), so that removing one changes no other. */
export interface FaultHead {
  readonly id: number;
  readonly trigger: Trigger;
}
