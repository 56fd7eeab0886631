/** Mutants that no check can kill, or that none need kill, with the reason: read, tried, and judged by hand. */
import type { Place } from "./mutant.ts";

interface Judged extends Omit<Place, "nth"> {
  /** Absent: 0. */
  readonly nth?: number;
  /** `equivalent`: no run differs in anything that a checker may see. `speed-only`: something is done more or less often. */
  readonly verdict: "equivalent" | "speed-only";
  readonly reason: string;
}

export const judged: readonly Judged[] = [];
