/**
 * A monitor: what one check wants to see. Observations come from the machines and the world; facts are what the ghost
 * derives from them, already set against the committed history. The ghost is up to date when a monitor is called.
 */
import type { CheckCard } from "./check.ts";
import type { Facts } from "./ghost/facts.ts";
import type { Ghost } from "./ghost/ghost.ts";
import type { TrialObserver } from "./observer.ts";

export type Monitor = Partial<TrialObserver & Facts>;

export interface Check {
  readonly card: CheckCard;
  watch(ghost: Ghost): Monitor;
}
