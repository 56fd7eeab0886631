/**
 * Which guarantees a run put to the test. A run in which nothing was acknowledged cannot lose what was acknowledged: of such
 * a guarantee it shows nothing, whatever it did not break.
 */
import type { GroupGuaranteeName, GuaranteeName } from "./check.ts";

/** Those of groups are named where one put them to the test. */
export type Tested = Record<Exclude<GuaranteeName, GroupGuaranteeName>, boolean> &
  Partial<Record<GroupGuaranteeName, boolean>>;

export const nothingTested = (): Tested => ({
  "no-acked-loss": false,
  "per-key-order": false,
  "no-duplicate": false,
  "stable-reads": false,
  progress: false,
  protocol: false,
});
