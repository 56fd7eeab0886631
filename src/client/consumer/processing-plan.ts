/** How the application of a member handles what poll returns. */
import type { Millis } from "../../core/time.ts";

/**
 * `auto`: poll commits what earlier polls returned. `after`: the application commits what it has processed (at least once).
 * `before`: it commits, then processes (at most once).
 */
export type CommitMode = "auto" | "after" | "before";

export interface ProcessingPlan {
  readonly commit: CommitMode;
  /** From a poll that returned something to the end of its processing. */
  readonly processMs: Millis;
}
