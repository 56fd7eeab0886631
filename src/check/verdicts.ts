/** Violations as they are found: the first of each fingerprint is kept, the others are counted. */
import type { Violation } from "./check.ts";

/** Where in the run: before the world is healed, when a part of it is, when all of it is, or in the last comparison. */
type Phase = "chaos" | "core" | "calm" | "final";

export interface Verdicts {
  phase: Phase;
  readonly violations: Violation[];
  /** Fingerprint -> how often it was seen, the kept one included. */
  readonly counts: Map<string, number>;
  /** In the order of finding: keys of `violations`, promised ones apart. */
  readonly seen: Set<string>;
  readonly onViolation: ((violation: Violation) => void) | undefined;
}

export const newVerdicts = (onViolation: ((violation: Violation) => void) | undefined): Verdicts => ({
  phase: "chaos",
  violations: [],
  counts: new Map(),
  seen: new Set(),
  onViolation,
});
