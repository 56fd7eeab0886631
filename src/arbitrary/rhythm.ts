/**
 * When faults come: evenly, or crowded into moments, so that the second one meets what the first has begun: an election
 * that not everybody has heard of, a proposal under way, a follower that has just been told to truncate.
 *
 *   even      |  x    x  x     x   x    x  |
 *   2 crowds  |     xxx           x xx     |
 */
import type fc from "fast-check";

interface Rhythm {
  readonly crowds: number;
  /** Length of a crowd as a share of the time that it stands for. */
  readonly percent: number;
}

const crowdCounts = [1, 2, 3, 5] as const;
const shares = [100, 100, 35, 12, 4] as const;

export const drawRhythm = (random: fc.Random): Rhythm => ({
  crowds: crowdCounts[random.nextInt(0, crowdCounts.length - 1)]!,
  percent: shares[random.nextInt(0, shares.length - 1)]!,
});

/** Where in its time a crowd begins. */
const lead = 0.3;

/** A time of the chaos phase, drawn into the crowd that it belongs to. */
export function crowdedAt(atMs: number, { crowds, percent }: Rhythm, chaosMs: number): number {
  if (percent === 100) return atMs;
  const periodMs = chaosMs / crowds;
  const startMs = Math.floor(atMs / periodMs) * periodMs;
  const intoMs = ((atMs - startMs) * percent) / 100;
  return Math.floor(startMs + periodMs * lead * (1 - percent / 100) + intoMs);
}
