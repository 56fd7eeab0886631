/** Violations as they are found: the first of each fingerprint is kept, the others are counted. */
import type { CheckCard } from "./card.ts";
import type { Violation } from "./check.ts";
import type { Subject } from "./subject.ts";

/** Where in the run: before the world is healed, after it, or in the last comparison. */
export type Phase = "chaos" | "calm" | "final";

export interface Verdicts {
  phase: Phase;
  readonly violations: Violation[];
  /** Fingerprint -> how often it was seen, the kept one included. */
  readonly counts: Map<string, number>;
  /** In the order of finding: keys of `violations`, promised ones apart. */
  readonly seen: Set<string>;
  readonly onViolation: ((violation: Violation) => void) | undefined;
}

export interface Finding {
  /** What failed in which role, without names or numbers: part of the fingerprint. */
  readonly role: string;
  readonly sentence: string;
  readonly topicPartition: number;
  readonly event: number;
  readonly atMicros: number;
  readonly promised: boolean;
  readonly subject: Subject;
  readonly witness: Violation["witness"];
}

export const newVerdicts = (onViolation: ((violation: Violation) => void) | undefined): Verdicts => ({
  phase: "chaos",
  violations: [],
  counts: new Map(),
  seen: new Set(),
  onViolation,
});

export function report(verdicts: Verdicts, card: CheckCard, finding: Finding): void {
  const fingerprint = `${card.name}/${finding.role}/${verdicts.phase}`;
  verdicts.counts.set(fingerprint, (verdicts.counts.get(fingerprint) ?? 0) + 1);
  // A break that nothing promised against must not hide one that was promised against.
  const key = finding.promised ? fingerprint : `${fingerprint}?`;
  if (verdicts.seen.has(key)) return;
  verdicts.seen.add(key);
  const { sentence, topicPartition, event, atMicros, promised, subject, witness } = finding;
  const violation: Violation = {
    check: card.name,
    guarantee: card.guarantee,
    fingerprint,
    sentence,
    topicPartition,
    event,
    atMicros,
    promised,
    subject,
    witness,
  };
  verdicts.violations.push(violation);
  verdicts.onViolation?.(violation);
}
