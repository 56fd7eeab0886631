/**
 * A legal anomaly: what looks like a violation, is none, and must not hide one. Whatever a check forgives, it forgives through
 * an entry of the table, which counts it: how often each excused something is part of what a run came to. Each has a case that
 * is accepted by it alone, and a look-alike that is refused (`test/check/anomalies.test.ts`).
 */
import rows from "./anomalies.json" with { type: "json" };
import type { CheckName } from "./check.ts";
import { guarantees } from "./guarantees.ts";

/** Kebab-case and stable. */
export type AnomalyName = keyof typeof rows;

interface Anomaly {
  readonly name: string;
  /** In docs/invariants.md §6. */
  readonly number: number;
  readonly sentence: string;
  /** What shows that Kafka does so: a release that was asked, a class, an issue; or that nobody has tried. */
  readonly evidence: string;
  /** The checks in whose place it may speak. */
  readonly excuses: readonly CheckName[];
}

/** Who holds committed records. */
const copies: readonly CheckName[] = ["strong-isr", "weak-isr", "candidate-complete", "valid-high-watermark"];

/** Where other records than the committed ones may stand. */
const history: readonly CheckName[] = [
  ...copies,
  ...["log-matching", "one-value-per-offset", "committed-stable", "consistent-read", "acked-kept-somewhere"],
  ...["acked-not-lost", "acked-offset-correct"],
];

/** What the table calls by one name. */
const groups: Readonly<Record<string, readonly CheckName[]>> = {
  copies,
  history,
  /** What is suspended while a loss is legal. */
  loss: [
    ...history,
    ...["truncation-safe", "reassignment-safe", "isr-incarnation", "no-duplicate", "producer-order", "send-contiguity"],
  ],
  progress: guarantees.find(({ name }) => name === "progress")!.checks,
};

/** In the order of docs/invariants.md §6. */
export const anomalies: readonly Anomaly[] = Object.entries(rows).map(([name, { excuses, ...row }]) => ({
  name,
  ...row,
  excuses: excuses.flatMap((check) => groups[check] ?? [check]),
}));

/** Of one run. */
export interface Excuses {
  /** How often each excused something. */
  readonly counts: Map<AnomalyName, number>;
  /** Is not accepted in this run, which shows whether it is needed; null: all are. */
  readonly refused: string | null;
}

export const newExcuses = (refused: string | null): Excuses => ({ counts: new Map(), refused });

/** Counts that the anomaly excuses something. Call it where a violation would be reported otherwise, and nowhere else. */
export function excuse({ counts, refused }: Excuses, anomaly: AnomalyName): boolean {
  if (refused === anomaly) return false;
  counts.set(anomaly, (counts.get(anomaly) ?? 0) + 1);
  return true;
}

export type Excused = Readonly<Record<string, number>>;

/** How often each excused something, by name; without those that did not. */
export const excusedBy = ({ counts }: Excuses): Excused =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
