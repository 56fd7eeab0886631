/**
 * A legal anomaly: what looks like a violation, is none, and must not hide one. Whatever a check forgives, it forgives through
 * an entry of the registry, which counts it: how often each excused something is part of what a run came to.
 */
import type { CheckName } from "../check.ts";

export interface Anomaly {
  /** Kebab-case and stable. */
  readonly name: string;
  /** In docs/invariants.md §6. */
  readonly number: number;
  readonly sentence: string;
  /** What shows that Kafka does so: a release that was asked, a class, an issue; or that nobody has tried. */
  readonly evidence: string;
  /** The checks in whose place it may speak. */
  readonly excuses: readonly CheckName[];
}

export const nobody = "Nobody has tried it on a real broker";

/** Of one run. */
export interface Excuses {
  /** How often each excused something. */
  readonly counts: Map<Anomaly, number>;
  /** Is not accepted in this run, which shows whether it is needed; null: all are. */
  readonly refused: string | null;
}

export const newExcuses = (refused: string | null): Excuses => ({ counts: new Map(), refused });

/** Counts that the anomaly excuses something. Call it where a violation would be reported otherwise, and nowhere else. */
export function excuse({ counts, refused }: Excuses, anomaly: Anomaly): boolean {
  if (refused === anomaly.name) return false;
  counts.set(anomaly, (counts.get(anomaly) ?? 0) + 1);
  return true;
}

export type Excused = Readonly<Record<string, number>>;

/** How often each excused something, by name; without those that did not. */
export const excusedBy = ({ counts }: Excuses): Excused =>
  Object.fromEntries(
    [...counts].map(([{ name }, count]) => [name, count] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
